"""A column loses its relation to all others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizers.component import param
from optimizers.drift.base import Drift
from optimizers.drift.columns import chosen, with_columns
from optimizers.drift.rows import hit


@dataclass(frozen=True)
class CorrelationChange(Drift):
    """A column loses its relation to the others.

    Each chosen column is permuted among a share t * share of a step's rows. Its distribution stays
    exactly as it is; its correlation with the other columns and with the target shrinks by that share.

    References
    ----------
    Breiman (2001). Random forests. Machine Learning 45(1), sec. 10.
    Moreno-Torres, Raeder, Alaiz-Rodriguez, Chawla, Herrera (2012). A unifying view on dataset shift
    in classification. Pattern Recognition 45(1).
    """

    words = "{where} lose{s} touch with the other columns ({share:.0%} of the rows)"

    columns: tuple[str, ...] = param((), doc="Columns that are decoupled; none named: each.", of="any")
    share: float = param(1.0, 0.0, 1.0, "of the rows", "How many rows are permuted at full strength.")

    def study(self, X, y, rng):
        return chosen(X, self.columns, "any")

    def change(self, X, y, t, rng, world):
        orders = {c: permuted(hit(len(X), t * self.share, rng), rng) for c in world}
        return with_columns(X, {c: X[c].array.take(order) for c, order in orders.items()}), y


def permuted(struck: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Row positions with the struck ones permuted among themselves."""
    order = np.arange(len(struck))
    order[struck] = rng.permutation(np.flatnonzero(struck))
    return order
