"""Categories are recorded under one name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from optimizers.component import param
from optimizers.drift.base import Drift
from optimizers.drift.columns import chosen, with_category, with_columns
from optimizers.drift.new_category import closed
from optimizers.drift.rows import hit


@dataclass(frozen=True)
class MergedCategories(Drift):
    """Categories are recorded under one name.

    The commonest categories of a chosen column are all written as the commonest one: a coarser form,
    a merged branch. At strength t each of their values is rewritten with probability t.

    References
    ----------
    Breck, Polyzotis, Roy, Whang, Zinkevich (2019). Data validation for machine learning. MLSys.
    """

    words = "{n_merged} categories of {where} are merged"

    columns: tuple[str, ...] = param((), doc="Columns with merged categories; none named: all.", of="categorical")
    n_merged: int = param(2, 2, 50, "categories", "How many of the commonest become one.")

    def skip(self, X, y):
        return super().skip(X, y) or closed(self, X)

    def study(self, X, y, rng):
        return {c: by_frequency(X[c])[: self.n_merged] for c in chosen(X, self.columns, "open")}

    def change(self, X, y, t, rng, world):
        struck = {c: X[c].isin(merged[1:]).to_numpy(dtype=bool) & hit(len(X), t, rng) for c, merged in world.items()}
        return with_columns(X, {c: with_category(X[c], at, world[c][0]) for c, at in struck.items() if at.any()}), y


def by_frequency(values: pd.Series) -> list[Any]:
    """The categories that occur, the commonest first; equally common ones by their text."""
    counts = values.value_counts()
    return sorted(counts.index[counts.to_numpy() > 0], key=lambda v: (-counts[v], str(v)))
