"""Every feature at every step: how far it has moved from the reference."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from reporting.charts.measures import MEASURES, Measure, add_key, scale
from reporting.look import axis, blank
from reporting.text import inert, number, short
from reporting.thin import MOST_POINTS

MOST_FEATURES = 40
ROW_PX = 22


def drift_map(frame: pd.DataFrame, by: str = "psi", labels: Sequence[str] | None = None) -> go.Figure:
    """A heat map of features by steps; the marks are where chance alone does not explain the difference.

    Features stand in the order of their largest value, 40 at most. Many steps are drawn together, each
    group by its worst step. Every cell carries (feature, step) as `customdata`, for clicks.

    Parameters
    ----------
    frame : DataFrame
        One row per (step, feature) with feature, kind, psi, statistic, p_adjusted, drifted, wasserstein_sd,
        as `optimizers.detect.features.feature_drift` gives it.
    by : {"psi", "statistic", "wasserstein_sd"}
    labels : sequence of str, optional
        The steps' names; by default their numbers counted from 1.

    Raises
    ------
    ValueError
        If the frame is empty, or `by` is another measure.

    References
    ----------
    Siddiqi (2006). Credit Risk Scorecards: the limits 0.1 and 0.25 of the PSI.
    """
    if by not in MEASURES:
        raise ValueError(f"by must be one of {', '.join(MEASURES)}; got {by!r}.")
    if frame.empty:
        raise ValueError("There are no features to draw; choose a table with at least one column.")
    measure, worst = MEASURES[by], frame.groupby("feature", sort=False)[by].max()
    features = worst.sort_values(ascending=False, kind="stable", na_position="last").index.tolist()
    names = list(labels) if labels is not None else [str(s + 1) for s in range(int(frame["step"].max()) + 1)]
    shown = features[:MOST_FEATURES]
    cells, columns = grouped(frame[frame["feature"].isin(shown)], by, len(names), MOST_POINTS // len(shown))
    axes = axes_of(shown, columns, len(features) - len(shown), names)
    alt = said(frame, worst[features], measure, names)
    figure = blank(alt, 150 + ROW_PX * len(shown), hoverdistance=-1, **axes)
    add_cells(figure, cells, shown, columns, measure, names)
    add_key(figure, measure)
    return figure


def grouped(frame: pd.DataFrame, by: str, n_steps: int, most: int) -> tuple[pd.DataFrame, list[range]]:
    """One row per feature and column of the map: the worst step of each group of steps."""
    width = -(-n_steps // most)
    columns = [range(s, min(s + width, n_steps)) for s in range(0, n_steps, width)]
    frame = frame.assign(column=frame["step"] // width).sort_values(by, ascending=False, na_position="last")
    return frame.drop_duplicates(["feature", "column"]), columns


def add_cells(
    figure: go.Figure, cells: pd.DataFrame, shown: list, columns: list[range], m: Measure, names: Sequence[str]
) -> None:
    row = cells["feature"].map({f: i for i, f in enumerate(shown)}).to_numpy(int)
    z = np.full((len(shown), len(columns)), np.nan)
    z[row, cells["column"]] = cells[m.column]
    figure.add_heatmap(
        z=z, x=np.arange(len(columns)), y=np.arange(len(shown)), zmin=0, zmax=2 * m.large, colorscale=scale(m),
        xgap=1, ygap=1, hoverinfo="skip", name=m.title, showscale=False,
    )  # fmt: skip
    drifted = cells["drifted"].to_numpy(bool)
    figure.add_scatter(
        x=cells["column"], y=row, mode="markers", name="cells", showlegend=False,
        marker=dict(symbol="circle", size=6, color=np.where(drifted, "#ffffff", "rgba(0,0,0,0)").tolist()),
        marker_line=dict(width=1.2, color=np.where(drifted, "#1b1f24", "rgba(0,0,0,0)").tolist()),
        customdata=[[str(f), int(s)] for f, s in zip(cells["feature"], cells["step"], strict=True)],
        text=[cell_said(c, names) for c in cells.to_dict("records")], hovertemplate="%{text}<extra></extra>",
        selected=dict(marker=dict(opacity=1)), unselected=dict(marker=dict(opacity=1)),
    )  # fmt: skip


def cell_said(cell: Mapping[Hashable, Any], names: Sequence[str]) -> str:
    """One cell in words, for its hover label."""
    statistic = "KS" if cell["kind"] == "numeric" else "Cramér's V"
    moved = f"<br>Wasserstein {number(cell['wasserstein_sd'])} sd" if np.isfinite(cell["wasserstein_sd"]) else ""
    p = "p < 0.001" if cell["p_adjusted"] < 0.001 else f"p = {number(cell['p_adjusted'])}"
    return (
        f"{inert(cell['feature'])}, {step_called(names[cell['step']])}<br>PSI {number(cell['psi'])}"
        f"<br>{statistic} {number(cell['statistic'])}, {p} (corrected){moved}"
        f"<br>{'more than chance' if cell['drifted'] else 'may be chance'}"
    )


def axes_of(shown: list, columns: list[range], n_more: int, names: Sequence[str]) -> dict[str, Any]:
    at = np.unique(np.linspace(0, len(columns) - 1, min(8, len(columns))).round().astype(int))
    text = [inert(names[columns[i][0]], 12) for i in at]
    title = f"Step; and {n_more} more features that moved less" if n_more else "Step"
    rows: dict[str, Any] = dict(tickvals=np.arange(len(shown)), ticktext=[inert(f, 20) for f in shown])
    return dict(
        xaxis=axis(title, tickvals=at, ticktext=text, showgrid=False, range=[-0.5, len(columns) - 0.5]),
        yaxis=axis(showgrid=False, range=[len(shown) - 0.5, -0.5], **rows),
    )


def step_called(name: str) -> str:
    return f"step {name}" if name.isdigit() else inert(name)


def said(frame: pd.DataFrame, worst: pd.Series, m: Measure, names: Sequence[str]) -> str:
    """The map in words: the three features that moved most, and how many moved at all."""
    peaks = []
    for feature, value in worst.dropna().head(3).items():
        own = frame[frame["feature"] == feature]
        step = int(own["step"].to_numpy()[int(own[m.column].argmax())])
        peaks.append(f"{short(feature)} {number(value)} at {step_called(names[step])}")
    n_drifted = frame.loc[frame["drifted"].astype(bool), "feature"].nunique()
    most = f"; most: {', '.join(peaks)}" if peaks else ""
    return (
        f"{m.title} of {len(worst)} features over {len(names)} steps{most}. "
        f"{n_drifted} of them moved more than chance explains at some step."
    )
