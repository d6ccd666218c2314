"""A region of the feature space: where the rows lie whose rule changes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimizers.drift.columns import chosen, finite, floats
from optimizers.drift.labels import classes_of, codes_of, task_of, values_of


@dataclass(frozen=True)
class Region:
    """Closed ranges of features; a row is inside where every one of them is in its range.

    Attributes
    ----------
    ranges : dict of str to (low, high)
    """

    ranges: dict[str, tuple[float, float]]

    def holds(self, X: pd.DataFrame) -> np.ndarray:
        """Which rows are inside, shape (n_rows,); a row with a missing value is outside."""
        inside = np.ones(len(X), dtype=bool)
        for c, (low, high) in self.ranges.items():
            values = floats(X, c)
            inside &= (values >= low) & (values <= high)
        return inside


def region_of(X: pd.DataFrame, y: pd.Series, columns: tuple[str, ...], centre: float, width: float) -> Region:
    """The region between two quantiles of the chosen features.

    Parameters
    ----------
    columns : tuple of str
        Numeric features; none named: the one most related to the target.
    centre, width : float
        The middle and the width of the range, in quantiles; cut off at 0 and 1.
    """
    names = chosen(X, columns) if columns else [most_related(X, y)]
    ends = np.clip([centre - width / 2, centre + width / 2], 0, 1)
    ranges = {}
    for c in names:
        values = finite(X, c)
        low, high = np.quantile(values, ends) if len(values) else (np.inf, -np.inf)
        ranges[c] = (float(low), float(high))
    return Region(ranges)


def most_related(X: pd.DataFrame, y: pd.Series) -> str:
    """The numeric feature that explains most of the target's variance by itself, the first of equals."""
    if task_of(y) == "regression":
        groups = values_of(y)[:, None]
    else:
        codes = codes_of(y, classes_of(y))
        groups = (codes[:, None] == np.arange(max(codes.max() + 1, 1))).astype(float)
    return max(chosen(X, ()), key=lambda c: explained(floats(X, c), groups))


def explained(values: np.ndarray, targets: np.ndarray) -> float:
    """Sum over the targets' columns of their covariance with the standardised values, squared."""
    there = np.isfinite(values) & np.isfinite(targets).all(axis=1)
    if there.sum() < 2 or values[there].std() == 0:
        return 0.0
    z = (values[there] - values[there].mean()) / values[there].std()
    return round(float(((z @ (targets[there] - targets[there].mean(axis=0)) / len(z)) ** 2).sum()), 12)
