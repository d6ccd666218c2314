"""The columns of a table as streams of numbers in [0, 1]: what detectors over features read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimizers.detect.samples import SortedSample, _as_numbers, kind_of

MISSING = "a missing value"


@dataclass(frozen=True)
class Coding:
    """How each column becomes a number, learned from the reference.

    A number becomes the share of the reference below it, equal ones counting half: no unit, no tail. Categories
    are lined up from the rarest in the reference to the commonest and then treated the same; one that the
    reference has not seen is 0, rarer than all. A missing number stands in the middle, and whether it is missing
    is a stream of its own; a missing category is a category.

    Of two categories of about the same place in this line a swap is hardly seen, nor is any change of a number
    that leaves the detector's statistic of its ranks alone.
    """

    numbers: dict[str, np.ndarray]
    places: dict[str, pd.Series]

    @classmethod
    def of(cls, X_ref: pd.DataFrame) -> Coding:
        """Learn from the reference."""
        numeric = [name for name in X_ref if kind_of(X_ref[name]) == "numeric"]
        return cls(
            {name: SortedSample.of(X_ref[name]).values for name in numeric},
            {name: category_places(X_ref[name]) for name in X_ref if name not in numeric},
        )

    def streams(self, X: pd.DataFrame) -> dict[tuple[str, str], np.ndarray]:
        """(column, "" or "a missing value") -> the numbers of the rows of `X`, in their order."""
        coded: dict[tuple[str, str], np.ndarray] = {}
        for name in X.columns:
            if name in self.places:
                coded[name, ""] = texts(X[name]).map(self.places[name]).fillna(0.0).to_numpy(dtype=float)
            elif name in self.numbers:
                values, ordered = _as_numbers(X[name], "the stream"), self.numbers[name]
                below, upto = (np.searchsorted(ordered, values, side) for side in ("left", "right"))
                missing = np.isnan(values)
                coded[name, ""] = np.where(missing, 0.5, (below + upto) / (2 * max(1, len(ordered))))
                coded[name, MISSING] = missing.astype(float)
        return coded


def category_places(column: pd.Series) -> pd.Series:
    """The middle of each category's share, laid end to end from the rarest to the commonest."""
    shares = texts(column).value_counts(normalize=True).sort_index(kind="stable").sort_values(kind="stable")
    return shares.cumsum() - shares / 2


def texts(column: pd.Series) -> pd.Series:
    return column.astype(object).where(column.notna(), None).map(str)
