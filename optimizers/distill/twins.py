"""Twinning, all cells at once: a row and its nearest neighbours leave together, one of them is kept."""

from __future__ import annotations

import numpy as np

from optimizers.distill.cells import kd_cells
from optimizers.distill.strata import allotted


def twinned(Z: np.ndarray, n: int, most: int, rng: np.random.Generator) -> np.ndarray:
    """Keep n rows that are distributed as all of them.

    Parameters
    ----------
    Z : float ndarray of shape (n_rows, n_columns)
        The response is one or more of the columns.
    n : int
        Rows to keep.
    most : int
        Rows among which neighbours are looked for; a larger table is first cut into cells of so many. Neighbours
        across a cut are then not seen; up to so many rows the twins are exact.

    Returns
    -------
    int ndarray of shape (n,), places in the order of choice

    References
    ----------
    Vakayil, Joseph (2022). Data Twinning. Statistical Analysis and Data Mining 15.
    """
    n_cells = int(np.clip(-(-len(Z) // most), 1, n))
    labels = kd_cells(Z, n_cells)
    sizes = np.bincount(labels, minlength=n_cells)
    order = np.argsort(labels, kind="stable")
    quota = allotted(sizes, n)
    padded = np.full((n_cells, sizes.max()), -1)
    padded[np.arange(sizes.max()) < sizes[:, None]] = order
    by = np.argsort(-quota, kind="stable")  # those that still keep rows are always the first
    return Twins(Z, padded[by], sizes[by], quota[by]).chosen(rng)


class Twins:
    """Cells of rows, `padded` with -1; every turn keeps one row of each cell."""

    def __init__(self, Z: np.ndarray, padded: np.ndarray, sizes: np.ndarray, quota: np.ndarray) -> None:
        self.places, self.sizes, self.quota = padded, sizes, quota
        self.rows = Z[padded].astype(np.float32)
        self.norms = np.einsum("cij,cij->ci", self.rows, self.rows)
        self.norms[padded < 0] = np.inf  # infinitely far is what is not there, or has left

    def chosen(self, rng: np.random.Generator) -> np.ndarray:
        at = (rng.random(len(self.sizes)) * self.sizes).astype(int)
        kept = []
        for turn in range(self.quota.max()):
            n_active = int((self.quota > turn).sum())
            n_more = int((self.quota > turn + 1).sum())
            kept.append(self.places[np.arange(n_active), at[:n_active]])
            last = self.leave(at[:n_active], turn)
            at[:n_more] = self.far_from(last[:n_more]).argmin(axis=1)
        return np.concatenate(kept)

    def far_from(self, at: np.ndarray) -> np.ndarray:
        """Squared distances, but for a constant, from one row of each of the first cells to the others."""
        n_active = len(at)
        own = self.rows[np.arange(n_active), at][:, :, None]
        return self.norms[:n_active] - 2 * np.matmul(self.rows[:n_active], own)[:, :, 0]

    def leave(self, at: np.ndarray, turn: int) -> np.ndarray:
        """Let each chosen row leave with its nearest, as many as its share; gives the farthest of these."""
        sizes, quota, cells = self.sizes[: len(at)], self.quota[: len(at)], np.arange(len(at))
        group = (turn + 1) * sizes // quota - turn * sizes // quota
        far = self.far_from(at)
        far[cells, at] = -np.inf
        n_most = int(group.max())
        nearest = np.argpartition(far, n_most - 1, axis=1)[:, :n_most]
        ranked = np.take_along_axis(nearest, np.take_along_axis(far, nearest, 1).argsort(axis=1), 1)
        leaving = np.arange(n_most) < group[:, None]
        self.norms[np.broadcast_to(cells[:, None], ranked.shape)[leaving], ranked[leaving]] = np.inf
        return ranked[cells, group - 1]
