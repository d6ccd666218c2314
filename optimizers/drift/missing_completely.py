"""Values go missing by chance."""

from __future__ import annotations

from dataclasses import dataclass

from optimizers.component import param
from optimizers.drift.base import Drift
from optimizers.drift.columns import chosen, with_columns, without_values
from optimizers.drift.rows import hit


@dataclass(frozen=True)
class MissingCompletelyAtRandom(Drift):
    """Values go missing by chance.

    Every value of a chosen column is lost with probability t * share, whatever it is (MCAR).
    True/false columns become 1.0, 0.0 and missing; integers become floats.

    References
    ----------
    Rubin (1976). Inference and missing data. Biometrika 63(3).
    """

    words = "{share:.0%} of {where} go missing by chance"

    columns: tuple[str, ...] = param((), doc="Columns that lose values; none named: all.", of="any")
    share: float = param(0.3, 0.0, 1.0, "of the values", "How many are lost at full strength.")

    def study(self, X, y, rng):
        return chosen(X, self.columns, "any")

    def change(self, X, y, t, rng, world):
        gone = {c: hit(len(X), t * self.share, rng) for c in world}
        return with_columns(X, {c: without_values(X, c, at) for c, at in gone.items() if at.any()}), y
