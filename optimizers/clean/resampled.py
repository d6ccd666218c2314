"""The interval of a mean over resampled splits, which share most of their rows."""

from __future__ import annotations

import numpy as np


def corrected_interval(
    differences: np.ndarray, test_share: float, confidence: float = 0.95
) -> tuple[float, float, float]:
    """Mean of paired differences over splits, with the interval that allows for their common rows.

    Parameters
    ----------
    differences : ndarray of shape (n_splits,)
    test_share : float
        Validation rows of a split as a share of its training rows.
    confidence : float

    Returns
    -------
    value, low, high : float

    References
    ----------
    Nadeau, Bengio (2003). Inference for the generalization error. Machine Learning 52.
    """
    from scipy.special import stdtrit

    n, value = len(differences), float(np.mean(differences))
    se = float(np.std(differences, ddof=1)) * np.sqrt(1 / n + test_share)
    half = float(stdtrit(n - 1, (1 + confidence) / 2) * se)
    return value, value - half, value + half
