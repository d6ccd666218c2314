"""The future that every candidate of an experiment meets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from optimizers.case import Case
from optimizers.drift.rows import stacked
from optimizers.experiment import Experiment

CALENDAR = {"day": "D", "week": "W", "month": "M"}
_LEARN = 1_000_000  # keeps the generator a drift learns with apart from those of the steps


@dataclass(frozen=True, eq=False)
class Future:
    """All steps, one behind the other.

    Attributes
    ----------
    X, y : DataFrame and Series of shape (n_rows, ...)
        What the model meets, drifted.
    rows : ndarray of shape (n_rows,)
        Which judging row each row came from: what intervals cluster by.
    bounds : ndarray of shape (n_steps + 1,)
        Step s is the rows bounds[s]:bounds[s + 1].
    labels : tuple of str
        The steps' names: "1", "2", ... or dates.
    """

    X: pd.DataFrame
    y: pd.Series
    rows: np.ndarray
    bounds: np.ndarray
    labels: tuple[str, ...]

    @property
    def n_steps(self) -> int:
        return len(self.bounds) - 1

    def step(self, s: int) -> slice:
        return slice(int(self.bounds[s]), int(self.bounds[s + 1]))

    def once(self, question: Hashable, answer: Callable[[], Any]) -> Any:
        """What every candidate needs and none changes: found by the first that asks."""
        if question not in self._found:
            self._found[question] = answer()
        return self._found[question]

    @cached_property
    def _found(self) -> dict[Hashable, Any]:
        return {}


def future(case: Case, experiment: Experiment, without: Collection[int] = ()) -> Future:
    """Play the world: draw or cut the steps, then let every drift act on them.

    Parameters
    ----------
    case : Case
    experiment : Experiment
    without : collection of int
        Drifts (by position) that do not happen; all else stays the same, row for row.

    Raises
    ------
    ValueError
        If a drift does not fit the table, or the timeline needs a time column that is not there.
    """
    X, y = case.X_test.reset_index(drop=True), case.y_test.reset_index(drop=True)
    picks, labels = steps_of(case, experiment)
    drifts = [(i, d) for i, d in enumerate(experiment.drifts) if i not in without]
    bounds, rows = np.r_[0, np.cumsum([len(p) for p in picks])], np.concatenate(picks)
    seed = experiment.seed
    worlds = {i: d.learn(X, y, np.random.default_rng([seed, _LEARN + i])) for i, d in drifts}
    if experiment.timeline == "simulated":  # real rows are in their places already
        X, y = X.iloc[rows], y.iloc[rows]
    if drifts:
        steps = enumerate(zip(bounds[:-1].tolist(), bounds[1:].tolist()))
        parts = [drifted(X.iloc[a:b], y.iloc[a:b], s, drifts, worlds, seed) for s, (a, b) in steps]
        X, y = stacked([p[0] for p in parts]), pd.concat([p[1] for p in parts])
        rows = X.index.to_numpy()
    return Future(X.reset_index(drop=True), y.reset_index(drop=True), rows, bounds, labels)


def drifted(X: pd.DataFrame, y: pd.Series, s: int, drifts: list, worlds: dict[int, Any], seed: int):
    """One step after all drifts, in their order; each has its own stream of random numbers."""
    for i, drift in drifts:
        X, y = drift.at(X, y, s, np.random.default_rng([seed, s, i + 1]), worlds[i])
    return X, y


def steps_of(case: Case, experiment: Experiment) -> tuple[list[np.ndarray], tuple[str, ...]]:
    """The judging rows of every step, and the steps' names."""
    n = len(case.X_test)
    if experiment.timeline == "simulated":
        draws = [drawn(n, experiment, s) for s in range(experiment.n_steps)]
        return draws, tuple(str(s + 1) for s in range(experiment.n_steps))
    if experiment.timeline == "rows":
        parts = np.array_split(np.arange(n), min(experiment.n_steps, n))
        return parts, tuple(str(s + 1) for s in range(len(parts)))
    return calendar_steps(case, experiment.timeline)


def drawn(n: int, experiment: Experiment, s: int) -> np.ndarray:
    """A step's rows, drawn without replacement as long as there are enough."""
    rng = np.random.default_rng([experiment.seed, s])
    size = experiment.rows_per_step
    return rng.choice(n, size, replace=size > n)


def calendar_steps(case: Case, timeline: str) -> tuple[list[np.ndarray], tuple[str, ...]]:
    """The judging rows by day, week or month, in time order; periods without rows are left out."""
    if case.time is None or not pd.api.types.is_datetime64_any_dtype(case.time):
        raise ValueError(
            f"Experiment.timeline {timeline!r} needs a time column with dates; choose 'rows' or 'simulated', "
            "or name the time column when the case is made."
        )
    periods = case.time.dt.tz_localize(None).dt.to_period(CALENDAR[timeline])
    starts = np.flatnonzero(np.r_[True, (periods.to_numpy()[1:] != periods.to_numpy()[:-1])])
    if len(starts) > 400:
        raise ValueError(
            f"Experiment.timeline {timeline!r} gives {len(starts)} steps; at most 400: choose a longer one."
        )
    names = tuple(str(p.start_time.date()) if timeline == "week" else str(p) for p in periods.iloc[starts])
    return np.split(np.arange(len(periods)), starts[1:]), names
