"""k-means with as many centres as rows to keep: inside of cells where there are many rows, so that it stays quick."""

from __future__ import annotations

import warnings

import numpy as np

from optimizers.distill.cells import kd_cells, members
from optimizers.distill.strata import allotted

MOST_ROWS = 2000  # that are clustered together


def clustered(Z: np.ndarray, k: int, rng: np.random.Generator, max_iter: int = 10) -> np.ndarray:
    """The cluster of each row, 0 to n_clusters - 1, none empty.

    Parameters
    ----------
    Z : float ndarray of shape (n_rows, n_columns)
    k : int
        Clusters; fewer come out where rows repeat.

    References
    ----------
    Lloyd (1982). Least squares quantization in PCM. IEEE Transactions on Information Theory 28.
    """
    n_cells = int(np.clip(-(-len(Z) // MOST_ROWS), 1, k))
    labels, n_before = np.empty(len(Z), dtype=int), 0
    cells = members(kd_cells(Z, n_cells))
    for own, n in zip(cells, allotted(np.array([len(c) for c in cells]), k)):
        found = np.unique(clusters(Z[own], int(n), int(rng.integers(2**31)), max_iter), return_inverse=True)[1].ravel()
        labels[own] = found + n_before
        n_before += int(found.max()) + 1
    return labels


def clusters(Z: np.ndarray, k: int, seed: int, max_iter: int) -> np.ndarray:
    """k-means from the means of balanced kd-tree leaves, which are nearly right already."""
    from sklearn.cluster import KMeans

    leaves = kd_cells(Z, k)
    means = np.stack([np.bincount(leaves, weights=column) for column in Z.T], axis=1) / np.bincount(leaves)[:, None]
    if k == 1 or k >= len(Z):
        return leaves
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # fewer different rows than centres
        return KMeans(k, init=means.astype(Z.dtype), n_init=1, max_iter=max_iter, random_state=seed).fit(Z).labels_
