"""Which label was given for which."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from reporting.look import axis, blank
from reporting.text import between, inert, percent, short

CELL_PX = 34


def confusion(frame: pd.DataFrame) -> go.Figure:
    """The confusion matrix: counts, tinted by their share of the true label.

    Parameters
    ----------
    frame : DataFrame
        One row a cell: true, given, count, share (of the true label), low, high; in the order of the labels.

    Raises
    ------
    ValueError
        If the frame holds no cells.
    """
    if frame.empty:
        raise ValueError("There are no labels to draw; the matrix needs at least one judging row.")
    frame = frame.reset_index(drop=True)
    true, given = list(dict.fromkeys(frame["true"])), list(dict.fromkeys(frame["given"]))
    row = frame["true"].map({v: i for i, v in enumerate(true)}).to_numpy(int)
    column = frame["given"].map({v: i for i, v in enumerate(given)}).to_numpy(int)
    z = np.full((len(true), len(given)), np.nan)
    z[row, column] = frame["share"]
    figure = blank(said(frame), 110 + max(CELL_PX * len(true), 160))
    # Up to a half the theme's own ink is readable, above it white is: in both themes.
    blue = [(a, f"rgba(0,114,178,{b})") for a, b in ((0, 0.02), (0.5, 0.18), (0.5, 0.85), (1, 0.95))]
    figure.add_heatmap(z=z, zmin=0, zmax=1, colorscale=blue, showscale=False, hoverinfo="skip", xgap=1, ygap=1)
    for most, ink in ((False, {}), (True, {"color": "white"})):
        cells = frame[(frame["share"] >= 0.5) == most]
        add_counts(figure, cells, column[cells.index], row[cells.index], len(given), ink)
    figure.update_layout(
        xaxis=names("Given by the model", given, [-0.5, len(given) - 0.5]),
        yaxis=names("True", true, [len(true) - 0.5, -0.5]),
    )
    return figure


def add_counts(
    figure: go.Figure, cells: pd.DataFrame, x: np.ndarray, y: np.ndarray, n_columns: int, ink: dict[str, str]
) -> None:
    figure.add_scatter(
        x=x, y=y, mode="text", text=[counted(c, n_columns) for c in cells["count"]], showlegend=False,
        textfont=dict(size=12 if n_columns <= 10 else 9) | ink, hovertext=[cell_said(r) for _, r in cells.iterrows()],
        hovertemplate="%{hovertext}<extra></extra>", name="rows",
    )  # fmt: skip


def counted(count: int, n_columns: int) -> str:
    """A count that fits its cell."""
    if n_columns <= 6 or count < 1_000:
        return f"{count:,}"
    return f"{count / 1_000:.0f}k" if count < 1_000_000 else f"{count / 1_000_000:.0f}M"


def names(title: str, labels: list, span: list[float]) -> dict:
    text = [inert(label, 16) for label in labels]
    return axis(title, tickvals=np.arange(len(labels)), ticktext=text, showgrid=False, range=span)


def cell_said(row: pd.Series) -> str:
    share = f"{percent(row['share'])} of the true (95 % interval {between(row['low'], row['high'])})"
    return f"true {inert(row['true'])}<br>given {inert(row['given'])}<br>{int(row['count']):,} rows<br>{share}"


def said(frame: pd.DataFrame) -> str:
    """The matrix in words: how many are right, and what is mistaken most."""
    n, right = int(frame["count"].sum()), int(frame.loc[frame["true"] == frame["given"], "count"].sum())
    wrong = frame[(frame["true"] != frame["given"]) & (frame["count"] > 0)]
    text = f"Confusion matrix of {n:,} rows: {right:,} ({percent(right / n if n else np.nan)}) have their true label."
    if wrong.empty:
        return text
    most = wrong.iloc[int(wrong["count"].argmax())]
    return f"{text} Most often mistaken: {short(most['true'])} for {short(most['given'])}, {int(most['count']):,} rows."
