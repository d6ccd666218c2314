"""The influence of each row on each metric: (y, prediction) -> (value, influences of mean zero).

y holds class codes 0..K-1 (-1: a label that the model does not know) or values; predictions are codes,
class scores of shape (n_rows, K), or values.
"""

from __future__ import annotations

import numpy as np

Scored = tuple[float, np.ndarray]
_EPS = np.finfo(np.float64).eps


def _mean(losses: np.ndarray) -> Scored:
    value = float(losses.mean())
    return value, losses - value


def _undefined(n_rows: int) -> Scored:
    return float("nan"), np.full(n_rows, np.nan)


def accuracy(y: np.ndarray, codes: np.ndarray) -> Scored:
    """Share of rows whose label is right."""
    return _mean((y == codes).astype(float))


def balanced_accuracy(y: np.ndarray, codes: np.ndarray) -> Scored:
    """Mean recall of the classes that occur."""
    _, k, n_k = np.unique(y, return_inverse=True, return_counts=True)
    right = (y == codes).astype(float)
    recall = np.bincount(k, weights=right) / n_k
    return float(recall.mean()), (right - recall[k]) * (len(y) / n_k)[k] / len(n_k)


def f1_macro(y: np.ndarray, codes: np.ndarray) -> Scored:
    """Mean F1 of the classes that occur among the labels or the predictions."""
    labels, index = np.unique(np.r_[y, codes], return_inverse=True)
    truth, guess, n = index[: len(y)], index[len(y) :], len(y)
    size = (np.bincount(truth, minlength=len(labels)) + np.bincount(guess, minlength=len(labels))) / n
    hit = truth == guess
    f1 = 2 * np.bincount(truth[hit], minlength=len(labels)) / n / size
    pull = 2 * hit / size[truth] - f1[truth] / size[truth] - f1[guess] / size[guess]
    return float(f1.mean()), pull / len(labels)


def roc_auc(y: np.ndarray, scores: np.ndarray) -> Scored:
    """Area under the ROC curve; with more than two classes the mean of one against the rest."""
    if scores.ndim == 1 or scores.shape[1] == 2:
        return _auc(y == 1, scores if scores.ndim == 1 else scores[:, 1])
    parts = [_auc(y == k, scores[:, k]) for k in range(scores.shape[1]) if (y == k).any()]
    if len(parts) < 2:
        return _undefined(len(y))
    return float(np.mean([v for v, _ in parts])), np.mean([i for _, i in parts], axis=0)


def _auc(positive: np.ndarray, scores: np.ndarray) -> Scored:
    """DeLong's placement values: the share of the other class that each row is ranked right against."""
    n, n_pos = len(scores), int(positive.sum())
    if n_pos in (0, n):
        return _undefined(n)
    above, below = np.sort(scores[positive]), np.sort(scores[~positive])
    share_below = (np.searchsorted(below, scores, "left") + np.searchsorted(below, scores, "right")) / (2 * len(below))
    share_above = 1 - (np.searchsorted(above, scores, "left") + np.searchsorted(above, scores, "right")) / (2 * n_pos)
    placement = np.where(positive, share_below, share_above)
    area = float(share_below[positive].mean())
    return area, (placement - area) * n / np.where(positive, n_pos, n - n_pos)


def _probability_of_truth(y: np.ndarray, scores: np.ndarray) -> np.ndarray:
    given = scores[np.arange(len(y)), np.maximum(y, 0)]
    return np.where(y >= 0, given, 0.0)


def log_loss(y: np.ndarray, scores: np.ndarray) -> Scored:
    """Mean negative log probability of the true class, clipped at the machine's precision."""
    scores = scores / scores.sum(axis=1, keepdims=True)
    return _mean(-np.log(np.clip(_probability_of_truth(y, scores), _EPS, 1 - _EPS)))


def brier(y: np.ndarray, scores: np.ndarray) -> Scored:
    """Mean squared error of the probabilities (two classes: of one of them).

    References
    ----------
    Brier (1950). Verification of forecasts expressed in terms of probability.
    """
    squared = np.square(scores).sum(axis=1) - 2 * _probability_of_truth(y, scores) + 1
    return _mean(squared / 2 if scores.shape[1] == 2 else squared)


def r2(y: np.ndarray, values: np.ndarray) -> Scored:
    """Share of the target's variance that is explained."""
    error, spread = np.square(y - values), np.square(y - y.mean())
    mse, variance = error.mean(), spread.mean()
    if not variance > 0:
        return _undefined(len(y))
    return float(1 - mse / variance), -(error - mse) / variance + mse / variance**2 * (spread - variance)


def mae(y: np.ndarray, values: np.ndarray) -> Scored:
    """Mean absolute error, in units of the target."""
    return _mean(np.abs(y - values))


def rmse(y: np.ndarray, values: np.ndarray) -> Scored:
    """Root of the mean squared error, in units of the target."""
    mse, per_row = _mean(np.square(y - values))
    root = float(np.sqrt(mse))
    return root, per_row / (2 * root) if root else per_row


def mape(y: np.ndarray, values: np.ndarray) -> Scored:
    """Mean absolute error as a share of the target; not defined where a target is 0."""
    if not np.abs(y).min() > _EPS:
        return _undefined(len(y))
    return _mean(np.abs(y - values) / np.maximum(np.abs(y), _EPS))
