"""The result as a film: a slider and a play button over the steps, in one payload."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from optimizers.result import Result
from reporting.charts.film import Film, add_histogram, film_of
from reporting.charts.playback import add_controls
from reporting.lines import Line, lines_of, metric_of, metric_title
from reporting.look import axis, blank
from reporting.steps import Steps, steps_of
from reporting.text import inert, number, percent, short

MOST_LINES = 4
HEIGHTS = ("top", "bottom", "", "")  # more numbers than two would cover each other


def play(
    result: Result,
    histograms: pd.DataFrame | None = None,
    feature: str = "",
    *,
    candidates: Sequence[str] | None = None,
    start: int = 0,
) -> go.Figure:
    """The score up to each step and, below it, a feature's histogram at that step.

    A frame holds only what changes (the part of the lines that has happened, the outline of the
    histogram) and asks for no redraw, so that the browser plays it without the server.

    Parameters
    ----------
    result : Result
    histograms : DataFrame, optional
        One row per (step, bin): step (from 0), bin (its label), left, right (nan for categories and
        missing values), reference, share; the same bins at every step.
    feature : str
        What the histogram is of.
    candidates : sequence of str, optional
        Which lines to draw; by default the first four.
    start : int
        The step that is shown first.

    Raises
    ------
    ValueError
        If the result holds no steps, or the bins differ from step to step.
    """
    steps, lines, metric = steps_of(result.frame), lines_of(result, candidates)[:MOST_LINES], metric_of(result)
    film = None if histograms is None or histograms.empty else film_of(histograms, len(steps))
    figure = blank(said(lines, steps, feature, film), 700 if film else 480, hovermode="closest")
    figure.update_layout(xaxis=steps.axis | dict(range=[steps.edges[0], steps.edges[-1]], anchor="y"))
    figure.update_layout(yaxis=axis(metric_title(metric), range=span(lines), domain=[0.5 if film else 0, 1]))
    moving = add_lines(figure, lines, steps, start)
    if film:
        moving.append(add_histogram(figure, film, feature, start))
    figure.frames = [frame(s, moving, lines, steps, film) for s in range(len(steps))]
    add_controls(figure, steps.labels, start, "" if steps.axis["type"] == "date" else "Step ")
    return figure


def span(lines: Sequence[Line]) -> list[float]:
    """A vertical range that holds for all frames."""
    values = np.concatenate([line.value for line in lines])
    values = values[np.isfinite(values)]
    low, high = (values.min(), values.max()) if len(values) else (0.0, 1.0)
    pad = max((high - low) * 0.12, 1e-6)
    return [float(low - pad), float(high + 2 * pad)]


def add_lines(figure: go.Figure, lines: Sequence[Line], steps: Steps, start: int) -> list[int]:
    """Each line faint as a whole, then boldly up to now, then its last point; the moving traces' numbers."""
    moving: list[int] = []
    for i, line in enumerate(lines):
        look = line.style
        figure.add_scatter(
            x=steps.at, y=line.value, mode="lines", line=dict(color=look.color, width=1, dash="dot"), opacity=0.5,
            showlegend=False, name=inert(line.name), hoverinfo="skip",
        )  # fmt: skip
        figure.add_scatter(
            **until(line, steps, start), mode="lines", line=dict(color=look.color, width=3, dash=look.dash),
            showlegend=False, name=inert(line.name), hoverinfo="skip",
        )  # fmt: skip
        figure.add_scatter(
            **now(line, steps, start, HEIGHTS[i]), mode="markers+text", name=inert(line.name),
            marker=dict(color=look.color, symbol=look.symbol, size=11), hoverinfo="skip", cliponaxis=False,
        )  # fmt: skip
        moving += [len(figure.data) - 2, len(figure.data) - 1]
    return moving


def until(line: Line, steps: Steps, step: int) -> dict:
    return dict(x=steps.at[: step + 1], y=line.value[: step + 1].astype(np.float32))


def now(line: Line, steps: Steps, step: int, height: str) -> dict:
    """The point of a step with its score beside it, above, below or left out: equal scores stay readable."""
    value, side = line.value[step], "right" if 2 * step < len(steps) else "left"
    text = number(value) if np.isfinite(value) and height else ""
    return dict(x=steps.at[step : step + 1], y=[value], text=[text], textposition=f"{height or HEIGHTS[0]} {side}")


def frame(step: int, moving: list[int], lines: Sequence[Line], steps: Steps, film: Film | None) -> go.Frame:
    """What changes at a step, and nothing else."""
    changed = []
    for i, line in enumerate(lines):
        changed += [go.Scatter(**until(line, steps, step)), go.Scatter(**now(line, steps, step, HEIGHTS[i]))]
    if film:
        changed.append(go.Scatter(y=film.bins.stairs(film.shares[step])[1].astype(np.float32)))
    return go.Frame(name=str(step), data=changed, traces=moving)


def said(lines: Sequence[Line], steps: Steps, feature: str, film: Film | None) -> str:
    """What the film shows, for those who do not see it."""
    ends = [f"{short(x.name)} from {number(x.value[0])} to {number(x.value[-1])}" for x in lines]
    text = f"Step by step over {len(steps)} steps: {'; '.join(ends)}."
    if film is None:
        return text
    first, last = film.shares[0], film.shares[-1]
    most = int(np.argmax(np.abs(np.nan_to_num(last - first))))
    change = f"{short(film.bins.labels[most])} from {percent(first[most])} to {percent(last[most])} of the rows"
    return f"{text} Below, {short(feature)} against the reference: {change}."
