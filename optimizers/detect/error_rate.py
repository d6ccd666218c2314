"""Detectors of a rising error rate: DDM counts errors, EDDM the rows between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizers.detect.stream import Stream, first_true, within


@dataclass
class DDM(Stream):
    """Drift detection method: alarm when error rate and its deviation lie far above their lowest.

    Parameters
    ----------
    warm_up : int
        Rows before it may alarm.
    threshold : float
        How many of the lowest deviations above the lowest rate are too far.

    References
    ----------
    Gama, Medas, Castillo, Rodrigues (2004). Learning with drift detection. SBIA.
    """

    zeros_and_ones = True
    warm_up: int = 30
    threshold: float = 3.0

    def __post_init__(self) -> None:
        within(self, "warm_up", 1, 1_000_000)
        within(self, "threshold", 0.1, 100)
        self.restart()

    def restart(self) -> None:
        self._n, self._errors = 0, 0.0
        self._lowest = np.inf, np.inf, np.inf  # rate, deviation, their sum

    def first_alarm(self, block: np.ndarray) -> int:
        n = self._n + np.arange(1, len(block) + 1)
        errors = self._errors + np.cumsum(block)
        rate = errors / n
        deviation = np.sqrt(rate * (1 - rate) / n)
        known = np.where(n > self.warm_up, rate + deviation, np.inf)
        so_far = np.r_[self._lowest[2], known]
        is_lowest = so_far <= np.minimum.accumulate(so_far)
        at = np.maximum.accumulate(np.where(is_lowest, np.arange(len(so_far)), 0))[1:]
        low_rate, low_deviation = np.r_[self._lowest[0], rate][at], np.r_[self._lowest[1], deviation][at]
        hit = first_true((n > self.warm_up) & (known > low_rate + self.threshold * low_deviation))
        if hit < 0:
            self._n, self._errors = int(n[-1]), float(errors[-1])
            self._lowest = low_rate[-1], low_deviation[-1], so_far[at[-1]]
        return hit


@dataclass
class EDDM(Stream):
    """Early drift detection method: alarm when errors follow each other closer than they did.

    Parameters
    ----------
    warm_up : int
        Errors before it may alarm.
    beta : float
        Share of the largest distance (mean plus two deviations) below which it alarms.

    References
    ----------
    Baena-Garcia, del Campo-Avila, Fidalgo, Bifet, Gavalda, Morales-Bueno (2006). Early drift detection
    method. Fourth International Workshop on Knowledge Discovery from Data Streams.
    """

    zeros_and_ones = True
    warm_up: int = 30
    beta: float = 0.9

    def __post_init__(self) -> None:
        within(self, "warm_up", 1, 1_000_000)
        within(self, "beta", 0.01, 1)
        self.restart()

    def restart(self) -> None:
        self._n, self._last, self._farthest = 0, 0, -1.0
        self._count, self._sum, self._squares = 0, 0.0, 0.0  # of the distances between errors

    def first_alarm(self, block: np.ndarray) -> int:
        places = np.flatnonzero(block == 1)
        n = self._n + places + 1
        distances = np.diff(n, prepend=self._last).astype(float)
        count = self._count + np.arange(1, len(n) + 1)
        total, squares = self._sum + np.cumsum(distances), self._squares + np.cumsum(distances**2)
        variance = np.maximum(count * squares - total**2, 0) / (count * np.maximum(count - 1, 1))
        reach = np.where(n > self.warm_up, total / count + 2 * np.sqrt(variance), -1.0)
        farthest = np.maximum.accumulate(np.r_[self._farthest, reach])
        grew = reach > farthest[:-1]
        close = reach < self.beta * farthest[1:]
        hit = first_true(close & ~grew & (n > self.warm_up) & (count > self.warm_up))
        if hit >= 0:
            return int(places[hit])
        self._n += len(block)
        if len(n):
            self._last, self._farthest = int(n[-1]), float(farthest[-1])
            self._count, self._sum, self._squares = int(count[-1]), float(total[-1]), float(squares[-1])
        return -1
