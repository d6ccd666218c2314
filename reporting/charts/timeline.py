"""The drifts of an experiment as a small timeline: a row a drift, as high as it is strong."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from optimizers.drift import Drift
from reporting.look import GREY, faint
from reporting.steps import Steps
from reporting.text import inert, short

ROW_PX = 40
BAR = 0.5  # of a row's height; the label takes the rest


def pull(drift: Drift, n_steps: int) -> np.ndarray:
    """How much of the drift is there at each step, in [0, 1]: its strength times the share of rows."""
    return np.array([drift.when.strength(s) * drift.when.share(s) for s in range(n_steps)])


def drift_says(drift: Drift) -> str:
    """What the drift does, in its own words."""
    return drift.says()


def add_timeline(figure: go.Figure, drifts: Sequence[Drift], labels: Sequence[str], steps: Steps, yaxis: str) -> None:
    """Draw every drift on its row of the axis `yaxis` ("y3"), the first one on top.

    A gradual drift is hatched: a part of the rows is new, the others are old.
    """
    x = np.repeat(steps.edges, 2)
    for i, (drift, label) in enumerate(zip(drifts, labels, strict=True)):
        foot, strength = len(drifts) - 1 - i, pull(drift, len(steps))
        top = foot + BAR * np.r_[0, np.repeat(strength, 2), 0]
        hatch = dict(shape="/", size=5, solidity=0.4, fgcolor=GREY) if drift.when.shape == "gradual" else None
        figure.add_scatter(
            x=x, y=top, yaxis=yaxis, mode="lines", fill="toself", fillpattern=hatch, fillcolor=faint(GREY, 0.6),
            line=dict(color=GREY, width=1), hoveron="fills", hoverinfo="text", text=inert(label, 90),
            showlegend=False, name=inert(label),
        )  # fmt: skip
        figure.add_annotation(
            text=inert(label, 58), x=0, xref="x domain", xanchor="left", y=foot + BAR + 0.02, yref=yaxis,
            yanchor="bottom", showarrow=False, align="left", borderpad=0, font=dict(size=12),
        )  # fmt: skip


def timeline_said(drifts: Sequence[Drift], labels: Sequence[str], steps: Steps) -> str:
    """The timeline in words."""
    sentences = []
    for drift, label in zip(drifts, labels, strict=True):
        touched = np.flatnonzero(pull(drift, len(steps)))
        when = f"from {steps.called(int(touched[0]))}" if len(touched) else "not within these steps"
        sentences.append(f"Drift: {short(label, 90)}, {drift.when.shape}, {when}.")
    return " ".join(sentences)
