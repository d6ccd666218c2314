"""Covariate shift of categories that keeps every row as it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizers.component import param
from optimizers.drift.base import Drift
from optimizers.drift.columns import chosen
from optimizers.drift.merged_categories import by_frequency
from optimizers.drift.rows import systematic


@dataclass(frozen=True)
class CategoryShift(Drift):
    """A category becomes more frequent.

    Covariate shift by importance resampling: rows that hold the rarest (or the commonest) category of
    a chosen column are drawn odds**t times as readily. Only real rows occur, each with its own target.

    References
    ----------
    Moreno-Torres, Raeder, Alaiz-Rodriguez, Chawla, Herrera (2012). A unifying view on dataset shift
    in classification. Pattern Recognition 45(1).
    """

    words = "the {category} category of {where} becomes {odds:g} times as likely"

    columns: tuple[str, ...] = param((), doc="Columns that decide; none named: all.", of="categorical")
    category: str = param("rarest", doc="Which category grows.", choices=("rarest", "commonest"))
    odds: float = param(5.0, 1.0, 1000.0, "times", "How much likelier its rows are at full strength.", log=True)

    def study(self, X, y, rng):
        place = -1 if self.category == "rarest" else 0
        orders = {c: by_frequency(X[c]) for c in chosen(X, self.columns, "categorical")}
        return {c: order[place] for c, order in orders.items() if order}

    def change(self, X, y, t, rng, world):
        n_held = sum(((X[c] == category).to_numpy(dtype=bool, na_value=False) for c, category in world.items()), 0)
        picked = systematic(self.odds ** (t * n_held) * np.ones(len(X)), rng)
        return X.iloc[picked], y.iloc[picked]
