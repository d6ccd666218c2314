"""Jensen-Shannon distance of two rows of shares over the same bins."""

from __future__ import annotations

import numpy as np


def jensen_shannon(reference_share: np.ndarray, step_share: np.ndarray) -> float:
    """Square root of the Jensen-Shannon divergence to base 2: 0 for equal shares, 1 for nothing in common.

    Empty bins need no smoothing. Without drift its square is close to psi / (8 ln 2), so the noise level of
    the population stability index is also its own.

    Parameters
    ----------
    reference_share, step_share : (n_bins,) arrays
        Each sums to 1.

    References
    ----------
    Lin (1991). Divergence measures based on the Shannon entropy. IEEE Trans. Information Theory 37(1).
    Endres, Schindelin (2003). A new metric for probability distributions. IEEE Trans. Information Theory 49(7).
    """
    from scipy.special import rel_entr

    middle = (reference_share + step_share) / 2
    divergence = (rel_entr(reference_share, middle).sum() + rel_entr(step_share, middle).sum()) / 2
    return float(np.sqrt(max(0.0, divergence) / np.log(2)))


def jensen_shannon_of_counts(reference_counts: np.ndarray, step_counts: np.ndarray) -> float:
    """The distance of two rows of counts over the same bins; NaN without rows."""
    n, m = reference_counts.sum(), step_counts.sum()
    return jensen_shannon(reference_counts / n, step_counts / m) if n and m else np.nan
