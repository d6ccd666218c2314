"""Measures of drift: how each is called, and the colours of what is some and what is large."""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go

from reporting.look import BLUE

AMBER, DEEP = "#E69F00", "#C24400"


@dataclass(frozen=True)
class Measure:
    """A measure of drift: its column, its name, and from where on it is worth a look, and large."""

    column: str
    title: str
    some: float
    large: float


MEASURES = {
    "psi": Measure("psi", "PSI", 0.1, 0.25),
    "statistic": Measure("statistic", "KS or Cramér's V", 0.1, 0.25),
    "wasserstein_sd": Measure("wasserstein_sd", "Wasserstein (sd)", 0.2, 0.5),
}


def scale(m: Measure) -> list[tuple[float, str]]:
    """Grey below the first limit, blue up to the second, orange to red beyond: told apart by every eye."""
    some, large = m.some / (2 * m.large), 0.5
    return [
        (0, "rgba(128,128,128,0.10)"), (some, "rgba(128,128,128,0.45)"), (some, "#6FB7E3"), (large, BLUE),
        (large, AMBER), (1, DEEP),
    ]  # fmt: skip


def add_key(figure: go.Figure, m: Measure) -> None:
    """What the colours and the dot mean; a legend wraps on a phone, a colour bar would not."""
    key = [
        (f"{m.title} below {m.some}", "rgba(128,128,128,0.45)"),
        (f"{m.some} to {m.large}", BLUE),
        (f"{m.large} to {2 * m.large:g}", AMBER),
        (f"{2 * m.large:g} and more", DEEP),
    ]
    for name, color in key:
        figure.add_scatter(
            x=[None], y=[None], mode="markers", name=name, marker=dict(symbol="square", size=13, color=color)
        )
    dot = dict(symbol="circle", size=7, color="#ffffff", line=dict(width=1.2, color="#1b1f24"))
    figure.add_scatter(x=[None], y=[None], mode="markers", name="more than chance", marker=dot)
    figure.update_layout(legend=dict(itemclick=False, itemdoubleclick=False))
