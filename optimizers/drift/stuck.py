"""A sensor is stuck or dead."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizers.component import param
from optimizers.drift.base import Drift
from optimizers.drift.columns import chosen, floats, with_columns
from optimizers.drift.rows import hit


@dataclass(frozen=True)
class StuckSensor(Drift):
    """A sensor is stuck or dead.

    A chosen feature reads the same in every row: one reading of the past (the same in all steps),
    the median, zero, or nothing. At strength t each row is struck with probability t.

    References
    ----------
    Ni, Ramanathan, Chehade, Balzano, Nair, Zahedi, Kohler, Pottie, Hansen, Srivastava (2009).
    Sensor network data fault types. ACM Transactions on Sensor Networks 5(3).
    """

    words = "{where} get{s} stuck ({reads})"

    columns: tuple[str, ...] = param((), doc="Features that are stuck; none named: all.", of="numeric")
    reads: str = param("past reading", doc="What it reads.", choices=("past reading", "median", "zero", "missing"))

    def study(self, X, y, rng):
        return {c: self.reading(floats(X, c), rng) for c in chosen(X, self.columns)}

    def change(self, X, y, t, rng, world):
        struck = hit(len(X), t, rng)
        return with_columns(X, {c: np.where(struck, value, floats(X, c)) for c, value in world.items()}), y

    def reading(self, values: np.ndarray, rng: np.random.Generator) -> float:
        """The value at which a feature is stuck; zero or nothing where there never was a value."""
        there = values[~np.isnan(values)]
        if self.reads == "zero":
            return 0.0
        if self.reads == "missing" or not len(there):
            return np.nan
        return float(np.median(there)) if self.reads == "median" else float(there[int(rng.random() * len(there))])
