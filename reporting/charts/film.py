"""A feature's histogram at every step, as a part of a film."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from reporting.charts.histograms import label_missing
from reporting.look import GREY, VERMILLION, axis, faint
from reporting.stairs import Bins, bins_of
from reporting.text import inert


@dataclass(frozen=True, eq=False)
class Film:
    """A feature's bins, the reference's shares (n_bins,), and the steps' shares (n_steps, n_bins)."""

    bins: Bins
    reference: np.ndarray
    shares: np.ndarray


def film_of(histograms: pd.DataFrame, n_steps: int) -> Film:
    ordered = histograms.sort_values("step", kind="stable")
    first = ordered[ordered["step"] == ordered["step"].iloc[0]]
    if ordered["step"].nunique() != n_steps or len(ordered) != n_steps * len(first):
        raise ValueError(
            f"play needs the same {len(first)} bins at each of {n_steps} steps; got {len(ordered)} rows "
            f"for {ordered['step'].nunique()} steps."
        )
    bins = bins_of(first["left"].to_numpy(), first["right"].to_numpy(), first["bin"].astype(str).tolist())
    shares = ordered["share"].to_numpy(float).reshape(n_steps, len(first))
    return Film(bins, first["reference"].to_numpy(float), shares)


def add_histogram(figure: go.Figure, film: Film, feature: str, start: int) -> int:
    """The reference filled, the step as an outline; the outline's trace number.

    The reference is no bar trace: plotly loses bars that a frame without redraw leaves alone.
    """
    below, bins = dict(xaxis="x2", yaxis="y2"), film.bins
    x, y = bins.stairs(film.reference)
    figure.add_scatter(
        x=x, y=y, mode="lines", line=dict(width=0), fill="tozeroy", fillcolor=faint(GREY, 0.5), hoverinfo="skip",
        name="reference", **below,
    )  # fmt: skip
    x, y = bins.stairs(film.shares[start])
    figure.add_scatter(
        x=x, y=y, mode="lines", line=dict(color=VERMILLION, width=2.5), hoverinfo="skip", name="this step", **below
    )
    top = float(np.nanmax(np.r_[film.reference, film.shares.ravel()], initial=0.01))
    figure.update_layout(
        xaxis2=bins.axis(inert(feature)) | dict(anchor="y2"),
        yaxis2=axis("Share of rows", tickformat=".0%", domain=[0, 0.34], range=[0, top * 1.15], nticks=4),
    )
    label_missing(figure, bins, np.fmax(film.reference, film.shares.max(axis=0)), xref="x2", yref="y2")
    return len(figure.data) - 1
