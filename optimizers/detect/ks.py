"""Two-sample Kolmogorov-Smirnov: the largest gap between two distribution functions."""

from __future__ import annotations

import numpy as np


def ranks(small: np.ndarray, large: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How many values of `large` are below, and at or below, each value of `small`; both ascending."""
    if small.size * 8 < large.size:
        right = np.searchsorted(large, small, side="right")
    else:
        # A stable sort of two sorted runs is one merge: half the time of as many binary searches.
        order = np.argsort(np.concatenate([large, small]), kind="stable")
        right = np.flatnonzero(order >= large.size)
        right -= np.arange(small.size)
    tied = large[np.maximum(right, 1) - 1] == small
    if not tied.any():
        return right, right
    left = right.copy()
    left[tied] = np.searchsorted(large, small[tied], side="left")
    return left, right


def ks_distance(left: np.ndarray, right: np.ndarray, n_large: int) -> float:
    """D = sup |F - G| from `ranks`, exact to the last bit: counted in integers, divided once.

    With ties only the first and the last of equal values may count; the extremes below are reached
    there by themselves, since within a run of equal values the ranks stand still while j goes on.
    """
    m = len(right)
    gap = np.arange(1, m + 1) * n_large
    gap -= right * m
    above = int(gap.max())
    below = n_large - int(gap.min() if left is right else (gap + (right - left) * m).min())
    return max(above, below) / (n_large * m)


def ks_p_value(distance: float, n: int, m: int) -> float:
    """Probability of a gap this large without drift: Smirnov's limit, for sizes n and m.

    Where the exact value is about 0.01 it is 4 % too large for 500 rows against 2,000 and 20 % for 50
    against 1,000, and larger still for values with ties: it errs towards silence.

    References
    ----------
    Smirnov (1948). Table for estimating the goodness of fit of empirical distributions. Annals of
    Mathematical Statistics 19(2).
    """
    from scipy.special import kolmogorov

    return float(kolmogorov(distance * np.sqrt(n * m / (n + m))))


def ks_2samp(reference: np.ndarray, step: np.ndarray) -> tuple[float, float]:
    """D and its p-value for two ascending arrays without missing values; NaN if one is empty."""
    if not len(reference) or not len(step):
        return np.nan, np.nan
    small, large = sorted((step, reference), key=len)
    distance = ks_distance(*ranks(small, large), len(large))
    return distance, ks_p_value(distance, len(small), len(large))
