"""Intervals of scores on few rows, where the spread of the rows' influences says too little."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from optimizers.metrics import Metric

Z95 = 1.959963984540054
FEW, NO_SPREAD = 100, 10  # rows


def interval(metric: Metric, value: float, se: float, y: np.ndarray, n_rows: int) -> tuple[float, float]:
    """A 95 % interval of a score on few rows, or of one to which all rows contribute alike.

    Three rows that are all right have influences of 0, and yet they prove little. So the shares that are means over
    classes take Wilson's interval, at the number of rows that their standard error implies, or at the one that their
    smallest classes allow if that is less; ROC AUC takes the interval that Newcombe recommends, which inverts the
    variance of Hanley and McNeil. Mean losses keep Student's t, and have no interval where fewer than 10 rows all
    lost the same: nothing then tells how far losses spread.

    Parameters
    ----------
    metric : Metric
    value, se : float
        The score and its standard error from influences.
    y : ndarray
        The truth, codes or values.
    n_rows : int
        How many different original rows these are.

    Returns
    -------
    low, high : float
        NaN where nothing can be said.

    References
    ----------
    Newcombe (2006). Confidence intervals for an effect size measure based on the Mann-Whitney statistic. Part 2.
    Statistics in Medicine 25 (method 5).
    """
    from optimizers import metrics

    if np.isnan(value):
        return np.nan, np.nan
    if metric.name in ("balanced_accuracy", "f1_macro", "roc_auc"):
        counts = np.bincount(y + 1)
        sizes = counts[counts > 0] * (n_rows / len(y))
        if metric.name == "roc_auc":
            return mann_whitney(value, float(sizes.min()), float(n_rows - sizes.min()))
        most = len(sizes) ** 2 / float(np.sum(1 / sizes))
        implied = value * (1 - value) / se**2 if se > 0 else most
        return shares(value, min(most, implied))
    if n_rows < NO_SPREAD and not se > 1e-12 * max(1.0, abs(value)):
        return np.nan, np.nan
    return metrics.interval(metric, value, se, n_rows)


def shares(share: float, n: float) -> tuple[float, float]:
    """Wilson's interval of a share of n rows, n not necessarily whole."""
    middle, spread = share + Z95**2 / (2 * n), Z95 * np.sqrt(share * (1 - share) / n + Z95**2 / (4 * n * n))
    low, high = (middle - spread) / (1 + Z95**2 / n), (middle + spread) / (1 + Z95**2 / n)
    return float(min(share, max(0.0, low))), float(max(share, min(1.0, high)))


def mann_whitney(area: float, n: float, m: float) -> tuple[float, float]:
    """The areas that lie no further from the one found than 1.96 of their own standard errors."""
    more = (n + m) / 2 - 1

    def too_far(true: float) -> bool:
        spread = true * (1 - true) * (1 + more * (1 - true) / (2 - true) + more * true / (1 + true)) / (n * m)
        return (area - true) ** 2 > Z95**2 * spread

    return turning(too_far, 0.0, area), turning(too_far, 1.0, area)


def turning(too_far: Callable[[float], bool], out: float, near: float) -> float:
    """Where it stops being too far, between an end and a value that is not."""
    if not too_far(out):
        return out
    for _ in range(30):
        middle = (out + near) / 2
        out, near = (middle, near) if too_far(middle) else (out, middle)
    return near
