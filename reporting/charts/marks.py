"""Marks on the lines of a chart: the threshold, where it is broken, and what happened to candidates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from optimizers.metrics import Metric
from reporting.lines import Line
from reporting.look import CLEAR, GREY
from reporting.steps import Steps
from reporting.text import inert, number
from reporting.thin import MOST_POINTS

MOST_NAMED = 4
Events = Mapping[str, Sequence[tuple[int, str]]]


def add_threshold(figure: go.Figure, threshold: float, lines: Sequence[Line], metric: Metric, steps: Steps) -> None:
    """The line that the scores should keep to, and where each candidate first clearly does not."""
    figure.add_scatter(
        x=[steps.edges[0], steps.edges[-1]], y=[threshold, threshold], mode="lines", hoverinfo="skip",
        line=dict(color=GREY, dash="longdashdot", width=2), name=f"threshold {number(threshold)}",
    )  # fmt: skip
    worse = [(line, line.first_worse(threshold, metric.higher_is_better)) for line in lines]
    hits = [(line, s) for line, s in worse if s is not None]
    if not hits:
        return
    where = "<br>".join(f"{inert(line.name, 24)}: {steps.called(s)}" for line, s in hits[:MOST_NAMED])
    where += f"<br>and {len(hits) - MOST_NAMED} more" if len(hits) > MOST_NAMED else ""
    figure.add_scatter(
        x=[steps.at[s] for _, s in hits], y=[line.value[s] for line, s in hits], mode="markers",
        marker=dict(symbol="circle-open", size=18, line=dict(width=3), color=[line.style.color for line, _ in hits]),
        name=f"first clearly worse<br>{where}", hoverinfo="skip",
    )  # fmt: skip


def add_events(figure: go.Figure, events: Events, lines: Sequence[Line], steps: Steps) -> None:
    """What happened to candidates, a mark for each kind: whether a new model answers is seen without hovering."""
    marks = [(line, s, what) for line in lines for s, what in events.get(line.candidate, ()) if 0 <= s < len(steps)]
    for name, (symbol, size) in KINDS.items():
        own = [(line, s, what) for line, s, what in marks[:MOST_POINTS] if kind_of(what) == name]
        if own:
            figure.add_scatter(
                x=[steps.at[s] for _, s, _ in own], y=[line.value[s] for line, s, _ in own], mode="markers",
                marker=dict(symbol=symbol, size=size, color=CLEAR, line=dict(width=2)),
                marker_line_color=[line.style.color for line, _, _ in own],
                name=name, text=[f"{inert(line.name)}: {inert(what)}" for line, _, what in own],
                hovertemplate="%{text}<extra></extra>",
            )  # fmt: skip


RETRAINED, KEPT, ALARM, OTHER = "retrained", "kept the old model", "alarm", "other event"
KINDS = {  # an alarm lies around the mark of what came of it
    ALARM: ("diamond", 20), RETRAINED: ("triangle-down", 13), KEPT: ("x", 10), OTHER: ("hexagon", 12),
}  # fmt: skip


def kind_of(what: str) -> str:
    """Which mark an event gets: a new model answers, nothing changed, an alarm, or anything else."""
    if what.startswith("alarm"):
        return ALARM
    if what.startswith("kept the old model") or "never answered" in what:
        return KEPT
    return RETRAINED if what.startswith(("retrained", "learned on", "went back")) else OTHER
