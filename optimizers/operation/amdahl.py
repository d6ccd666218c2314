"""Amdahl's law: how much of the time more cores cannot shorten, and what it projects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimizers import measure

COLUMNS = ("n_cores", "value", "low", "high", "unit", "measured")


@dataclass(frozen=True)
class Amdahl:
    """Seconds a call on n cores: alone * (serial + (1 - serial) / n).

    Attributes
    ----------
    alone_s : float
        On one core.
    serial : float
        Share of that time which more cores do not shorten, in [0, 1].
    """

    alone_s: float
    serial: float

    def seconds(self, n_cores: float) -> float:
        return self.alone_s * (self.serial + (1 - self.serial) / n_cores)

    @property
    def limit(self) -> float:
        """How many times faster than one core any number of cores can be."""
        return 1 / self.serial if self.serial else np.inf


def amdahl(n_cores: Sequence[float], seconds: Sequence[float]) -> Amdahl:
    """The law fitted by least squares: seconds are linear in 1 / n.

    Raises
    ------
    ValueError
        If fewer than two numbers of cores were measured.

    References
    ----------
    Amdahl (1967). Validity of the single processor approach to achieving large scale computing. AFIPS 30.
    """
    n, s = np.asarray(n_cores, dtype=float), np.asarray(seconds, dtype=float)
    if len(np.unique(n)) < 2:
        raise ValueError("Amdahl's law needs times on at least two numbers of cores; this machine has one to measure.")
    shared, fixed = np.polyfit(1 / n, s, 1)
    shared, fixed = max(float(shared), 0.0), max(float(fixed), 0.0)
    alone = shared + fixed
    return Amdahl(alone, fixed / alone if alone else 0.0)


def beyond(
    n_cores: Sequence[int], seconds: np.ndarray, projected: Sequence[int], rng: np.random.Generator, n_draws: int = 500
) -> np.ndarray:
    """Seconds on more cores than were measured, with 95 % intervals from rounds drawn again.

    The interval holds what the measured rounds leave open; that the law itself holds there is assumed.

    Parameters
    ----------
    n_cores : sequence of int
        Measured.
    seconds : ndarray of shape (n_rounds, len(n_cores))
        Of every round.
    projected : sequence of int
        Cores to project to.

    Returns
    -------
    ndarray of shape (len(projected), 3)
        Value, low, high.

    Raises
    ------
    ValueError
        If fewer than two numbers of cores were measured.
    """
    law = amdahl(n_cores, np.median(seconds, axis=0).tolist())
    picks = rng.integers(len(seconds), size=(n_draws, len(seconds)))
    laws = [amdahl(n_cores, np.median(seconds[p], axis=0).tolist()) for p in picks]
    drawn = np.array([[one.seconds(n) for n in projected] for one in laws]).reshape(n_draws, -1)
    low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
    return np.c_[[law.seconds(n) for n in projected], low, high]


def rates(
    n_cores: Sequence[int], seconds: np.ndarray, n_rows: int, projected: Sequence[int], rng: np.random.Generator
) -> pd.DataFrame:
    """Rows a second on measured numbers of cores, and on more of them as a projection.

    Parameters
    ----------
    n_cores, seconds
        As for `beyond`.
    n_rows : int
        That are answered in those seconds.

    Returns
    -------
    DataFrame
        n_cores, value, low, high (rows/s, 95 %), unit, measured.
    """
    records: list[tuple] = [
        (n, *measure.quantile_interval(n_rows / own, 0.5), "rows/s", True) for n, own in zip(n_cores, seconds.T)
    ]
    more = sorted(n for n in set(projected) if n > max(n_cores))
    if len(set(n_cores)) > 1 and more:
        found = n_rows / beyond(n_cores, seconds, more, rng)
        records += [(n, v, high, low, "rows/s", False) for n, (v, low, high) in zip(more, found.tolist())]
    return pd.DataFrame(records, columns=list(COLUMNS))
