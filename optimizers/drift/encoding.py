"""A table as uncorrelated columns of numbers, for a drift's own linear model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimizers.drift.columns import all_columns, categorical_columns, finite, floats, spread
from optimizers.drift.merged_categories import by_frequency

N_CATEGORIES = 10  # of each column, the commonest apart: it is where all others are 0


@dataclass(frozen=True)
class Encoding:
    """Standardised numbers and one-hot categories, turned so that they are uncorrelated with variance 1.

    Attributes
    ----------
    scales : dict of str to (mean, sd)
        Numeric and true/false columns.
    categories : dict of str to list
        The indicated categories of the others.
    centre, whiten : ndarray of shape (n_kept,) and (n_kept, n_kept)
    kept : ndarray of int
        Encoded columns that no earlier ones determine.
    """

    scales: dict[str, tuple[float, float]]
    categories: dict[str, list[Any]]
    kept: np.ndarray
    centre: np.ndarray
    whiten: np.ndarray

    def of(self, X: pd.DataFrame) -> np.ndarray:
        """The encoded rows, shape (n_rows, n_kept)."""
        return (one_hot(X, self.scales, self.categories)[:, self.kept] - self.centre) @ self.whiten


def learn_encoding(X: pd.DataFrame) -> Encoding:
    """Gram-Schmidt on the encoded columns: unlike an eigendecomposition it leaves no sign open."""
    truths = [c for c in X if pd.api.types.is_bool_dtype(X[c])]
    others = [c for c in categorical_columns(X) if c not in truths]
    scales = {c: (float(finite(X, c).mean()), sd) for c in all_columns(X) if c not in others and (sd := spread(X, c))}
    categories = {c: by_frequency(X[c])[1 : N_CATEGORIES + 1] for c in others}
    Z = one_hot(X, scales, categories)
    centre = Z.mean(axis=0)
    kept = independent(Z - centre)
    R = np.linalg.qr((Z - centre)[:, kept], mode="r")
    whiten = np.linalg.inv(R) * np.sign(np.diag(R)) * np.sqrt(len(Z)) if len(kept) else np.zeros((0, 0))
    return Encoding(scales, categories, kept, centre[kept], whiten)


def one_hot(X: pd.DataFrame, scales: dict[str, tuple[float, float]], categories: dict[str, list[Any]]) -> np.ndarray:
    """Standardised numbers (missing or infinite: 0), then one indicator a category (missing or another: all 0)."""
    numbers = [
        np.nan_to_num((floats(X, c) - mean) / sd, posinf=0, neginf=0)[:, None] for c, (mean, sd) in scales.items()
    ]
    flags = [
        pd.Index(known, dtype=object).get_indexer(X[c].astype(object))[:, None] == np.arange(len(known))
        for c, known in categories.items()
    ]
    return np.hstack([np.zeros((len(X), 0)), *numbers, *flags])


def independent(Z: np.ndarray) -> np.ndarray:
    """Positions of the columns that are not a linear mixture of those before them."""
    size = np.linalg.norm(Z, axis=0)
    R = np.linalg.qr(Z, mode="r")
    own = np.zeros(Z.shape[1])
    own[: len(R)] = np.abs(np.diag(R))
    return np.flatnonzero(own > 1e-4 * np.maximum(size, 1e-12))
