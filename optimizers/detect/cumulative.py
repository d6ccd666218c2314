"""Detectors that add up what exceeds the usual: Page-Hinkley and CUSUM."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizers.detect.stream import Levelled, within

DIRECTIONS = ("up", "down", "both")


@dataclass
class PageHinkley(Levelled):
    """Page-Hinkley: alarm when the sum of excesses over the running mean has risen far above its lowest.

    Parameters
    ----------
    warm_up : int
        Rows before it may alarm.
    delta : float
        What a value may exceed the mean by, in units of the stream.
    threshold : float
        The rise of the sum that is too much, in units of the stream.
    forget : float
        What is left of the sum after a row.
    direction : {"up", "down", "both"}

    References
    ----------
    Page (1954). Continuous inspection schemes. Biometrika 41.
    """

    warm_up: int = 30
    delta: float = 0.005
    threshold: float = 50.0
    forget: float = 0.9999
    direction: str = "up"

    def __post_init__(self) -> None:
        within(self, "warm_up", 1, 1_000_000)
        within(self, "delta", 0, 1e9)
        within(self, "threshold", 1e-9, 1e12)
        within(self, "forget", 0.5, 1)
        known_direction(self, self.direction)
        self.restart()

    def restart(self) -> None:
        self._n, self._total = 0, 0.0
        self._rise, self._lowest, self._fall, self._highest = 0.0, np.inf, 0.0, -1.0

    def levels(self, block: np.ndarray) -> np.ndarray:
        n = self._n + np.arange(1, len(block) + 1)
        total = self._total + np.cumsum(block)
        excess = block - total / n
        rise, fall = self._sums(excess - self.delta, self._rise), self._sums(excess + self.delta, self._fall)
        lowest = np.minimum.accumulate(np.r_[self._lowest, rise])[1:]
        highest = np.maximum.accumulate(np.r_[self._highest, fall])[1:]
        up, down = rise - lowest, highest - fall
        if len(block):
            self._n, self._total = int(n[-1]), float(total[-1])
            self._rise, self._lowest = float(rise[-1]), float(lowest[-1])
            self._fall, self._highest = float(fall[-1]), float(highest[-1])
        level = np.maximum(up, down) if self.direction == "both" else up if self.direction == "up" else down
        return np.where(n >= self.warm_up, level, 0.0)

    def _sums(self, parts: np.ndarray, before: float) -> np.ndarray:
        """Running sums of which every row leaves the share `forget`."""
        from scipy.signal import lfilter

        return lfilter([1.0], [1.0, -self.forget], parts, zi=[self.forget * before])[0]


@dataclass
class CUSUM(Levelled):
    """Cumulative sum: alarm when values lie off the baseline by more than a slack, long or far enough.

    The baseline is given, or it is learned from the first rows, and again after an alarm; these rows cannot
    alarm. Without any spread in the baseline its deviation counts as that of half an error in its rows.

    Parameters
    ----------
    warm_up : int
        Rows to learn the baseline from; not used where `mean` and `sd` are given.
    slack, threshold : float
        In standard deviations of the baseline. The sum grows by what a value exceeds the mean plus the slack
        by, never falls below 0, and alarms above the threshold: a rise by twice the slack takes
        threshold / slack rows to be found.
    direction : {"up", "down", "both"}
    mean, sd : float, optional
        The baseline; sd must be above 0.

    References
    ----------
    Page (1954). Continuous inspection schemes. Biometrika 41.
    """

    warm_up: int = 200
    slack: float = 0.25
    threshold: float = 20.0
    direction: str = "up"
    mean: float | None = None
    sd: float | None = None

    def __post_init__(self) -> None:
        within(self, "warm_up", 2, 1_000_000)
        within(self, "slack", 0, 100)
        within(self, "threshold", 1e-6, 1e6)
        known_direction(self, self.direction)
        if (self.mean is None) != (self.sd is None) or (self.sd is not None and not self.sd > 0):
            raise ValueError("CUSUM needs a baseline of mean and sd, sd above 0, or neither: it then learns its own.")
        self.restart()

    def restart(self) -> None:
        self._up, self._down, self._seen = 0.0, 0.0, np.zeros(0)
        self._baseline: tuple[float, float] | None = None
        if self.mean is not None and self.sd is not None:
            self._baseline = self.mean, self.sd

    def levels(self, block: np.ndarray) -> np.ndarray:
        rest = block
        if self._baseline is None:
            lacking = self.warm_up - len(self._seen)
            self._seen, rest = np.r_[self._seen, block[:lacking]], block[lacking:]
            if len(self._seen) < self.warm_up:
                return np.zeros(len(block))
            self._baseline = self._learned()
        off = (rest - self._baseline[0]) / self._baseline[1]
        level = np.zeros(len(rest))
        if self.direction != "down":
            level, self._up = excesses(off - self.slack, self._up)
        if self.direction != "up":
            down, self._down = excesses(-off - self.slack, self._down)
            level = np.maximum(level, down)
        return np.r_[np.zeros(len(block) - len(rest)), level]

    def _learned(self) -> tuple[float, float]:
        mean, half = float(self._seen.mean()), 0.5 / self.warm_up
        smallest = np.sqrt(half * (1 - half)) if np.abs(mean) <= 1 else 1e-6 * np.abs(mean)
        return mean, max(float(self._seen.std(ddof=1)), smallest)


def excesses(parts: np.ndarray, before: float) -> tuple[np.ndarray, float]:
    """Running sums that never fall below 0, and the last of them."""
    walk = before + np.cumsum(parts)
    sums = walk - np.minimum(np.minimum.accumulate(walk), 0.0) if len(walk) else walk
    return sums, float(sums[-1]) if len(sums) else before


def known_direction(owner: object, direction: str) -> None:
    if direction not in DIRECTIONS:
        raise ValueError(f"{type(owner).__name__}.direction must be one of {', '.join(DIRECTIONS)}; got {direction!r}.")
