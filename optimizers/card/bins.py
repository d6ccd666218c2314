"""Predictions in quantile bins against what came: the ground of calibration and of the bias by decile."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimizers.metrics import wilson

COLUMNS = ("bin", "from", "to", "predicted", "observed", "low", "high", "n_rows")


def quantile_bins(predicted: np.ndarray, n_bins: int) -> tuple[np.ndarray, np.ndarray]:
    """Bins of equally many rows; equal predictions stay together, so there may be fewer.

    Returns
    -------
    edges : ndarray of shape (n_bins + 1,)
    place : ndarray of shape (n_rows,)
        The bin of each row.
    """
    edges = np.quantile(predicted, np.linspace(0, 1, n_bins + 1))
    place = np.searchsorted(edges[1:-1], predicted)
    used, place = np.unique(place, return_inverse=True)
    return np.r_[edges[used], edges[-1]], place


def by_bin(predicted: np.ndarray, came: np.ndarray, n_bins: int, shares: bool) -> pd.DataFrame:
    """Mean prediction and mean outcome of each bin, the outcome with its 95 % interval.

    Parameters
    ----------
    predicted : ndarray of shape (n_rows,)
        Probabilities or values.
    came : ndarray of shape (n_rows,)
        Whether it came true (0 or 1), or the values.
    n_bins : int
        At most so many.
    shares : bool
        Wilson's interval of a share; otherwise Student's t interval of a mean.
    """
    edges, place = quantile_bins(predicted, n_bins)
    records = []
    for b in range(len(edges) - 1):
        rows = place == b
        n, mean = int(rows.sum()), float(came[rows].mean())
        low, high = wilson(mean, 0.0, n) if shares else t_interval(came[rows])
        same = {"bin": b, "from": float(edges[b]), "to": float(edges[b + 1]), "n_rows": n}
        records.append(same | dict(predicted=float(predicted[rows].mean()), observed=mean, low=low, high=high))
    return pd.DataFrame(records, columns=list(COLUMNS))


def t_interval(values: np.ndarray) -> tuple[float, float]:
    """Student's 95 % interval of a mean; NaN for a single value."""
    from scipy.special import stdtrit

    if len(values) < 2:
        return np.nan, np.nan
    half = stdtrit(len(values) - 1, 0.975) * values.std(ddof=1) / np.sqrt(len(values))
    return float(values.mean() - half), float(values.mean() + half)
