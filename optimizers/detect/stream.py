"""What all detectors over a stream share: whole arrays at a time, state in between, a fresh start after an alarm."""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np

FIRST_BLOCK, LARGEST_BLOCK = 256, 1 << 15


class Stream(ABC):
    """A change detector over one stream of numbers.

    A detector is a dataclass whose fields are its settings; `restart` makes its state. It looks at blocks:
    small ones after an alarm, since what lies behind the next alarm in a block is computed in vain, then
    twice as large each time.
    """

    zeros_and_ones = False

    @abstractmethod
    def restart(self) -> None:
        """Forget everything seen."""

    @abstractmethod
    def first_alarm(self, block: np.ndarray) -> int:
        """The place of the first alarm in a block, or -1; without one the state has moved to the block's end."""

    def update(self, values: np.ndarray) -> list[int]:
        """The places in `values` at which the detector alarms; it goes on from there as if new.

        Parameters
        ----------
        values : ndarray of shape (n,)
            The next errors (0 or 1) or losses of the stream, in time order; none is welcome.

        Raises
        ------
        ValueError
            If a value is missing or infinite, or not 0 or 1 where the detector counts errors.
        """
        values = self._checked(values)
        alarms, at, size = [], 0, FIRST_BLOCK
        while at < len(values):
            block = values[at : at + size]
            hit = self.first_alarm(block)
            if hit < 0:
                at, size = at + len(block), min(2 * size, LARGEST_BLOCK)
                continue
            alarms.append(at + hit)
            at, size = at + hit + 1, FIRST_BLOCK
            self.restart()
        return alarms

    def _checked(self, values: np.ndarray) -> np.ndarray:
        values = np.asarray(values, dtype=float).ravel()
        wrong = np.flatnonzero(~np.isfinite(values))
        if len(wrong):
            raise ValueError(f"The stream's value {wrong[0]} is {values[wrong[0]]}; leave out rows without a label.")
        if self.zeros_and_ones:
            wrong = np.flatnonzero((values != 0) & (values != 1))
            if len(wrong):
                name, value = type(self).__name__, values[wrong[0]]
                raise ValueError(
                    f"{name} counts errors, 0 or 1; the stream's value {wrong[0]} is {value:g}: for losses take "
                    "ADWIN, Page-Hinkley, KSWIN or CUSUM."
                )
        return values


class Levelled(Stream):
    """A detector that alarms where a level, which it has at every row, exceeds its threshold."""

    threshold: float

    @abstractmethod
    def levels(self, block: np.ndarray) -> np.ndarray:
        """The level at each row of a block, as if it had never alarmed; the state moves to the block's end."""

    def first_alarm(self, block: np.ndarray) -> int:
        return first_true(self.levels(block) > self.threshold)


def first_true(where: np.ndarray) -> int:
    """The first place that holds, or -1."""
    place = int(where.argmax()) if len(where) else 0
    return place if len(where) and where[place] else -1


def within(owner: object, name: str, low: float, high: float) -> None:
    """Refuse a setting out of its range with a sentence."""
    value = getattr(owner, name)
    if not low <= value <= high:
        raise ValueError(f"{type(owner).__name__}.{name} must be between {low:g} and {high:g}; got {value}.")
