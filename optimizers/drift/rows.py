"""Picking, resampling and stacking rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype, is_object_dtype

Rows = TypeVar("Rows", pd.DataFrame, pd.Series)


def hit(n_rows: int, share: float, rng: np.random.Generator) -> np.ndarray:
    """Which rows are struck, each with probability `share`: a mask of shape (n_rows,).

    With the same generator a larger share strikes the same rows and more: curves over strength are smooth.
    """
    return rng.random(n_rows) < share


def systematic(weights: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Positions drawn in proportion to weights, in row order; equal weights draw every row once.

    The draw goes along the sorted weights: a group of equally heavy rows gets its share exactly.

    References
    ----------
    Kitagawa (1996). Monte Carlo filter and smoother for non-Gaussian nonlinear state space models.
    Journal of Computational and Graphical Statistics 5(1), appendix.
    """
    n_rows, order = len(weights), np.argsort(weights, kind="stable")
    reached = np.cumsum(weights[order]) / weights.sum()
    ticks = (np.arange(n_rows) + rng.random()) / n_rows
    return np.sort(order[np.minimum(np.searchsorted(reached, ticks, side="right"), n_rows - 1)])


def resized(positions: np.ndarray, size: int, rng: np.random.Generator) -> np.ndarray:
    """Exactly `size` of the positions: each as often as another, give or take one."""
    repeats, rest = divmod(size, len(positions)) if len(positions) else (0, 0)
    return np.r_[np.repeat(positions, repeats), rng.permutation(positions)[:rest]]


def to_share(
    X: pd.DataFrame,
    y: pd.Series,
    inside: np.ndarray,
    share: float,
    rng: np.random.Generator,
    spare: tuple[pd.DataFrame, pd.Series, np.ndarray],
) -> tuple[pd.DataFrame, pd.Series]:
    """Resample rows so that round(share * n_rows) of them are inside; in row order.

    Parameters
    ----------
    inside : ndarray of bool, shape (n_rows,)
        Which rows belong to the group.
    spare : tuple of X, y, inside
        Undrifted rows: they step in where the rows hold nobody of the group, or nobody else.
    """
    n_rows, n_inside = len(X), round(share * len(X))
    wanted = {True: n_inside, False: n_rows - n_inside}
    if any(size and not (inside == side).any() for side, size in wanted.items()):
        X, y = stacked([X, spare[0]]), pd.concat([y, spare[1]])
        own, inside = inside, np.r_[inside, spare[2]]
        open_to = np.arange(len(inside)) < n_rows
        pools = {s: np.flatnonzero((inside == s) & (open_to if (own == s).any() else True)) for s in wanted}
    else:
        pools = {s: np.flatnonzero(inside == s) for s in wanted}
    picked = np.sort(np.concatenate([resized(pools[s], size, rng) for s, size in wanted.items()]).astype(int))
    return X.iloc[picked], y.iloc[picked]


def put_back(rows: Rows, touched: np.ndarray, new: Rows) -> Rows:
    """The old rows with the touched ones replaced, in their places; dtypes may widen (int to float).

    The index says which judging row each row came from, so it travels with the rows.
    """
    order = np.arange(len(rows))
    order[touched] = len(rows) + np.arange(len(touched))
    both = stacked([rows, new]) if isinstance(rows, pd.DataFrame) else pd.concat([rows, new])
    return both.take(order)


def stacked(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The parts one behind the other, index included; no column ends as `object` that was none before.

    Categories that only some parts know are kept as a categorical column; true/false that became
    1.0/0.0/missing in some parts does so in all.
    """
    whole = pd.concat(parts)
    same = whole.dtypes.to_numpy() == parts[0].dtypes.to_numpy()
    for c in whole.columns[~same]:
        whole[c] = united([p[c] for p in parts], whole[c])
    return whole


def united(columns: Sequence[pd.Series], joined: pd.Series) -> pd.Series:
    """Columns of unlike dtypes in the dtype that holds them all; as pandas joined them if that is none better."""
    kinds: list[Any] = [c.dtype for c in columns]
    if all(isinstance(k, pd.CategoricalDtype) for k in kinds):
        names = list(dict.fromkeys(v for k in kinds for v in k.categories))
        common = pd.CategoricalDtype(names, ordered=all(k.ordered for k in kinds))
        return pd.concat([c.astype(common) for c in columns])
    if is_object_dtype(joined) and all(is_bool_dtype(k) or is_numeric_dtype(k) for k in kinds):
        return pd.concat([c.astype(float) for c in columns])
    return joined
