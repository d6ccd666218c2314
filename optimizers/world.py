"""The future that every candidate of an experiment meets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass, field
from threading import RLock
from typing import Any

import numpy as np
import pandas as pd

from optimizers.case import Case
from optimizers.drift.rows import stacked
from optimizers.experiment import Experiment

CALENDAR = {"day": "D", "week": "W", "month": "M"}
# Keep the generators that drifts learn with, that arriving rows and that labels are drawn with apart from the steps'.
_LEARN, _ARRIVE, _LABEL, _POOLS = 1_000_000, 2_000_000, 3_000_000, 4_000_000


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of all steps, one step behind the other.

    Attributes
    ----------
    X, y : DataFrame and Series of shape (n_rows, ...)
        What the model meets, drifted.
    rows : ndarray of shape (n_rows,)
        Which judging row each row came from: what intervals cluster by.
    bounds : ndarray of shape (n_steps + 1,)
        Step s is the rows bounds[s]:bounds[s + 1].
    """

    X: pd.DataFrame
    y: pd.Series
    rows: np.ndarray
    bounds: np.ndarray

    @property
    def n_steps(self) -> int:
        return len(self.bounds) - 1

    def step(self, s: int) -> slice:
        return slice(int(self.bounds[s]), int(self.bounds[s + 1]))


@dataclass(frozen=True, eq=False)
class Future(Rows):
    """All steps: the rows that judge, the rows that arrive to be learned from, and when their labels do.

    Attributes
    ----------
    labels : tuple of str
        The steps' names: "1", "2", ... or dates.
    arriving : Rows
        In a simulated world apart from the rows that judge as soon as some strategy learns: steps draw the same
        rows again, and whoever has learned from a row must not be judged by it. In their own order every row
        comes once, and the rows that judge a step arrive after it.
    labelled : tuple of ndarray
        Which of the arriving rows have got their labels by the end of each step, and not before.
    """

    labels: tuple[str, ...]
    arriving: Rows
    labelled: tuple[np.ndarray, ...]
    _found: dict[Hashable, list] = field(default_factory=dict, init=False)
    _lock: Any = field(default_factory=RLock, init=False)

    def once(self, question: Hashable, answer: Callable[[], Any]) -> Any:
        """What every candidate needs and none changes: found by the first that asks, the others wait for it."""
        with self._lock:
            found = self._found.setdefault(question, [RLock()])
        with found[0]:
            if len(found) == 1:
                found.append(answer())
        return found[1]


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
    seed, apart = experiment.seed, experiment.timeline == "simulated" and any(s.learns for s in experiment.strategies)
    judging, arriving = pools(len(X), seed) if apart else (np.arange(len(X)), np.arange(0))
    picks, labels = steps_of(case, experiment, judging)
    drifts = [(i, d) for i, d in enumerate(experiment.drifts) if i not in without]
    worlds = {i: d.learn(X, y, np.random.default_rng([seed, _LEARN + i])) for i, d in drifts}
    rows = played_rows(X, y, picks, experiment, drifts, worlds)
    others = rows
    if apart:
        picks = [drawn(arriving, experiment, s, _ARRIVE) for s in range(experiment.n_steps)]
        others = played_rows(X, y, picks, experiment, drifts, worlds, _ARRIVE)
    return Future(**vars(rows), labels=labels, arriving=others, labelled=labels_come(others, experiment))


def pools(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The judging rows in two halves: those that judge, and those that arrive to be learned from."""
    order = np.random.default_rng([seed, _POOLS]).permutation(n)
    return np.sort(order[n // 2 :]), np.sort(order[: n // 2])


def played_rows(
    X: pd.DataFrame, y: pd.Series, picks: list, experiment: Experiment, drifts: list, worlds: dict, stream: int = 0
) -> Rows:
    """The rows of all steps after all drifts."""
    bounds, rows = np.r_[0, np.cumsum([len(p) for p in picks])], np.concatenate(picks)
    if experiment.timeline == "simulated":  # real rows are in their places already
        X, y = X.iloc[rows], y.iloc[rows]
    if drifts:
        steps = enumerate(zip(bounds[:-1].tolist(), bounds[1:].tolist()))
        parts = [drifted(X.iloc[a:b], y.iloc[a:b], s, drifts, worlds, experiment.seed, stream) for s, (a, b) in steps]
        X, y = stacked([p[0] for p in parts]), pd.concat([p[1] for p in parts])
        rows = X.index.to_numpy()
    return Rows(X.reset_index(drop=True), y.reset_index(drop=True), rows, bounds)


def drifted(X: pd.DataFrame, y: pd.Series, s: int, drifts: list, worlds: dict[int, Any], seed: int, stream: int):
    """One step after all drifts, in their order; each has its own stream of random numbers."""
    for i, drift in drifts:
        X, y = drift.at(X, y, s, np.random.default_rng([seed, stream + s, i + 1]), worlds[i])
    return X, y


def labels_come(rows: Rows, experiment: Experiment) -> tuple[np.ndarray, ...]:
    """Which rows get their labels by the end of each step: a share of those that came some steps earlier."""
    come: list[np.ndarray] = [np.arange(0)] * min(experiment.label_delay, rows.n_steps)
    for s in range(rows.n_steps - experiment.label_delay):
        every = np.arange(rows.bounds[s], rows.bounds[s + 1])
        n = round(experiment.label_share * len(every))
        drawn = np.random.default_rng([experiment.seed, _LABEL + s]).choice(every, n, replace=False)
        come.append(np.sort(drawn))
    return tuple(come)


def steps_of(case: Case, experiment: Experiment, judging: np.ndarray) -> tuple[list[np.ndarray], tuple[str, ...]]:
    """The judging rows of every step, and the steps' names."""
    n = len(case.X_test)
    if experiment.timeline == "simulated":
        draws = [drawn(judging, experiment, s) for s in range(experiment.n_steps)]
        return draws, tuple(str(s + 1) for s in range(experiment.n_steps))
    if experiment.timeline == "rows":
        parts = np.array_split(np.arange(n), min(experiment.n_steps, n))
        return parts, tuple(str(s + 1) for s in range(len(parts)))
    return calendar_steps(case, experiment.timeline)


def drawn(pool: np.ndarray, experiment: Experiment, s: int, stream: int = 0) -> np.ndarray:
    """A step's rows of the pool, drawn without replacement as long as there are enough."""
    rng = np.random.default_rng([experiment.seed, stream + s])
    size = experiment.rows_per_step
    return pool[rng.choice(len(pool), size, replace=size > len(pool))]


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
