"""KSWIN: the newest values against some of those before them, by Kolmogorov-Smirnov."""

from __future__ import annotations

import random
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from optimizers.detect.stream import Stream, first_true, within

N_DRAWS = 4096  # after as many rows without an alarm the draws begin again
SMALLEST_DISTANCE = 0.1


@dataclass
class KSWIN(Stream):
    """Kolmogorov-Smirnov windowing: alarm when the newest rows are distributed unlike those before them.

    By default it tests at every row without a correction, so that it alarms often on a quiet stream.

    Parameters
    ----------
    alpha : float
        The p-value at or below which it alarms.
    window : int
        Rows that it remembers.
    newest : int
        How many of them are the new ones; as many are drawn from the others.
    clock : int
        Rows between two tests.
    seed : int

    References
    ----------
    Raab, Heusinger, Schleif (2020). Reactive soft prototype computing for concept drift streams.
    Neurocomputing 416.
    """

    alpha: float = 0.001
    window: int = 300
    newest: int = 100
    clock: int = 1
    seed: int = 0

    def __post_init__(self) -> None:
        within(self, "alpha", 0, 1)
        within(self, "window", 4, 10_000)
        within(self, "newest", 2, self.window / 2)
        within(self, "clock", 1, 100_000)
        self.restart()

    def restart(self) -> None:
        self._seen, self._n_tests, self._n_windows = np.zeros(0), 0, 0

    def first_alarm(self, block: np.ndarray) -> int:
        alarms = alarming(self.newest, self.alpha)
        for places, gaps in self._gaps(block):
            hit = first_true(alarms[gaps])
            if hit >= 0:
                return int(places[hit])
        return -1

    def levels(self, block: np.ndarray) -> np.ndarray:
        """The gap found at each row of a block, 0 where none is looked for; the state moves to the block's end."""
        level = np.zeros(len(block))
        for places, gaps in self._gaps(block):
            level[places] = gaps / self.newest
        return level

    def _gaps(self, block: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Some rows of a block, and the gaps there in 1 / newest."""
        seen, before = np.r_[self._seen, block], len(self._seen)
        if len(seen) < self.window:
            self._seen = seen
            return
        windows = np.lib.stride_tricks.sliding_window_view(seen, self.window)
        draws = drawn(self.seed, self.window - self.newest, self.newest)
        at = np.arange(-self._n_windows % self.clock, len(windows), self.clock)
        for start in range(0, len(at), 1024):
            some = windows[at[start : start + 1024]]
            turns = (self._n_tests + np.arange(len(some))) % N_DRAWS
            gaps = ks_steps(np.take_along_axis(some, draws[turns], axis=1), some[:, -self.newest :])
            yield at[start : start + 1024] + self.window - 1 - before, gaps
            self._n_tests += len(some)
        self._n_windows += len(windows)
        self._seen = seen[1 - self.window :].copy()


def ks_steps(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The largest gap between the distribution functions of each row of `a` and of `b`, both (n, r), in 1 / r."""
    both = np.concatenate((a, b), axis=1)
    order = np.argsort(both, axis=1, kind="stable")
    gap = np.cumsum(np.where(order < a.shape[1], 1, -1), axis=1)
    ordered = np.take_along_axis(both, order, axis=1)
    is_last = np.ones_like(gap, dtype=bool)
    is_last[:, :-1] = ordered[:, 1:] != ordered[:, :-1]
    return np.where(is_last, np.abs(gap), 0).max(axis=1)


@cache
def alarming(r: int, alpha: float) -> np.ndarray:
    """(r + 1,) whether a gap of k / r between two samples of r rows alarms."""
    return (gap_p_values(r) <= alpha) & (np.arange(r + 1) / r > SMALLEST_DISTANCE)


@cache
def gap_p_values(r: int) -> np.ndarray:
    """(r + 1,) exact p-values of a gap of k / r between two samples of r rows."""
    from scipy.stats import ks_2samp

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # the exact p-value overflows for a few gaps near 0
        return np.array([ks_2samp(np.r_[np.zeros(k), np.ones(r - k)], np.ones(r)).pvalue for k in range(r + 1)])


@cache
def drawn(seed: int, n: int, r: int) -> np.ndarray:
    """(N_DRAWS, r) places among the older rows, as a fresh generator of the standard library draws them."""
    rng = random.Random(seed)
    return np.array([rng.sample(range(n), r) for _ in range(N_DRAWS)], dtype=np.int32)
