"""The primary metric by step, with what the world does above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import plotly.graph_objects as go

from optimizers.metrics import Metric
from optimizers.result import Result
from reporting.charts.marks import Events, add_events, add_threshold
from reporting.charts.timeline import ROW_PX, add_timeline, drift_says, timeline_said
from reporting.lines import Candidates, Line, lines_of, metric_of, metric_title
from reporting.look import Style, axis, blank, faint
from reporting.steps import Steps, steps_of
from reporting.text import inert, number, short
from reporting.thin import MOST_POINTS, thin

MAIN_PX = 300
MOST_BANDS = 4  # more would hide each other; every hover label and every mean still has its interval
LONG = 18  # characters of a name that still leave room for its mean on a phone


def over_time(
    result: Result,
    threshold: float | None = None,
    *,
    candidates: Candidates | None = None,
    events: Events | None = None,
    looks: Mapping[tuple[str, str], Style] | None = None,
) -> go.Figure:
    """The score of every candidate by step, with 95 % bands, its mean, and the drifts above.

    Parameters
    ----------
    result : Result
    threshold : float, optional
        Drawn as a line; the first step whose whole interval is worse is marked.
    candidates : sequence of str or (strategy, str), optional
        Which to draw, by label, or by strategy and label; by default the first ten.
    events : mapping of candidate label to [(step, what)], optional
        What happened to candidates; by default what the result's candidates carry.
    looks : mapping of (strategy, candidate) to Style, optional
        Of candidates that look the same whatever else has played; the others look as their place in the result.

    Raises
    ------
    ValueError
        If the result holds no steps.
    """
    steps, lines, metric = steps_of(result.frame), lines_of(result, candidates), metric_of(result)
    lines = [replace(one, style=(looks or {}).get((one.strategy, one.candidate), one.style)) for one in lines]
    drifts = result.experiment.drifts
    labels = [drift_says(d) for d in drifts]
    scores = " ".join(said(line, metric, steps, threshold) for line in lines)
    alt = f"{metric.title} over {len(steps)} steps. {scores} {timeline_said(drifts, labels, steps)}".strip()
    axes = axes_of(metric, steps, len(drifts), len(lines))
    figure = blank(alt, MAIN_PX + ROW_PX * len(drifts), hovermode="x unified", **axes)
    for line in lines[:MOST_BANDS]:
        add_band(figure, line, steps)
    for line in lines:
        add_line(figure, line, steps)
    add_means(figure, lines)
    if threshold is not None:
        add_threshold(figure, threshold, lines, metric, steps)
    add_events(figure, events if events is not None else carried(result), lines, steps)
    add_timeline(figure, drifts, labels, steps, "y2")
    make_room(figure)
    return figure


def make_room(figure: go.Figure) -> None:
    """Height for the legend, whose entries stand one below the other on a phone."""
    rows = [1 + trace.name.count("<br>") for trace in figure.data if trace.showlegend is not False]
    figure.layout.height += 50 + sum(9 + 16 * n for n in rows)


def said(line: Line, metric: Metric, steps: Steps, threshold: float | None) -> str:
    there = np.flatnonzero(np.isfinite(line.value))
    if not len(there):
        return f"{short(line.name)}: undefined at every step."
    first, last = int(there[0]), int(there[-1])
    text = (
        f"{short(line.name)}: mean {line.mean_said()}, {number(line.value[first])} at {steps.called(first)}, "
        f"{number(line.value[last])} at {steps.called(last)}"
    )
    if threshold is None:
        return text + "."
    worse = line.first_worse(threshold, metric.higher_is_better)
    bar = f"clearly worse than {number(threshold)}"
    return f"{text}; never {bar}." if worse is None else f"{text}; {bar} at {steps.called(worse)}."


def axes_of(metric: Metric, steps: Steps, n_drifts: int, n_lines: int) -> dict[str, Any]:
    """The main axes, the timeline above on the same steps, and a column for the means on the right."""
    timeline = n_drifts * ROW_PX / (MAIN_PX + n_drifts * ROW_PX)
    span, middle = [steps.edges[0], steps.edges[-1]], (n_lines - 1) / 2
    axes = dict(
        xaxis=steps.axis | dict(domain=[0, 0.91], range=span, anchor="y"),
        yaxis=axis(metric_title(metric), domain=[0, 1 - timeline - (0.03 if n_drifts else 0)]),
        xaxis2=axis(domain=[0.93, 1], anchor="y", range=[-0.6, n_lines - 0.4], showgrid=False, ticklabelstandoff=5)
        | dict(tickvals=[middle], ticktext=["mean"]),
    )
    hidden = axis(visible=False, domain=[1 - timeline, 1], range=[-0.05, n_drifts])
    return axes | (dict(yaxis2=hidden) if n_drifts else {})


def add_band(figure: go.Figure, line: Line, steps: Steps) -> None:
    """The 95 % band; undefined steps leave a gap in it."""
    keep = thin(line.value, MOST_POINTS // 2 - 100)
    x, y = band(steps.at[keep], line.low[keep], line.high[keep])
    color = line.style.color
    figure.add_scatter(
        x=x, y=y, mode="lines", fill="toself", fillcolor=faint(color), hoverinfo="skip", showlegend=False,
        line=dict(color=faint(color, 0.35), width=1), legendgroup=group(line), name="95 % band",
    )  # fmt: skip


def add_line(figure: go.Figure, line: Line, steps: Steps) -> None:
    keep, name = thin(line.value, MOST_POINTS // 2 - 100), inert(line.name)
    before = "<br>" if len(line.name) > LONG else ", "
    figure.add_scatter(
        x=steps.at[keep], y=line.value[keep], mode="lines+markers" if len(keep) <= 60 else "lines", connectgaps=False,
        line=dict(color=line.style.color, dash=line.style.dash, width=2.5), legendgroup=group(line),
        marker=dict(symbol=line.style.symbol, size=6), name=f"{name}{before}mean {line.mean_said()}",
        customdata=[line.said(s) for s in keep], hovertemplate=f"{name} %{{customdata}}<extra></extra>",
    )  # fmt: skip


def group(line: Line) -> str:
    """What a click on the legend hides together."""
    return f"{line.strategy}/{line.candidate}"


def band(x: np.ndarray, low: np.ndarray, high: np.ndarray) -> tuple[list, list]:
    """The outline of the band: one closed part for every stretch without a gap."""
    there = np.isfinite(low) & np.isfinite(high)
    outline_x: list = []
    outline_y: list = []
    for part in np.split(np.arange(len(x)), np.flatnonzero(~there)):
        part = part[there[part]]
        if len(part):
            outline_x += [*x[part], *x[part][::-1], None]
            outline_y += [*high[part], *low[part][::-1], None]
    return outline_x[:-1], outline_y[:-1]


def add_means(figure: go.Figure, lines: Sequence[Line]) -> None:
    for i, line in enumerate(lines):
        value, low, high = line.mean
        figure.add_scatter(
            x=[i], y=[value], xaxis="x2", mode="markers", marker=dict(symbol=line.style.symbol, size=9),
            marker_color=line.style.color, showlegend=False, legendgroup=group(line),
            error_y=dict(type="data", array=[high - value], arrayminus=[value - low], width=4, thickness=2),
            name=f"mean of {inert(line.name)}",
            hovertemplate=f"{inert(line.name)}, mean {line.mean_said()}<extra></extra>",
        )  # fmt: skip


def carried(result: Result) -> Events:
    return {label: c.events for (_, label), c in result.candidates.items() if c.events}
