"""How charts look: colours for every eye and both themes, and a layout that fits a phone.

Every colour has a contrast of at least 3:1 on white and on a near-black page (WCAG 1.4.11), so that no
figure needs to know its background; fonts and hover labels are left to the theme.

References
----------
Okabe, Ito (2008). Color universal design. Three of their colours are darkened to be seen on white.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

BLUE, VERMILLION, GREEN, PURPLE = "#0072B2", "#D55E00", "#009E73", "#C2649A"
SKY, OCHRE, GREY = "#2E8FC4", "#B07A00", "#808080"
PALETTE = (BLUE, VERMILLION, GREEN, PURPLE, SKY, OCHRE, GREY)
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "pentagon")
CLEAR = "rgba(0,0,0,0)"
GRID = "rgba(128,128,128,0.25)"
PLOT_CONFIG = {"displaylogo": False, "responsive": True, "displayModeBar": False}


@dataclass(frozen=True)
class Style:
    """Colour, dash and marker of one candidate: told apart without colour too."""

    color: str
    dash: str
    symbol: str


def style(position: int) -> Style:
    """The style of the candidate at this position of its result; the first 210 differ."""
    return Style(*(cycle[position % len(cycle)] for cycle in (PALETTE, DASHES, SYMBOLS)))


def faint(color: str, opacity: float = 0.18) -> str:
    """A colour that lets what lies below shine through."""
    r, g, b = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({r},{g},{b},{opacity})"


def tinted(color: str, shape: str = "") -> dict[str, Any]:
    """A bar whose whisker stays visible on it: a light fill, hatched where a shape is given, a full outline."""
    hatch = dict(shape=shape, fillmode="overlay", size=7, solidity=0.25, fgcolor=color) if shape else None
    return dict(color=faint(color, 0.35), line=dict(color=color, width=1.5), pattern=hatch)


def blank(alt: str, height: int, **layout: Any) -> go.Figure:
    """An empty figure in the house's look.

    Parameters
    ----------
    alt : str
        What the chart shows, for those who do not see it; `alt_of` gives it back.
    height : int
        In pixels; the width is that of the page.
    **layout
        Anything of plotly's layout.
    """
    fixed = dict(
        height=height,
        meta={"alt": alt},
        paper_bgcolor=CLEAR,
        plot_bgcolor=CLEAR,
        margin=dict(l=4, r=8, t=8, b=4),
        dragmode=False,  # a finger on the chart scrolls the page
        legend=dict(orientation="h", x=0, xanchor="left", y=1.01, yanchor="bottom", bgcolor=CLEAR),
        hoverlabel=dict(align="left"),
        bargap=0.15,
    )
    return go.Figure(layout=fixed | layout)


def axis(title: str = "", **more: Any) -> dict[str, Any]:
    """An axis with a faint grid, that makes room for its labels and does not zoom."""
    plain = dict(gridcolor=GRID, zeroline=False, zerolinecolor=GREY, automargin=True, fixedrange=True)
    plain |= dict(ticks="", showspikes=False)  # plotly draws spikes on the white it takes a clear page for
    return plain | (dict(title=dict(text=title, standoff=8, font=dict(size=13))) if title else {}) | more


def alt_of(figure: go.Figure) -> str:
    """The sentence that says what the chart shows."""
    return figure.layout.meta["alt"]
