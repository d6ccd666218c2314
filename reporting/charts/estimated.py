"""Performance estimated without labels, dashed, beside the truth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from optimizers.metrics import METRICS
from reporting.charts.over_time import MAIN_PX, band, make_room
from reporting.look import BLUE, VERMILLION, axis, blank, faint
from reporting.steps import Steps, steps_of
from reporting.text import between, inert, number

STEPS_WIDE = 0.91  # as wide as the steps of the chart over time, so that a step stands below itself
LINES = (  # column, low, high, name, colour, dash, symbol
    ("truth", "truth_low", "truth_high", "truth, once labels are there", BLUE, "solid", "circle"),
    ("estimate", "low", "high", "estimate without labels", VERMILLION, "dash", "diamond"),
)


def estimated_over_time(frame: pd.DataFrame, metric: str, labels: Sequence[str] | None = None) -> go.Figure:
    """The estimate with its band beside the true score, and a mark where labels contradict it.

    Parameters
    ----------
    frame : DataFrame
        As `optimizers.estimate.estimate.estimated_performance` gives it.
    metric : str
        A key of `METRICS`.
    labels : sequence of str, optional
        The steps' names; by default their numbers counted from 1.

    Raises
    ------
    ValueError
        If the frame is empty.
    """
    if frame.empty:
        raise ValueError("There are no steps to draw; run the experiment again.")
    steps = named_steps(frame["step"].to_numpy(), labels)
    across = steps.axis | dict(domain=[0, STEPS_WIDE], range=[steps.edges[0], steps.edges[-1]])
    figure = blank(said(frame, metric, steps), MAIN_PX, hovermode="x unified", xaxis=across,
                   yaxis=axis(METRICS[metric].title))  # fmt: skip
    for value, low, high, name, color, dash, symbol in LINES:
        x, y = band(steps.at, frame[low].to_numpy(), frame[high].to_numpy())
        figure.add_scatter(
            x=x, y=y, mode="lines", fill="toself", fillcolor=faint(color), hoverinfo="skip", showlegend=False,
            line=dict(color=faint(color, 0.35), width=1), legendgroup=name, name="95 % band",
        )  # fmt: skip
        told = [f"{number(v)} ({between(a, b)})" for v, a, b in frame[[value, low, high]].to_numpy(float)]
        figure.add_scatter(
            x=steps.at, y=frame[value], mode="lines+markers", connectgaps=False, legendgroup=name, name=name,
            line=dict(color=color, dash=dash, width=2.5), marker=dict(symbol=symbol, size=6), customdata=told,
            hovertemplate=f"{name} %{{customdata}}<extra></extra>",
        )  # fmt: skip
    add_doubts(figure, frame, steps)
    make_room(figure)
    return figure


def add_doubts(figure: go.Figure, frame: pd.DataFrame, steps: Steps) -> None:
    """A cross on the estimate of every step at which it is not to be trusted."""
    wrong = np.flatnonzero(~frame["trusted"].to_numpy(bool))
    if len(wrong):
        figure.add_scatter(
            x=steps.at[wrong], y=frame["estimate"].to_numpy()[wrong], mode="markers", name="not to be trusted",
            marker=dict(symbol="x-thin", size=11, line=dict(width=2, color=VERMILLION)),
            hovertext=[inert(why, 250) for why in frame["why"].iloc[wrong]], hoverinfo="text",
        )  # fmt: skip


def named_steps(places: np.ndarray, labels: Sequence[str] | None) -> Steps:
    """Where the steps stand on an axis."""
    names = list(labels) if labels is not None else [str(s + 1) for s in places]
    return steps_of(pd.DataFrame({"part": "step", "step": places, "start": names}))


def said(frame: pd.DataFrame, metric: str, steps: Steps) -> str:
    error = (frame["estimate"] - frame["truth"]).abs().mean()
    text = (
        f"{METRICS[metric].title} estimated without labels beside the truth over {len(steps)} steps: off by "
        f"{number(error)} on average."
    )
    wrong = np.flatnonzero(~frame["trusted"].to_numpy(bool))
    if not len(wrong):
        return f"{text} No labels contradict it."
    n_wrong = f"{len(wrong)} {'step' if len(wrong) == 1 else 'steps'}"
    return f"{text} Labels contradict it at {n_wrong}, first at {steps.called(int(wrong[0]))}."
