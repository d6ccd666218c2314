"""Population stability index on the reference's own deciles."""

from __future__ import annotations

import numpy as np

from optimizers.detect.samples import SortedSample

SMALLEST_SHARE = 1e-4
RARE_SHARE = 0.01


def psi(reference_share: np.ndarray, step_share: np.ndarray) -> float:
    """Population stability index: sum over bins of (s - r) ln(s / r).

    A share below 1e-4 counts as 1e-4, in both. This smoothing is a share, not a count: a bin that is
    truly empty adds the same whatever the number of rows, where the usual half a row (0.5 / n) would
    let the index grow with ln(n). Every term is >= 0, so no bin can hide another.

    Parameters
    ----------
    reference_share, step_share : (n_bins,) arrays
        Shares of all rows, missing ones included; each sums to 1.

    Returns
    -------
    float
        0 for equal shares; by custom < 0.1 is small and > 0.25 large, but compare `psi_noise` first.

    References
    ----------
    Siddiqi (2006). Credit Risk Scorecards, ch. 8.
    """
    r = np.maximum(reference_share, SMALLEST_SHARE)
    s = np.maximum(step_share, SMALLEST_SHARE)
    return float(np.sum((s - r) * np.log(s / r)))


def psi_noise(n_bins: int, n_reference: int, n_step: int, level: float = 0.95) -> float:
    """The index that chance alone stays below with probability `level` when nothing has changed.

    Without drift the index follows (1/n + 1/m) times a chi-square with n_bins - 1 degrees of freedom,
    so its mean is (n_bins - 1)(1/n + 1/m). Too low where bins expect fewer than about 5 rows.

    References
    ----------
    Yurdakul (2018). Statistical Properties of Population Stability Index. Western Michigan University.
    """
    from scipy.special import chdtri

    if n_bins < 2:
        return 0.0
    return float(chdtri(n_bins - 1, 1 - level) * (1 / n_reference + 1 / n_step))


def decile_edges(values: np.ndarray) -> np.ndarray:
    """Right-closed bin edges at the nine deciles of ascending values; the outer bins are open.

    A value that two or more deciles fall on (it holds a tenth of the rows or more) gets a bin of its
    own, closed on both sides. So a constant column has three bins, below, at and above, and a column
    that is 60 % zeros sees a move to negative values.
    """
    if not len(values):
        return np.empty(0)
    ranks = np.ceil(np.arange(1, 10) * len(values) / 10).astype(int) - 1
    edges, times = np.unique(values[ranks], return_counts=True)
    return np.union1d(edges, np.nextafter(edges[times > 1], -np.inf))


def decile_counts(sample: SortedSample, edges: np.ndarray) -> np.ndarray:
    """Rows in each bin between the edges, and last the missing ones."""
    upto = np.searchsorted(sample.values, edges, side="right")
    return np.diff(np.concatenate(([0], upto, [len(sample.values), sample.n_rows])))


def pool_rare(reference_counts: np.ndarray, step_counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Categories holding less than 1 % of the reference, new ones among them, in one bin.

    The last cell, missing values, stays a bin of its own. The limit is a share of the reference, so the
    bins do not depend on the number of rows, nor on how many rare categories a larger sample turns up.
    """
    rare = reference_counts < RARE_SHARE * reference_counts.sum()
    rare[-1] = False
    pooled = [np.append(c[~rare], c[rare].sum()) for c in (reference_counts, step_counts)]
    return pooled[0], pooled[1]


def psi_of_counts(reference_counts: np.ndarray, step_counts: np.ndarray) -> tuple[float, float]:
    """The index of two rows of counts over the same bins, and its noise; bins empty in both do not count."""
    n, m = int(reference_counts.sum()), int(step_counts.sum())
    n_bins = int(np.count_nonzero(reference_counts + step_counts))
    return psi(reference_counts / n, step_counts / m), psi_noise(n_bins, n, m)
