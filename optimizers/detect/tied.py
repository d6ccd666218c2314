"""Kolmogorov-Smirnov and Wasserstein distance where values repeat: one look at each distinct value."""

from __future__ import annotations

import numpy as np

from optimizers.detect.samples import SortedSample

OFTEN = 0.5  # share of distinct values below which it pays


def run_ends(values: np.ndarray) -> np.ndarray | None:
    """How many values lie at or below each distinct one, for ascending values; None where most are distinct."""
    is_last = np.empty(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=is_last[:-1])
    is_last[-1:] = True
    return np.flatnonzero(is_last) + 1 if np.count_nonzero(is_last) <= OFTEN * len(values) else None


def tied_ks_distance(ends: np.ndarray, left: np.ndarray, right: np.ndarray, n: int, m: int) -> float:
    """D = sup |F - G|, counted in integers.

    Parameters
    ----------
    ends : (n_distinct,) int array
        Of the small sample, as `run_ends` gives it.
    left, right : (n_distinct,) int arrays
        How many of the large sample's n values are below, and at or below, each distinct value of the small.
    """
    above = ends * n - right * m
    below = left * m
    below[1:] -= ends[:-1] * n
    return max(int(above.max()), int(below.max()), 0) / (n * m)


def tied_wasserstein(small: SortedSample, ends: np.ndarray, large: SortedSample, rank: np.ndarray) -> float:
    """The same integral as `wasserstein.wasserstein`, a cell of [0, 1] for each distinct value of `small`."""
    if not (small.is_finite and large.is_finite):
        return np.nan
    n, m, sums = len(large.values), len(small.values), large.centred_sums
    b = small.values[ends - 1] - large.centre
    grid = np.append(0, ends) * (n / m)
    whole = grid.astype(np.intp)
    following = large.values.take(whole, mode="clip") - large.centre
    phi = sums.take(whole, mode="clip") + (grid - whole) * following
    low, high = grid[:-1], grid[1:]
    inside = np.minimum(np.maximum(rank, low), high)  # where F^-1 passes b
    turn = np.where(rank == inside, sums[rank], np.where(rank < low, phi[:-1], phi[1:]))
    parts = phi[:-1] + phi[1:] - 2 * turn + b * (2 * inside - low - high)
    return float(np.abs(parts).sum() / n)
