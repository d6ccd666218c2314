"""First Wasserstein distance: how far values must move, on average, to turn one sample into the other."""

from __future__ import annotations

import numpy as np

from optimizers.detect.samples import SortedSample


def wasserstein(small: SortedSample, large: SortedSample, rank: np.ndarray) -> float:
    """Integral over q in [0, 1] of |F^-1(q) - G^-1(q)|, in the unit of the values.

    G^-1 is flat at `small`'s j-th value over [j/m, (j+1)/m], and F^-1 crosses it once, at q = rank/n.
    With Phi(q), the integral of F^-1 from 0 to q (a look-up in `large`'s running sums), the distance is
    a sum of m terms: the large sample is never walked through, so a reference serves many steps.

    Parameters
    ----------
    rank : (m,) int array
        How many values of `large` are at or below each of `small`'s (see `ks.ranks`).

    References
    ----------
    Vallender (1974). Calculation of the Wasserstein distance between probability distributions on the
    line. Theory of Probability and its Applications 18(4).
    """
    if not (small.is_finite and large.is_finite):
        return np.nan
    n, m = len(large.values), len(small.values)
    grid = np.arange(m + 1) * n  # j/m, counted in 1 / (n m)
    phi = _integral_of_quantiles(large, grid, m)
    crossing = np.clip(rank * m, grid[:-1], grid[1:])
    phi_crossing = np.where(crossing == grid[:-1], phi[:-1], phi[1:])
    inside = np.flatnonzero((crossing > grid[:-1]) & (crossing < grid[1:]))
    phi_crossing[inside] = large.centred_sums[rank[inside]]
    crossing *= 2
    crossing -= grid[:-1]
    crossing -= grid[1:]
    area = np.dot(small.values - large.centre, crossing) / m
    return max(0.0, float((2 * phi.sum() - phi[0] - phi[-1] - 2 * phi_crossing.sum() + area) / n))


def wasserstein_sd(small: SortedSample, large: SortedSample, rank: np.ndarray, sd: float) -> float:
    """The distance in units of the reference's standard deviation `sd`.

    NaN if a value is infinite; if the reference is constant, 0 without a move and infinite with one.
    """
    distance = wasserstein(small, large, rank)
    if sd == 0:
        return np.inf if distance > 0 else distance
    return distance / sd


def _integral_of_quantiles(sample: SortedSample, grid: np.ndarray, m: int) -> np.ndarray:
    """n * Phi at grid / (n m): whole values from the running sums, and a share of the next one."""
    whole, part = np.divmod(grid, m)
    following = sample.values[np.minimum(whole, len(sample.values) - 1)]
    following -= sample.centre
    following *= part / m
    following += sample.centred_sums[whole]
    return following
