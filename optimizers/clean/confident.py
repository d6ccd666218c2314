"""Confident learning: how many rows of each given label seem to belong to another one, and which.

Plain arrays in and out. Probabilities must not come from a fit that saw their own row.

References
----------
Northcutt, Jiang, Chuang (2021). Confident learning: estimating uncertainty in dataset labels. JAIR 70.
"""

from __future__ import annotations

import numpy as np

SLACK = 1e-6


def confident_joint(p: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Rows that are confidently of a class, counted by given label and that class.

    A row counts for a class when its probability reaches the mean that rows given this class have.

    Parameters
    ----------
    p : ndarray of shape (n_rows, n_classes)
    y : ndarray of shape (n_rows,)
        Codes of the given labels; every class occurs.

    Returns
    -------
    ndarray of int of shape (n_classes, n_classes)
        [given, likely]; the diagonal is at least 1.
    """
    n_classes = p.shape[1]
    thresholds = np.array([p[y == k, k].mean() for k in range(n_classes)])
    above = p >= thresholds - SLACK
    likely = np.where(above.sum(axis=1) > 1, p.argmax(axis=1), above.argmax(axis=1))
    counted = above.any(axis=1)
    cells = y[counted] * n_classes + likely[counted]
    counts = np.bincount(cells, minlength=n_classes**2).reshape(n_classes, n_classes)
    np.fill_diagonal(counts, counts.diagonal().clip(min=1))
    return counts


def calibrated(counts: np.ndarray, n_given: np.ndarray) -> np.ndarray:
    """The confident joint, scaled so that each given label has all its rows; whole numbers."""
    exact = counts / counts.sum(axis=1, keepdims=True) * n_given[:, None]
    whole = np.floor(exact).astype(int)
    for k, missing in enumerate(n_given - whole.sum(axis=1)):
        whole[k, np.argsort(whole[k] - exact[k], kind="stable")[:missing]] += 1
    return whole


def prune_by_noise_rate(p: np.ndarray, y: np.ndarray, joint: np.ndarray) -> np.ndarray:
    """Flag, of each pair (given, likely), as many rows as the joint holds: those that lean to `likely` most.

    Rows to which the probabilities give their own label again stay, as does the last row of a class.

    Returns
    -------
    ndarray of bool of shape (n_rows,)
    """
    flagged = np.zeros(len(y), dtype=bool)
    for k, row in enumerate(joint):
        own = np.flatnonzero(y == k)
        for j in np.flatnonzero(row):
            if j != k and len(own) > 1:
                lean = p[own, k] - p[own, j]
                flagged[own[np.argsort(lean, kind="stable")[: row[j]]]] = True
    own_label = p[np.arange(len(y)), y]
    return flagged & (own_label < p.max(axis=1) - SLACK)


def noise_rate(counts: np.ndarray, n_given: np.ndarray) -> tuple[float, float, float]:
    """The share of wrong labels with its 95 % interval, which holds for these probabilities.

    The given labels are strata: each has its own share, of the rows that were counted confidently.
    """
    from scipy.stats import norm

    n, confident = n_given.sum(), counts.sum(axis=1)
    wrong = 1 - counts.diagonal() / confident
    value = float((n_given / n) @ wrong)
    smooth = (confident * wrong + 1) / (confident + 2)  # a share of 0 is not known exactly either
    half = norm.isf(0.025) * float(np.sqrt(((n_given / n) ** 2) @ (smooth * (1 - smooth) / confident)))
    return value, max(0.0, value - half), min(1.0, value + half)
