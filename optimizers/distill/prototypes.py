"""Groups of rows as one row each: means of numbers, the most frequent of everything else."""

from __future__ import annotations

import numpy as np
import pandas as pd


def averaged(X: pd.DataFrame, y: pd.Series, groups: np.ndarray) -> tuple[pd.DataFrame, pd.Series]:
    """One row a group, in the order of the groups' numbers.

    Parameters
    ----------
    X : DataFrame of shape (n_rows, n_features)
        Missing numbers are left out of their mean; where all of a group are missing, the average is.
    y : Series of shape (n_rows,)
        Of each group its one label, of whatever kind; or the mean where values differ.
    groups : int ndarray of shape (n_rows,)

    Returns
    -------
    DataFrame of shape (n_groups, n_features), Series of shape (n_groups,)
    """
    columns = {k: average(X.iloc[:, k], groups) for k in range(X.shape[1])}
    rows = pd.DataFrame(columns)
    rows.columns = X.columns
    codes = pd.Series(pd.factorize(y)[0])
    alike = bool((codes.groupby(groups).nunique() == 1).all())
    return rows, (most_frequent(y, groups) if alike else average(y, groups)).rename(y.name)


def average(column: pd.Series, groups: np.ndarray) -> pd.Series:
    kind = column.dtype
    if pd.api.types.is_bool_dtype(kind) or not pd.api.types.is_numeric_dtype(kind):
        return most_frequent(column, groups)
    plain = pd.Series(column.to_numpy(dtype=float, na_value=np.nan)).replace([np.inf, -np.inf], np.nan)
    return plain.groupby(groups).mean().reset_index(drop=True)


def most_frequent(column: pd.Series, groups: np.ndarray) -> pd.Series:
    """Of equally frequent values the one that comes first."""
    codes = pd.factorize(column, use_na_sentinel=False)[0]
    n_codes = int(codes.max()) + 1
    pair, first, counts = np.unique(groups * n_codes + codes, return_index=True, return_counts=True)
    group = pair // n_codes
    best = np.lexsort((first, -counts, group))
    starts = np.flatnonzero(np.r_[True, np.diff(group[best]) > 0])
    return column.iloc[first[best[starts]]].reset_index(drop=True)
