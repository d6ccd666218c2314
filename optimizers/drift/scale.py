"""Covariate shift: features spread out or draw together."""

from __future__ import annotations

from dataclasses import dataclass

from optimizers.component import param
from optimizers.drift.base import Drift
from optimizers.drift.columns import finite, floats, spreads, with_columns
from optimizers.drift.move import constant


@dataclass(frozen=True)
class Scale(Drift):
    """Numeric features spread out or draw together.

    Covariate shift: the distance from the undrifted mean is multiplied by factor**t, so that the
    mean stays and the standard deviation is `factor` times as large.

    References
    ----------
    Moreno-Torres, Raeder, Alaiz-Rodriguez, Chawla, Herrera (2012). A unifying view on dataset shift
    in classification. Pattern Recognition 45(1).
    """

    words = "{where} spread{s} {factor:g} times as wide"

    columns: tuple[str, ...] = param((), doc="Features that are scaled; none named: all.", of="numeric")
    factor: float = param(2.0, 0.1, 10.0, "times", "How wide they spread at full strength.", log=True)

    def skip(self, X, y):
        return super().skip(X, y) or constant(self, X)

    def study(self, X, y, rng):
        return {c: float(finite(X, c).mean()) for c in spreads(X, self.columns)}

    def change(self, X, y, t, rng, world):
        factor = self.factor**t
        return with_columns(X, {c: mean + (floats(X, c) - mean) * factor for c, mean in world.items()}), y
