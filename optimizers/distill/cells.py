"""A balanced kd-tree as labels: rows that lie together share a cell, and cells are equally large.

All cells of a level are cut in one pass, so that 10,000 cells take as many passes as their depth: 14.
"""

from __future__ import annotations

import numpy as np

ENOUGH = 20_000  # rows that say which column is spread most


def kd_cells(Z: np.ndarray, n_cells: int) -> np.ndarray:
    """Cut rows at medians of their most spread column until there are so many cells.

    Parameters
    ----------
    Z : float ndarray of shape (n_rows, n_columns)
    n_cells : int
        From 1 to n_rows.

    Returns
    -------
    int ndarray of shape (n_rows,)
        The cell of each row, 0 to n_cells - 1; neighbouring numbers are neighbouring cells. Cells differ by at most
        one row for each cut that was not even.

    References
    ----------
    Bentley (1975). Multidimensional binary search trees used for associative searching. CACM 18.
    """
    order, rows, sizes, wanted = np.arange(len(Z)), Z, np.array([len(Z)]), np.array([n_cells])
    while wanted.max() > 1:
        by = sorted_inside(rows, sizes)
        order, rows = order[by], np.take(rows, by, axis=0)
        first = wanted // 2
        n_first = np.rint(sizes * (first / wanted)).astype(int)
        parts, of = np.stack([n_first, sizes - n_first], axis=1), np.stack([first, wanted - first], axis=1)
        sizes, wanted = parts[of > 0], of[of > 0]
    labels = np.empty(len(Z), dtype=int)
    labels[order] = np.repeat(np.arange(n_cells), sizes)
    return labels


def sorted_inside(rows: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """The order that sorts each run of rows along the column in which it is spread most."""
    run = np.repeat(np.arange(len(sizes)), sizes)
    along = rows[np.arange(len(rows)), widest(rows, sizes)[run]].astype(float)
    low, span = along.min(), max(float(np.ptp(along)), 1e-12)
    return np.argsort(run + (along - low) / span * 0.99)


def widest(rows: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """The column of the largest variance of each run; seen on 64 rows a run where there are very many."""
    every = max(1, min(int(sizes.min()) // 64, len(rows) // ENOUGH))
    starts = -(-(np.cumsum(sizes) - sizes) // every)
    rows = rows[::every]
    counts = np.diff(np.append(starts, len(rows)))[:, None].astype(rows.dtype)
    means = np.add.reduceat(rows, starts) / counts
    return (np.add.reduceat(rows * rows, starts) / counts - means * means).argmax(axis=1)


def nearest_to_mean(Z: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Of each group the row nearest to its mean.

    Parameters
    ----------
    labels : int ndarray of shape (n_rows,)
        The group of each row, 0 to n_groups - 1; empty groups give no row.

    Returns
    -------
    int ndarray, at most one place a group
    """
    order = np.argsort(labels, kind="stable")
    sizes = np.bincount(labels)
    sizes = sizes[sizes > 0]
    rows, starts = np.take(Z, order, axis=0), np.cumsum(sizes) - sizes
    run = np.repeat(np.arange(len(sizes)), sizes)
    off = rows - (np.add.reduceat(rows, starts) / sizes[:, None].astype(Z.dtype))[run]
    far = np.einsum("ij,ij->i", off, off)
    return order[np.lexsort((far, run))[starts]]


def members(labels: np.ndarray) -> list[np.ndarray]:
    """The places of each group, in the order of its label."""
    order = np.argsort(labels, kind="stable")
    return [part for part in np.split(order, np.cumsum(np.bincount(labels))[:-1]) if len(part)]
