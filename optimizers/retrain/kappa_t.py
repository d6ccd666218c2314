"""Accuracy beside the accuracy of saying what came last."""

from __future__ import annotations

from typing import Any

import numpy as np


def no_change(y: np.ndarray, before: Any = None) -> np.ndarray:
    """Which labels the one who repeats the last label gets right; the first one only where `before` is given."""
    y = np.asarray(y)
    right = np.zeros(len(y), dtype=bool)
    right[1:] = y[1:] == y[:-1]
    if len(y) and before is not None:
        right[0] = y[0] == before
    return right


def kappa_t(y: np.ndarray, predictions: np.ndarray, before: Any = None) -> float:
    """Kappa temporal: how much of what repeating the last label gets wrong a model gets right.

    Where labels come in runs, a high accuracy says little. 1 is perfect, 0 is no better than repeating the last
    label, below 0 is worse.

    Parameters
    ----------
    y, predictions : ndarray of shape (n_rows,)
        In time order, labels or codes.
    before : label, optional
        The one before the first; without it the first row is left out.

    Returns
    -------
    float
        NaN without rows, or where repeating is always right.

    References
    ----------
    Zliobaite, Bifet, Read, Pfahringer, Holmes (2015). Evaluation methods and decision theory for classification
    of streaming data with temporal dependence. Machine Learning 98.

    Examples
    --------
    >>> kappa_t(np.array([0, 0, 1, 1, 0]), np.array([0, 0, 1, 1, 1]))
    0.5
    """
    first = 0 if before is not None else 1
    right = (np.asarray(y) == np.asarray(predictions))[first:]
    repeated = no_change(y, before)[first:]
    if not len(right) or repeated.all():
        return float("nan")
    return float((right.mean() - repeated.mean()) / (1 - repeated.mean()))
