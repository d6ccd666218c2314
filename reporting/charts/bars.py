"""Horizontal bars with intervals, one named row each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from reporting.look import axis, tinted
from reporting.text import inert


@dataclass(frozen=True, eq=False)
class Bars:
    """One series of bars.

    Attributes
    ----------
    at : ndarray of shape (n_bars,)
        The row of each bar, 0 on top.
    value, low, high : ndarray of shape (n_bars,)
    text : list of str
        What each hover label says; already inert.
    name, color, shape : str
        In the legend; the shape is plotly's hatch, so that series differ without colour.
    """

    at: np.ndarray
    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    text: list[str]
    name: str
    color: str
    shape: str = ""


def add_bars(figure: go.Figure, bars: Bars) -> None:
    whisker = dict(type="data", array=bars.high - bars.value, arrayminus=bars.value - bars.low)
    figure.add_bar(
        x=bars.value, y=bars.at, orientation="h", name=bars.name, hovertext=bars.text, showlegend=bool(bars.name),
        hovertemplate="%{hovertext}<extra></extra>", marker=tinted(bars.color, bars.shape),
        error_x=whisker | dict(color=bars.color, thickness=2.5, width=5),
    )  # fmt: skip


def name_rows(figure: go.Figure, names: Sequence[str], most: int = 24) -> None:
    """The rows' names along the vertical axis, the first one on top."""
    figure.update_layout(
        yaxis=axis(
            tickvals=np.arange(len(names)), ticktext=[inert(name, most) for name in names], showgrid=False,
            range=[len(names) - 0.4, -0.6],
        )
    )  # fmt: skip
