"""A feature arrives in another unit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizers.component import param
from optimizers.drift.base import Drift
from optimizers.drift.columns import chosen, floats, with_columns
from optimizers.drift.rows import hit


@dataclass(frozen=True)
class UnitChange(Drift):
    """Numeric features arrive in another unit.

    The value becomes value * factor + offset: 1000 turns kilo-units into units, 0.45359 pounds into
    kilograms, 1.8 with offset 32 degrees Celsius into Fahrenheit. No row is half converted: at
    strength t each row is in the new unit with probability t (device after device is replaced).

    References
    ----------
    Breck, Polyzotis, Roy, Whang, Zinkevich (2019). Data validation for machine learning. MLSys.
    """

    words = "{where} arrive{s} in another unit (times {factor:g}, plus {offset:g})"

    columns: tuple[str, ...] = param((), doc="Features in the new unit; none named: all.", of="numeric")
    factor: float = param(1000.0, 1e-6, 1e6, "times", "New units in one old unit.", log=True)
    offset: float = param(0.0, -1e6, 1e6, "new units", "Added after the factor.")

    def study(self, X, y, rng):
        return chosen(X, self.columns)

    def change(self, X, y, t, rng, world):
        new = hit(len(X), t, rng)
        values = {c: floats(X, c) for c in world}
        return with_columns(X, {c: np.where(new, v * self.factor + self.offset, v) for c, v in values.items()}), y
