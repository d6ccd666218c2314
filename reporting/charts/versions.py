"""The same model under several library versions: how good it is there, and how many answers change."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from reporting.look import GREY, axis, blank, style
from reporting.text import between, inert, number

NAMES = {False: "the file, opened there", True: "its recipe, fitted there"}
HERE = " (here)"


def versions_chart(table: pd.DataFrame, metric: str) -> go.Figure:
    """The metric by version with 95 % intervals; a cross where the file does not open.

    Parameters
    ----------
    table : DataFrame
        As `optimizers.environment.compare.compare` gives it.
    metric : str
        The metric's title.

    Raises
    ------
    ValueError
        If no version was tried.
    """
    if table.empty:
        raise ValueError("There is nothing to draw: no version was tried.")
    names = list(dict.fromkeys(label(row) for _, row in table.iterrows()))
    figure = blank(said(table), 380, hovermode="closest")
    for fitted in (False, True):
        own = table[table["opens"].astype(bool) & ((table["role"] == "refitted") == fitted)]
        if len(own):
            add_scores(figure, own, fitted)
    add_closed(figure, table[~table["opens"].astype(bool)], table)
    figure.update_layout(
        xaxis=axis(type="category", categoryorder="array", categoryarray=names),
        yaxis=axis(metric),
    )
    return figure


def label(row: pd.Series) -> str:
    """The version; how this workbench has the file open stands apart from the library of that version."""
    return f"{row['version']}{HERE}" if row["role"] == "carried over" else str(row["version"])


def add_scores(figure: go.Figure, own: pd.DataFrame, fitted: bool) -> None:
    look = style(1 if fitted else 0)
    figure.add_scatter(
        x=[label(row) for _, row in own.iterrows()], y=own["value"], mode="markers", name=NAMES[fitted],
        marker=dict(color=look.color, symbol=look.symbol, size=10), text=[hover(row) for _, row in own.iterrows()],
        error_y=dict(
            type="data", symmetric=False, array=own["high"] - own["value"], arrayminus=own["value"] - own["low"],
            color=look.color, thickness=1.5,
        ),
        hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip


def add_closed(figure: go.Figure, closed: pd.DataFrame, table: pd.DataFrame) -> None:
    """What does not open is marked below the others."""
    if closed.empty:
        return
    floor = np.nanmin(table["low"].to_numpy(float)) if table["low"].notna().any() else 0.0
    figure.add_scatter(
        x=[label(row) for _, row in closed.iterrows()], y=[floor] * len(closed), mode="markers", name="does not open",
        marker=dict(color=GREY, symbol="x", size=11), hovertemplate="%{text}<extra></extra>",
        text=[f"{inert(row['version'])}: {inert(row['why'], 120)}" for _, row in closed.iterrows()],
    )  # fmt: skip


def hover(row: pd.Series) -> str:
    said = f"{inert(label(row))}: {number(row['value'])} ({between(row['low'], row['high'])})"
    if pd.isna(row["changed"]):
        return said
    return f"{said}<br>{100 * row['changed']:.2g} % of the answers differ"


def said(table: pd.DataFrame) -> str:
    """The chart in one sentence."""
    tried = table[table["role"] != "refitted"]
    n_open = int(tried["opens"].sum())
    moved = tried[tried["opens"].astype(bool) & (tried["changed"].fillna(0) > 0)]
    alike = "all that open it answer alike" if moved.empty else f"answers change under {len(moved)} of them"
    return f"The model under {len(tried)} library versions: {n_open} open it; {alike}."
