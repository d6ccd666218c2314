"""What a method is given, and what it gives back: rows as numbers, and which of them stay."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimizers.distill.coding import coded
from optimizers.distill.strata import allotted, quantile_codes


@dataclass(frozen=True, eq=False)
class CodedRows:
    """Learning rows as a method sees them.

    Attributes
    ----------
    Z : float32 ndarray of shape (n_rows, n_columns)
        As `coded` makes them: distances mean something.
    strata : int ndarray of shape (n_rows,)
        The class of each row, or the fifth of the values that it is in; 0 to n_strata - 1, none empty.
    values : float ndarray of shape (n_rows,) or None
        What a regressor predicts, standardised; None for classes.
    X, y : DataFrame and Series, or None
        The rows as they came, for those who try a choice out.
    """

    Z: np.ndarray
    strata: np.ndarray
    values: np.ndarray | None
    X: pd.DataFrame | None = None
    y: pd.Series | None = None

    def __len__(self) -> int:
        return len(self.Z)

    @property
    def joint(self) -> np.ndarray:
        """Inputs and, for a regressor, the value as one more column that weighs as much as the inputs together."""
        if self.values is None:
            return self.Z
        return np.column_stack([self.Z, self.values * np.sqrt(self.Z.shape[1])]).astype(np.float32)

    def shares(self, n: int) -> Iterator[tuple[np.ndarray, int]]:
        """The places of each stratum, and how many of n rows it keeps."""
        order = np.argsort(self.strata, kind="stable")
        sizes = np.bincount(self.strata)
        yield from zip(np.split(order, np.cumsum(sizes)[:-1]), allotted(sizes, n).tolist())


@dataclass(frozen=True, eq=False)
class Kept:
    """The rows that stay.

    Attributes
    ----------
    places : int ndarray of shape (n_kept,)
    weights : float ndarray of shape (n_kept,) or None
        For how many rows each one stands; None: equally many.
    groups : int ndarray of shape (n_rows,) or None
        Where rows are averaged instead of chosen: which of the kept each row is part of.
    because : str
        Why this method and no other; empty where nothing chose.
    """

    places: np.ndarray
    weights: np.ndarray | None = None
    groups: np.ndarray | None = None
    because: str = ""


def coded_rows(X: pd.DataFrame, y: pd.Series, classifies: bool) -> CodedRows:
    """The learning rows of a classifier or a regressor for the methods.

    Raises
    ------
    ValueError
        If a value to be predicted is missing or infinite.
    """
    if y.isna().any():
        raise ValueError(f"Row {int(np.flatnonzero(y.isna())[0]) + 1} has no target: leave it out.")
    if classifies:
        return CodedRows(coded(X), pd.factorize(y, sort=True)[0], None, X, y)
    values = y.to_numpy(dtype=float)
    if not np.isfinite(values).all():
        raise ValueError(
            f"Row {int(np.flatnonzero(~np.isfinite(values))[0]) + 1} has an infinite target: leave it out."
        )
    scaled = (values - values.mean()) / max(float(values.std()), 1e-12)
    return CodedRows(coded(X), quantile_codes(values), scaled, X, y)


Choose = Callable[[np.ndarray, int], np.ndarray]


def by_stratum(rows: CodedRows, n: int, choose: Choose, Z: np.ndarray | None = None) -> np.ndarray:
    """Let `choose` pick inside of each stratum, given its rows and how many to keep.

    Returns
    -------
    int ndarray of shape (n,), places among all rows
    """
    Z = rows.joint if Z is None else Z
    return np.concatenate([own[choose(Z[own], k)] if k < len(own) else own for own, k in rows.shares(n)])
