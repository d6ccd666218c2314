"""Further rows without labels, made of the learning rows: what a teacher is asked beside them."""

from __future__ import annotations

import numpy as np
import pandas as pd

NEAR = 0.5  # how far a mixed row may lie from its first parent, as a share of the way to the second


def mixed(X: pd.DataFrame, n: int, rng: np.random.Generator) -> pd.DataFrame:
    """Rows between two learning rows each, nearer to the first.

    Parameters
    ----------
    X : DataFrame of shape (n_rows, n_features)
    n : int
        How many to make.
    rng : Generator

    Returns
    -------
    DataFrame of shape (n, n_features)
        Of the same column types. Numbers lie between both parents (whole ones are rounded); texts, categories,
        booleans and times are the second parent's as often as the row lies that far; a value that a parent
        lacks is the first parent's.

    References
    ----------
    Bucila, Caruana, Niculescu-Mizil (2006). Model compression. KDD.
    Zhang, Cisse, Dauphin, Lopez-Paz (2018). mixup: beyond empirical risk minimization. ICLR.
    """
    first, second = rng.integers(len(X), size=(2, n))
    way = rng.uniform(0, NEAR, size=n)
    columns = [_between(X.iloc[:, j], first, second, way, rng) for j in range(X.shape[1])]
    out = pd.concat(columns, axis=1) if columns else X.iloc[first]
    return out.set_axis(X.columns, axis=1)


def _between(
    column: pd.Series, first: np.ndarray, second: np.ndarray, way: np.ndarray, rng: np.random.Generator
) -> pd.Series:
    a, b = column.iloc[first].reset_index(drop=True), column.iloc[second].reset_index(drop=True)
    kind = column.dtype
    if not isinstance(kind, np.dtype) or kind.kind not in "iuf":
        return a.where((rng.random(len(way)) >= way) | b.isna().to_numpy(), b)
    values = a.to_numpy(dtype=float) + way * (b.to_numpy(dtype=float) - a.to_numpy(dtype=float))
    values = np.where(np.isnan(values), a.to_numpy(dtype=float), values)
    return pd.Series(np.rint(values) if kind.kind in "iu" else values).astype(kind)
