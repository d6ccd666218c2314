"""What a model says over two features, with the learning rows on top."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from reporting.look import BLUE, VERMILLION, axis, blank, faint, style
from reporting.text import inert, number, short

MOST_ROWS, MOST_A_SIDE = 1_000, 44
SCALE = [[0.0, faint(BLUE, 0.75)], [0.5, faint(BLUE, 0.0)], [1.0, faint(VERMILLION, 0.75)]]


def boundary_chart(
    surface: pd.DataFrame, rows: pd.DataFrame | None = None, target: pd.Series | None = None
) -> go.Figure:
    """A filled contour of the score over two features; learning rows as points, by label or by value.

    Parameters
    ----------
    surface : DataFrame
        As `optimizers.regularize.boundary.boundary` gives it: two features, score, answer.
    rows : DataFrame, optional
        Learning rows with the two features; a thousand of them are drawn, evenly spaced.
    target : Series, optional
        Their labels or values.

    Raises
    ------
    ValueError
        If the surface has no grid, or there are rows without targets.
    """
    across, up = list(surface)[:2]
    if len(surface) < 4:
        raise ValueError("There is nothing to draw: the surface has no grid.")
    if (rows is None) != (target is None) or (rows is not None and target is not None and len(rows) != len(target)):
        raise ValueError("The rows on a boundary need one target each: give both, of the same length.")
    label = surface.attrs.get("label")
    figure = blank(said(surface, across, up, label), 460, hovermode="closest")
    add_surface(figure, surface, across, up, label)
    if rows is not None and target is not None:
        add_rows(figure, rows, target, across, up, label is not None)
    figure.update_layout(xaxis=axis(inert(across, 60)), yaxis=axis(inert(up, 60)))
    return figure


def add_surface(figure: go.Figure, surface: pd.DataFrame, across: str, up: str, label: str | None) -> None:
    x, y = surface[across].unique(), surface[up].unique()
    columns, lines = few(len(x)), few(len(y))
    z = surface["score"].to_numpy(float).reshape(len(y), len(x))[np.ix_(lines, columns)]
    x, y = x[columns], y[lines]
    limits = dict(zmin=0, zmax=1) if label is not None else {}
    steps = dict(start=0, end=1, size=0.1) if label is not None else None
    title = f"Probability of {inert(label, 24)}" if label is not None else "Predicted"
    hover = f"{inert(across, 40)} %{{x:.4g}}<br>{inert(up, 40)} %{{y:.4g}}<br>{title} %{{z:.3g}}<extra></extra>"
    figure.add_contour(
        x=x, y=y, z=z, colorscale=SCALE, contours=steps, line=dict(width=0.5), **limits,
        colorbar=dict(title=dict(text=title, side="right"), thickness=12),
        hovertemplate=hover,
    )  # fmt: skip
    if label is not None:
        figure.add_contour(
            x=x, y=y, z=z, contours=dict(start=0.5, end=0.5, size=1, coloring="none"), line=dict(width=3),
            showscale=False, hoverinfo="skip", showlegend=False,
        )  # fmt: skip


def few(n: int) -> np.ndarray:
    """At most so many places of a grid's side that a trace keeps within 2,000 points."""
    return np.linspace(0, n - 1, min(n, MOST_A_SIDE)).round().astype(int)


def add_rows(figure: go.Figure, rows: pd.DataFrame, target: pd.Series, across: str, up: str, classes: bool) -> None:
    """A trace a class, each with its own symbol; the values of a regressor as one grey cloud."""
    every = max(1, -(-len(rows) // MOST_ROWS))
    x, y, labels = (v.to_numpy()[::every] for v in (rows[across], rows[up], target))
    kinds = list(pd.unique(labels)) if classes else ["learning rows"]
    for position, kind in enumerate(kinds):
        own, look = (labels == kind if classes else np.ones(len(x), bool)), style(position)
        figure.add_scatter(
            x=x[own], y=y[own], mode="markers", name=inert(kind, 40), text=[inert(t, 40) for t in labels[own]],
            marker=dict(color=look.color, symbol=look.symbol, size=6, line=dict(color="#FFFFFF", width=0.7)),
            hovertemplate="%{text}<extra></extra>",
        )  # fmt: skip


def said(surface: pd.DataFrame, across: str, up: str, label: str | None) -> str:
    """What the chart shows: the range of the score, and how much of the picture is above one half."""
    low, high = surface["score"].min(), surface["score"].max()
    if label is None:
        return (
            f"Predicted value over {short(across)} and {short(up)}, the other columns at their usual value: "
            f"from {number(low)} to {number(high)}."
        )
    share = float((surface["score"] > 0.5).mean())
    return (
        f"Probability of {short(label)} over {short(across)} and {short(up)}, the other columns at their usual value: "
        f"from {number(low)} to {number(high)}, above one half in {share:.0%} of the picture."
    )
