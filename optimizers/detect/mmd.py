"""Maximum mean discrepancy: the distance of two tables in the space of a kernel."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimizers.detect.encoded import encoded, some_rows, standardised


def mmd(
    X_ref: pd.DataFrame, X_new: pd.DataFrame, *, max_rows: int = 500, n_permutations: int = 500, seed: int = 0
) -> tuple[float, float]:
    """Squared maximum mean discrepancy of two samples of rows, and its permutation p-value.

    Numbers are put in units of their interquartile range, a missing one in the middle and in a column of its
    own; categories become a column each. The kernel is Gaussian, as wide as the median distance of two rows.

    Parameters
    ----------
    max_rows : int
        Of each table; of a longer one so many are drawn. Memory grows with its square.

    Returns
    -------
    mmd2, p_value : float
        Unbiased, so that without drift it lies around 0; and the share of random splits of all these rows
        whose discrepancy is at least as large.

    Raises
    ------
    ValueError
        If a table has fewer than 2 rows or the columns differ.

    References
    ----------
    Gretton, Borgwardt, Rasch, Schoelkopf, Smola (2012). A kernel two-sample test. JMLR 13.
    """
    rng = np.random.default_rng(seed)
    X_ref, X_new = (X.iloc[some_rows(len(X), max_rows, rng)] for X in (X_ref, X_new))
    n, m = len(X_ref), len(X_new)
    if min(n, m) < 2:
        raise ValueError(f"The discrepancy of two tables needs at least 2 rows of each; got {n} and {m}.")
    kernel = gaussian_kernel(standardised(*encoded(X_ref, X_new))[0])
    np.fill_diagonal(kernel, 0)
    is_ref = np.zeros((n + m, n_permutations + 1))
    is_ref[:n, 0] = 1
    for column in range(1, n_permutations + 1):
        is_ref[rng.permutation(n + m)[:n], column] = 1
    found = discrepancies(kernel, is_ref, n, m)
    return float(found[0]), float(np.mean(found >= found[0] - 1e-12))


def discrepancies(kernel: np.ndarray, is_ref: np.ndarray, n: int, m: int) -> np.ndarray:
    """Unbiased squared discrepancy of each column's split of the rows; the kernel's diagonal is 0."""
    within_ref = np.einsum("ij,ij->j", is_ref, kernel @ is_ref)
    rows = kernel.sum(axis=1)
    across = rows @ is_ref - within_ref
    within_new = rows.sum() - within_ref - 2 * across
    return within_ref / (n * (n - 1)) + within_new / (m * (m - 1)) - 2 * across / (n * m)


def gaussian_kernel(rows: np.ndarray) -> np.ndarray:
    squares = np.einsum("ij,ij->i", rows, rows)
    distances = np.maximum(squares[:, None] + squares[None, :] - 2 * rows @ rows.T, 0)
    median = np.median(distances[np.triu_indices(len(rows), 1)])
    return np.exp(-distances / (median or 1.0))
