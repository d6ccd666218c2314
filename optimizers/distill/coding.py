"""Rows of a table as numbers whose distances mean something, whatever model will learn from them."""

from __future__ import annotations

import numpy as np
import pandas as pd

MOST_LEVELS = 20
MOST_COLUMNS = 64
FAR = 5.0  # standard deviations; one wild value must not decide what is near


def coded(X: pd.DataFrame) -> np.ndarray:
    """Every column with the same say: standardised numbers, one-hot categories, an indicator where values are missing.

    Missing and infinite numbers become the column's median; of categories the 20 most common count, the others are
    one. More than 64 columns are projected at random, which keeps distances to about a tenth.

    Parameters
    ----------
    X : DataFrame of shape (n_rows, n_features)
        Dense or sparse numbers, bool, text, categories or dates; may hold missing values.

    Returns
    -------
    float32 ndarray of shape (n_rows, n_columns)
        At least one column; a table without any difference gives zeros.

    References
    ----------
    Johnson, Lindenstrauss (1984). Extensions of Lipschitz mappings into a Hilbert space. Contemp. Math. 26.
    """
    parts = [part for k in range(X.shape[1]) for part in column_parts(X.iloc[:, k])]
    Z = np.column_stack(parts) if parts else np.zeros((len(X), 1), np.float32)
    return Z if Z.shape[1] <= MOST_COLUMNS else projected(Z)


def column_parts(column: pd.Series) -> list[np.ndarray]:
    """The columns that one column of the table becomes; none if it never changes."""
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        column = column.astype("int64").where(column.notna())
    if not pd.api.types.is_numeric_dtype(column.dtype):
        return list(levels(column).T)
    values = column.to_numpy(dtype=float, na_value=np.nan)
    known = np.isfinite(values)
    if known.all():
        return standardised(values)
    median = float(np.median(values[known])) if known.any() else 0.0
    return [*standardised(np.where(known, values, median)), *standardised(known.astype(float))]


def standardised(values: np.ndarray) -> list[np.ndarray]:
    largest = float(max(values.max(), -values.min()))
    if not largest:
        return []
    if not 1e-100 < largest < 1e100:  # squares would be infinite, or nothing
        values, largest = values / largest, 1.0
    off = values - values.mean()
    spread = float(np.sqrt(off @ off / len(off)))
    if spread <= 1e-12 * largest:
        return []
    return [np.clip((off / spread).astype(np.float32), -FAR, FAR)]


def levels(column: pd.Series) -> np.ndarray:
    """One column a level, together of variance 1; missing is a level of its own."""
    which = pd.factorize(column.astype(str).where(column.notna(), None), use_na_sentinel=False)[0]
    counts = np.bincount(which)
    common = np.argsort(-counts, kind="stable")[:MOST_LEVELS]
    place = np.full(len(counts), MOST_LEVELS)
    place[common] = np.arange(len(common))
    hot = np.eye(MOST_LEVELS + 1, dtype=np.float32)[place[which]][:, : len(common) + (len(counts) > MOST_LEVELS)]
    variance = float(hot.var(axis=0).sum())
    return (hot - hot.mean(axis=0)) / np.float32(np.sqrt(variance)) if variance > 1e-12 else hot[:, :0]


def projected(Z: np.ndarray) -> np.ndarray:
    directions = np.random.default_rng(0).normal(0, MOST_COLUMNS**-0.5, (Z.shape[1], MOST_COLUMNS))
    return Z @ directions.astype(np.float32)
