"""Which detector alarmed at which step, and when the world really changed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from reporting.charts.estimated import named_steps
from reporting.look import BLUE, GREY, VERMILLION, axis, blank
from reporting.steps import Steps
from reporting.text import inert, short

ROW_PX = 28


def alarm_marks(
    frame: pd.DataFrame,
    detectors: Sequence[str],
    n_steps: int,
    onsets: Sequence[int] = (),
    labels: Sequence[str] | None = None,
) -> go.Figure:
    """A row a detector, a mark an alarm, and a line where a drift sets in.

    Blue circles are alarms of detectors whose name begins with "features", the others are orange squares.

    Parameters
    ----------
    frame : DataFrame
        One row an alarm: detector, step (counted from 0), and perhaps feature, for its hover label. Several alarms
        of one detector at one step are one mark.
    detectors : sequence of str
        Every detector that looked, also those that never alarmed; the first on top.
    n_steps : int
    onsets : sequence of int
        The steps at which a drift sets in, where that is known.
    labels : sequence of str, optional
        The steps' names; by default their numbers counted from 1.

    Raises
    ------
    ValueError
        If there are no steps or no detectors.
    """
    if not n_steps or not len(detectors):
        raise ValueError("There are no detectors and steps to draw; choose a detector.")
    steps = named_steps(np.arange(n_steps), labels)
    rows = axis(
        tickvals=list(range(len(detectors))), ticktext=[inert(d, 24) for d in detectors],
        range=[len(detectors) - 0.5, -0.5],
    )  # fmt: skip
    span = [steps.edges[0], steps.edges[-1]]
    figure = blank(
        said(frame, detectors, steps, onsets), 90 + ROW_PX * len(detectors), showlegend=False,
        xaxis=steps.axis | dict(range=span), yaxis=rows,
    )  # fmt: skip
    for onset in onsets:
        x = steps.edges[onset]
        figure.add_shape(type="line", x0=x, x1=x, y0=0, y1=1, yref="paper", line=dict(color=GREY, width=2, dash="dash"))
    for row, name in enumerate(detectors):
        add_row(figure, name, row, frame[frame["detector"] == name], steps)
    return figure


def add_row(figure: go.Figure, name: str, row: int, alarms: pd.DataFrame, steps: Steps) -> None:
    color, symbol = (BLUE, "circle") if name.startswith("features") else (VERMILLION, "square")
    fired = np.unique(alarms["step"].to_numpy(int))
    given = [features_at(alarms, int(s)) for s in fired]
    figure.add_scatter(
        x=steps.at[fired], y=np.full(len(fired), row), mode="markers", name=inert(name),
        marker=dict(color=color, symbol=symbol, size=9),
        hovertext=[inert(f"{name}: {steps.called(int(s))}{why}", 160) for s, why in zip(fired, given)],
        hoverinfo="text",
    )  # fmt: skip


def features_at(alarms: pd.DataFrame, step: int) -> str:
    """Which features gave an alarm, the most frequent first."""
    if "feature" not in alarms:
        return ""
    counts = alarms.loc[alarms["step"] == step, "feature"].replace("", np.nan).value_counts()
    more = f" and {len(counts) - 3} more" if len(counts) > 3 else ""
    return f" ({', '.join(short(f) for f in counts.index[:3])}{more})" if len(counts) else ""


def said(frame: pd.DataFrame, detectors: Sequence[str], steps: Steps, onsets: Sequence[int]) -> str:
    counts = frame.drop_duplicates(["detector", "step"])["detector"].value_counts()
    alarms = ", ".join(f"{short(d)} {counts.get(d, 0)}" for d in detectors)
    changed = ", ".join(steps.called(int(o)) for o in onsets)
    truth = f"The world changes at {changed}." if changed else "No onset of a drift is known."
    return f"Alarms over {len(steps)} steps: {alarms}. {truth}"
