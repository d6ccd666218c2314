"""Rows that are the same, by a number for each row; and rows that are nearly so."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

FEWEST_NUMBERS = 3  # with fewer number columns every row has near neighbours
SAMPLE, NEAR, CHUNK = 100, 0.02, 25
DIMENSIONS = 3
MOST_PAIRS, COUNTED = 2_000_000, 2000
MIX, ODD = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x9E3779B97F4A7C15)


def column_hashes(X: pd.DataFrame) -> np.ndarray:
    """A 64-bit number for each cell, the same for equal values of a column; missing equals missing.

    Returns
    -------
    ndarray of uint64 of shape (n_columns, n_rows)
    """
    return np.stack([_hashed(X.iloc[:, k]) for k in range(X.shape[1])]) if X.shape[1] else np.zeros((0, len(X)), "u8")


def _hashed(column: pd.Series) -> np.ndarray:
    if column.dtype.kind in "iufb" and isinstance(column.dtype, np.dtype):
        values = column.to_numpy(dtype=float) + 0.0  # one zero, not two
        return np.where(np.isnan(values), np.nan, values).view(np.uint64)
    return pd.factorize(column if column.dtype != object else column.map(_text), use_na_sentinel=True)[0].astype("u8")


def _text(value: Any) -> Any:
    return value if value is None or value != value else f"{type(value).__name__}:{value}"


def row_hashes(cells: np.ndarray) -> np.ndarray:
    """One 64-bit number a row; rows that differ have the same one with a chance of about 1e-19 a pair."""
    out = np.zeros(cells.shape[1], dtype=np.uint64)
    for cell in cells:
        mixed = (out ^ cell) * MIX
        mixed ^= mixed >> np.uint64(31)
        out = (mixed + ODD) * ODD
        out ^= out >> np.uint64(29)
    return out


def n_repeated(codes: np.ndarray) -> int:
    """How many rows repeat an earlier one."""
    return len(codes) - len(np.unique(codes))


def repeated_by_chance(cells: np.ndarray, rng: np.random.Generator) -> int:
    """How many rows would repeat an earlier one if the columns had nothing to do with each other."""
    return n_repeated(row_hashes(np.stack([rng.permutation(cell) for cell in cells]))) if len(cells) else 0


def near_pairs(numbers: np.ndarray, groups: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, float]:
    """Pairs of rows of the same group that are far nearer than nearest neighbours commonly are.

    Near is within a fiftieth of the median distance to the nearest neighbour. Distances never grow when
    rows are projected, so pairs are looked for in three directions and then measured in all columns.

    Parameters
    ----------
    numbers : ndarray of shape (n_rows, n_columns)
        Standardised, without missing values; no two rows the same.
    groups : ndarray of int of shape (n_rows,)
        Rows of different groups are never near.

    Returns
    -------
    pairs : ndarray of int of shape (n_pairs, 2)
    radius : float
        In standard deviations; 0 where nothing was looked for.
    """
    from scipy.spatial import cKDTree

    radius = NEAR * common_distance(numbers, rng)
    if not radius > 0 or not np.isfinite(radius):
        return np.zeros((0, 2), dtype=int), 0.0
    directions = np.linalg.qr(rng.normal(size=(numbers.shape[1], min(DIMENSIONS, numbers.shape[1]))))[0]
    placed = np.c_[numbers @ directions, groups * (4.0 * radius + 1.0)]
    tree = cKDTree(placed, balanced_tree=False)
    if n_pairs(tree, placed, radius, rng) > MOST_PAIRS:
        return np.zeros((0, 2), dtype=int), 0.0
    pairs = tree.query_pairs(radius, output_type="ndarray")
    apart = np.linalg.norm(numbers[pairs[:, 0]] - numbers[pairs[:, 1]], axis=1)
    return pairs[apart <= radius], float(radius)


def n_pairs(tree: Any, placed: np.ndarray, radius: float, rng: np.random.Generator) -> float:
    """How many pairs are within the radius, as a sample of rows tells: counting all takes as long as finding them."""
    from scipy.spatial import cKDTree

    asked = rng.choice(len(placed), min(COUNTED, len(placed)), replace=False)
    found = cKDTree(placed[asked]).count_neighbors(tree, radius)
    return (found / len(asked) - 1) * len(placed) / 2


def common_distance(numbers: np.ndarray, rng: np.random.Generator) -> float:
    """Median distance of a sample of rows to their nearest neighbours."""
    if len(numbers) < 3:
        return 0.0
    asked = rng.choice(len(numbers), min(SAMPLE, len(numbers)), replace=False)
    small = numbers.astype(np.float32)
    squares, nearest = np.einsum("ij,ij->i", small, small), []
    for part in np.array_split(asked, max(1, len(asked) // CHUNK)):
        away = squares[part, None] + squares - 2 * small[part] @ small.T
        away[np.arange(len(part)), part] = np.inf
        closest = away.argmin(axis=1)
        nearest.append(np.linalg.norm(numbers[part] - numbers[closest], axis=1))
    return float(np.median(np.concatenate(nearest)))
