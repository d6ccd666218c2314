"""The candidates of a result as lines of a chart."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimizers.metrics import METRICS, Metric
from optimizers.result import Result
from optimizers.strategy import strategies
from reporting.look import Style, style
from reporting.text import between, number

MOST_LINES = 10

Candidates = Collection[str | tuple[str, str]]


@dataclass(frozen=True, eq=False)
class Line:
    """One candidate's scores.

    Attributes
    ----------
    strategy, candidate, name : str
        `name` tells it from the others of the result; it may hold anything.
    style : Style
        The same for this candidate in every chart of the result.
    value, low, high : ndarray of shape (n_steps,)
        Scores by step with their 95 % interval; nan where a score is undefined.
    mean : tuple of float
        The mean over the horizon: value, low, high.
    """

    strategy: str
    candidate: str
    name: str
    style: Style
    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    mean: tuple[float, float, float]

    def said(self, step: int) -> str:
        """The score of one step in words."""
        v = self.value[step]
        return f"{number(v)} ({between(self.low[step], self.high[step])})" if np.isfinite(v) else "undefined"

    def mean_said(self) -> str:
        value, low, high = self.mean
        return f"{number(value)} ({between(low, high)})"

    def first_worse(self, threshold: float, higher_is_better: bool) -> int | None:
        """The first step whose whole interval is worse than the threshold."""
        worse = self.high < threshold if higher_is_better else self.low > threshold
        hits = np.flatnonzero(worse)
        return int(hits[0]) if len(hits) else None


def metric_of(result: Result) -> Metric:
    """The primary metric that the result was scored with."""
    f = result.frame
    return METRICS[f.loc[f["part"] == "step", "metric"].iloc[0]]


def metric_title(metric: Metric) -> str:
    """The metric and its unit, as an axis says it."""
    unit = "target's unit" if metric.unit == "target" else metric.unit
    return f"{metric.title} ({unit})" if unit else metric.title


def title_of(strategy: str) -> str:
    """What a strategy is called in a legend: its title, where it is known."""
    known = strategies().get(strategy)
    return known.title() if known else strategy


def the_one(table: pd.DataFrame, pair: tuple[str, str] | None) -> pd.DataFrame:
    """The row of one candidate of one strategy; labels are unique within a strategy only."""
    strategy, candidate = pair or ("", "")
    return table[(table["strategy"] == strategy) & (table["candidate"] == candidate)]


def lines_of(result: Result, candidates: Candidates | None = None) -> list[Line]:
    """The result's candidates in their order, at most ten of them, or those named, by label or with their strategy."""
    f = result.frame[result.frame["metric"] == metric_of(result).name]
    f = f[f["part"].isin(["step", "horizon"])]
    keys = [(str(s), str(c)) for s, c in f[["strategy", "candidate"]].drop_duplicates().itertuples(index=False)]
    labels = [candidate for _, candidate in keys]
    lines = []
    for i, (strategy, candidate) in enumerate(keys):
        if candidates is None or candidate in candidates or (strategy, candidate) in candidates:
            name = candidate if labels.count(candidate) == 1 else f"{candidate} ({strategy})"
            rows = f[(f["strategy"] == strategy) & (f["candidate"] == candidate)]
            lines.append(line(strategy, candidate, name, style(i), rows))
    return lines[:MOST_LINES]


def line(strategy: str, candidate: str, name: str, look: Style, rows: pd.DataFrame) -> Line:
    steps = rows[rows["part"] == "step"].sort_values("step")
    value, low, high = (steps[c].to_numpy(float) for c in ("value", "low", "high"))
    horizon = rows.loc[rows["part"] == "horizon", ["value", "low", "high"]].to_numpy(float)
    mean = horizon[0].tolist() if len(horizon) else [np.nan] * 3
    return Line(strategy, candidate, name, look, value, low, high, (mean[0], mean[1], mean[2]))
