"""Groups of rows that each keep their share: classes, or quantiles of what a regressor predicts."""

from __future__ import annotations

import numpy as np

from optimizers.words import counted

N_QUANTILES = 5


def quantile_codes(values: np.ndarray, n_groups: int = N_QUANTILES) -> np.ndarray:
    """Which of a few equally large ranges each value is in; fewer where values repeat."""
    cuts = np.unique(np.quantile(values, np.arange(1, n_groups) / n_groups))
    return np.unique(np.searchsorted(cuts, values, side="left"), return_inverse=True)[1].ravel()


def allotted(sizes: np.ndarray, n: int) -> np.ndarray:
    """How many of n rows each group keeps: its share to rounding, but at least one and at most all.

    Parameters
    ----------
    sizes : int array of shape (n_groups,)
        Rows of each group.
    n : int
        Rows to keep, at most all of them.

    Returns
    -------
    int array of shape (n_groups,)
        Sums to n. Largest remainders are rounded up, where no group is too small for a row of its own.

    Raises
    ------
    ValueError
        If n is smaller than the number of groups.
    """
    if n < len(sizes):
        raise ValueError(
            f"{counted(n, 'row')} cannot hold one of each of {len(sizes)} groups: keep at least {len(sizes)} rows."
        )
    exact = sizes * (n / sizes.sum())
    kept = np.clip(np.floor(exact).astype(int), 1, sizes)
    while kept.sum() < n:
        kept[np.argmax(np.where(kept < sizes, exact - kept, -np.inf))] += 1
    while kept.sum() > n:
        kept[np.argmax(np.where(kept > 1, kept - exact, -np.inf))] -= 1
    return kept
