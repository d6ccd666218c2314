"""Fewer points, the same picture: no trace holds more than 2,000."""

from __future__ import annotations

import numpy as np

MOST_POINTS = 2_000


def thin(y: np.ndarray, most: int = MOST_POINTS) -> np.ndarray:
    """Positions of the points of a long line that keep its shape, in order.

    Peaks and troughs stay; of every gap (nan) one point stays, so that it remains a gap.

    Parameters
    ----------
    y : ndarray of shape (n,)
        The line's values, in order of x.

    Returns
    -------
    ndarray of int, of shape (at most `most`,)

    References
    ----------
    Van Der Donckt, Van Der Donckt, Rademaker, Van Hoecke (2023). MinMaxLTTB: leveraging
    MinMax-preselection to scale LTTB. IEEE VIS.
    """
    y = np.asarray(y, dtype=float)
    if len(y) <= most:
        return np.arange(len(y))
    from tsdownsample import MinMaxLTTBDownsampler

    gap = ~np.isfinite(y)
    first_of_gap = np.flatnonzero(gap & ~np.r_[False, gap[:-1]])[: most // 2]
    there = np.flatnonzero(~gap)
    room = most - len(first_of_gap)
    if len(there) > room:
        there = there[MinMaxLTTBDownsampler().downsample(np.ascontiguousarray(y[there]), n_out=room)]
    return np.sort(np.r_[there, first_of_gap]).astype(np.int64)


def evenly(n: int, most: int = MOST_POINTS) -> np.ndarray:
    """Positions spread evenly over n points: a cloud keeps its density, which `thin` would not keep."""
    return np.arange(n) if n <= most else np.linspace(0, n - 1, most).round().astype(np.int64)
