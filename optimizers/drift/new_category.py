"""A category turns up that was never seen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from optimizers.component import param
from optimizers.drift.base import Drift
from optimizers.drift.columns import chosen, open_columns, with_category, with_columns
from optimizers.drift.rows import hit


@dataclass(frozen=True)
class NewCategory(Drift):
    """A category turns up that was never seen.

    Every value of a chosen column is with probability t * share a category that occurs nowhere in
    the undrifted rows: "unseen", or one more than the highest where categories are numbers.

    References
    ----------
    Breck, Polyzotis, Roy, Whang, Zinkevich (2019). Data validation for machine learning. MLSys.
    """

    words = "a new category turns up in {where} ({share:.0%} of the rows)"

    columns: tuple[str, ...] = param((), doc="Columns with a new category; none named: all.", of="categorical")
    share: float = param(0.3, 0.0, 1.0, "of the values", "How many are of the new category at full strength.")

    def skip(self, X, y):
        return super().skip(X, y) or closed(self, X)

    def study(self, X, y, rng):
        return {c: unseen(categories_of(X[c])) for c in chosen(X, self.columns, "open")}

    def change(self, X, y, t, rng, world):
        struck = {c: hit(len(X), t * self.share, rng) for c in world}
        return with_columns(X, {c: with_category(X[c], at, world[c]) for c, at in struck.items() if at.any()}), y


def closed(drift: Any, X: pd.DataFrame) -> str:
    """Why a drift of categories cannot act: every column, or a named one, is only true or false."""
    if not open_columns(X):
        return f"{type(drift).__name__} needs a column of categories, the table has none; take a drift of numbers."
    try:
        chosen(X, drift.columns, "open")
    except ValueError as wrong:
        return f"{type(drift).__name__}.columns: {wrong}"
    return ""


def categories_of(values: pd.Series) -> list[Any]:
    """The categories of a column, those included that a categorical dtype names and no row has."""
    declared = values.cat.categories if isinstance(values.dtype, pd.CategoricalDtype) else values.dropna().unique()
    return list(declared)


def unseen(categories: Iterable[Any]) -> Any:
    """A category like the others that is none of them."""
    known = set(categories)
    if known and all(pd.api.types.is_number(v) for v in known):
        return type(next(iter(known)))(max(known) + 1)
    name = "unseen"
    while name in known:
        name += "_"
    return name
