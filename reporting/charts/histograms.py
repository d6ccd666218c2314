"""One feature: the reference beside a step."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from reporting.look import GREY, VERMILLION, axis, blank, faint, tinted
from reporting.stairs import Bins, bins_of
from reporting.text import inert, percent, short

BAR_PX = 30


def two_histograms(frame: pd.DataFrame, feature: str, step: str = "this step") -> go.Figure:
    """The reference filled, the step as an outline; categories as pairs of bars.

    Parameters
    ----------
    frame : DataFrame
        One row a bin: label, left, right (nan for categories and missing values), reference_share,
        step_share, as `optimizers.detect.histograms.feature_histograms` gives it.
    feature, step : str
        How the chart calls the feature and the step.

    Raises
    ------
    ValueError
        If the frame holds no bins.
    """
    if frame.empty:
        raise ValueError("There are no bins to draw; choose a feature that has values.")
    bins = bins_of(frame["left"].to_numpy(), frame["right"].to_numpy(), frame["label"].astype(str).tolist())
    reference, share = (frame[c].to_numpy(float) for c in ("reference_share", "step_share"))
    draw = numbers if bins.is_number else pairs
    return draw(said(frame, feature, step), bins, reference, share, feature, step)


def numbers(alt: str, bins: Bins, reference: np.ndarray, share: np.ndarray, feature: str, step: str) -> go.Figure:
    figure = blank(alt, 320, bargap=0)
    add_reference(figure, bins, reference, [row_said(*row) for row in zip(bins.labels, reference, share)])
    x, y = bins.stairs(share)
    figure.add_scatter(
        x=x, y=y, mode="lines", line=dict(color=VERMILLION, width=2.5), hoverinfo="skip", name=inert(step)
    )
    figure.update_layout(xaxis=bins.axis(inert(feature)), yaxis=axis("Share of rows", tickformat=".0%"))
    label_missing(figure, bins, np.fmax(reference, share))
    return figure


def add_reference(figure: go.Figure, bins: Bins, reference: np.ndarray, text: list[str], **where: str) -> None:
    figure.add_bar(
        x=bins.middle, y=reference, width=bins.right - bins.left, name="reference", hovertext=text,
        hovertemplate="%{hovertext}<extra></extra>", marker=dict(color=faint(GREY, 0.5), line=dict(width=0)), **where,
    )  # fmt: skip


def label_missing(figure: go.Figure, bins: Bins, top: np.ndarray, **where: str) -> None:
    """Say which bar of a numeric histogram holds the missing values."""
    if bins.is_number and bins.labels[-1] == "missing":
        right = dict(x=bins.right[-1], xanchor="right", showarrow=False, yshift=10)
        figure.add_annotation(text="missing", y=float(top[-1]), **right, **where)


def pairs(alt: str, bins: Bins, reference: np.ndarray, share: np.ndarray, feature: str, step: str) -> go.Figure:
    figure = blank(alt, 110 + BAR_PX * len(bins.labels), bargap=0.25, barmode="group")
    text = [row_said(*row) for row in zip(bins.labels, reference, share)]
    for name, values, color, shape in (("reference", reference, GREY, ""), (inert(step), share, VERMILLION, "/")):
        figure.add_bar(
            y=bins.middle, x=values, orientation="h", name=name, hovertext=text,
            hovertemplate="%{hovertext}<extra></extra>", marker=tinted(color, shape),
        )  # fmt: skip
    names = dict(tickvals=bins.middle, ticktext=[inert(label, 20) for label in bins.labels], showgrid=False)
    figure.update_layout(
        xaxis=axis("Share of rows", tickformat=".0%", rangemode="tozero"),
        yaxis=axis(inert(feature), range=[len(bins.labels) - 0.5, -0.5], **names),
    )
    return figure


def row_said(label: str, reference: float, share: float) -> str:
    return f"{inert(label)}<br>reference {percent(reference)}, step {percent(share)}"


def said(frame: pd.DataFrame, feature: str, step: str) -> str:
    """The bin that grew most and the one that shrank most."""
    moved = frame["step_share"] - frame["reference_share"]
    if not moved.notna().any():
        return f"{short(feature)}: {step} has no rows to compare with the reference."
    ends = (("most gained", frame.iloc[int(moved.argmax())]), ("most lost", frame.iloc[int(moved.argmin())]))
    parts = [
        f"{word}: {short(row['label'])}, from {percent(row['reference_share'])} to {percent(row['step_share'])}"
        for word, row in ends
    ]
    return f"{short(feature)} in the reference and at {step}, in {len(frame)} bins; {'; '.join(parts)}."
