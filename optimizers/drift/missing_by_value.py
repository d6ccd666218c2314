"""Values go missing because of what they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizers.component import param
from optimizers.drift.base import Drift
from optimizers.drift.columns import chosen, finite, floats, with_columns
from optimizers.drift.rows import hit


@dataclass(frozen=True)
class MissingNotAtRandom(Drift):
    """High or low values go missing.

    Values in the tail of a chosen feature (its quantiles on the undrifted rows) are lost with
    probability t * share: a sensor that saturates, a question that the rich do not answer (MNAR).

    References
    ----------
    Rubin (1976). Inference and missing data. Biometrika 63(3).
    Little, Rubin (2019). Statistical Analysis with Missing Data, 3rd ed., ch. 15.
    """

    words = "{side} values of {where} go missing"

    columns: tuple[str, ...] = param((), doc="Features that lose values; none named: all.", of="numeric")
    side: str = param("high", doc="Which values are lost.", choices=("high", "low"))
    tail: float = param(0.3, 0.01, 1.0, "of the values", "How much of the distribution is the tail.")
    share: float = param(0.9, 0.0, 1.0, "of the tail", "How many of these are lost at full strength.")

    def study(self, X, y, rng):
        q = 1 - self.tail if self.side == "high" else self.tail
        there = {c: finite(X, c) for c in chosen(X, self.columns)}
        return {c: float(np.quantile(values, q)) for c, values in there.items() if len(values)}

    def change(self, X, y, t, rng, world):
        new = {}
        for c, cut in world.items():
            values = floats(X, c)
            in_tail = values >= cut if self.side == "high" else values <= cut
            new[c] = np.where(in_tail & hit(len(X), t * self.share, rng), np.nan, values)
        return with_columns(X, new), y
