"""First Wasserstein distance: how far values must move, on average, to turn one sample into the other."""

from __future__ import annotations

import numpy as np

from optimizers.detect.samples import BLOCK, SortedSample

Cells = tuple[np.ndarray, np.ndarray, np.ndarray]


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
    m, area = len(rank), 0.0
    if m == len(large.values):
        return _equal_sizes(small.values, large.values)
    for start in range(0, m, BLOCK):
        rows = slice(start, start + BLOCK)
        cells = _cells(large, m, start)
        area += _area(small.values[rows] - large.centre, rank[rows], cells, large.centred_sums)
    return area / m


def _equal_sizes(a: np.ndarray, b: np.ndarray) -> float:
    """The k-th smallest value of one sample becomes the k-th smallest of the other."""
    blocks = range(0, len(a), BLOCK)
    return float(sum(np.abs(a[k : k + BLOCK] - b[k : k + BLOCK]).sum() for k in blocks) / len(a))


def wasserstein_sd(small: SortedSample, large: SortedSample, rank: np.ndarray, sd: float) -> float:
    """The distance in units of the reference's standard deviation `sd`."""
    return in_sd(wasserstein(small, large, rank), sd)


def in_sd(distance: float, sd: float) -> float:
    """A distance in units of `sd`.

    NaN if a value is infinite; if the reference is constant, 0 without a move and infinite with one.
    """
    if sd == 0:
        return np.inf if distance > 0 else distance
    return distance / sd


def _area(b: np.ndarray, rank: np.ndarray, cells: Cells, sums: np.ndarray) -> float:
    """Sum over cells of the mean of |F^-1 - b|, where b is flat and F^-1 runs from below it to above it."""
    grid, phi, mean = cells
    area = mean - b
    np.abs(area, out=area)  # so it is where F^-1 stays on one side of b all over the cell
    into = rank - grid[:-1]
    crossed = np.flatnonzero((into > 0) & (into < grid[1] - grid[0]))
    at, low, high = rank[crossed], grid[crossed], grid[crossed + 1]
    inside = phi[crossed] + phi[crossed + 1] - 2 * sums[at] + b[crossed] * (2 * at - low - high)
    area[crossed] = inside / (high - low)
    return float(area.sum())


def _cells(large: SortedSample, m: int, start: int) -> Cells:
    """A block of the m equal cells of [0, 1]: edges n q, n Phi(q) there, and the mean of F^-1 in each.

    Values count from the centre. The last block is remembered: steps are often equally large.
    """
    if (m, start) not in large.cells:
        n = len(large.values)
        grid = np.arange(start, min(start + BLOCK, m) + 1) * (n / m)
        whole = grid.astype(np.intp)
        following = large.values.take(whole, mode="clip") - large.centre
        phi = large.centred_sums.take(whole, mode="clip") + (grid - whole) * following
        large.cells.clear()
        large.cells[m, start] = grid, phi, np.diff(phi) * (m / n)
    return large.cells[m, start]
