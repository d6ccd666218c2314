"""The influence of each row on each metric: (y, prediction) -> (value, influences of mean zero).

y holds class codes 0..K-1 (-1: a label that the model does not know) or values; predictions are codes,
class scores of shape (n_rows, K), or values.
"""

from __future__ import annotations

import numpy as np

Scored = tuple[float, np.ndarray]
FEW_PAIRS = 4096  # of label and prediction: up to 63 classes are counted in a table
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
    labels, n_k = _present(np.bincount(y + 1))
    k = labels[y + 1]
    right = (y == codes).astype(float)
    recall = np.bincount(k, weights=right) / n_k
    return float(recall.mean()), (right - recall[k]) * (len(y) / n_k)[k] / len(n_k)


def f1_macro(y: np.ndarray, codes: np.ndarray) -> Scored:
    """Mean F1 of the classes that occur among the labels or the predictions."""
    n, n_codes = len(y), int(max(y.max(), codes.max())) + 2
    if n_codes**2 <= FEW_PAIRS:
        pair = (y.astype(np.intp) + 1) * n_codes + codes + 1
        value, pull = _f1_of_pairs(np.bincount(pair, minlength=n_codes**2).reshape(n_codes, n_codes) / n)
        return value, pull.ravel()[pair]
    labels, index = np.unique(np.r_[y, codes], return_inverse=True)
    truth, guess = index[:n], index[n:]
    size = (np.bincount(truth, minlength=len(labels)) + np.bincount(guess, minlength=len(labels))) / n
    hit = truth == guess
    f1 = 2 * np.bincount(truth[hit], minlength=len(labels)) / n / size
    pull = 2 * hit / size[truth] - f1[truth] / size[truth] - f1[guess] / size[guess]
    return float(f1.mean()), pull / len(labels)


def _f1_of_pairs(shares: np.ndarray) -> tuple[float, np.ndarray]:
    """Macro F1 and the influence of a row of each (label, prediction), from the shares of these pairs."""
    size = shares.sum(axis=0) + shares.sum(axis=1)
    there = size > 0
    each = np.where(there, 1 / np.where(there, size, 1), 0.0)
    f1 = 2 * np.diag(shares) * each
    pull = np.diag(2 * each) - (f1 * each)[:, None] - (f1 * each)[None, :]
    return float(f1[there].mean()), pull / np.count_nonzero(there)


def _present(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Places of codes, counted from -1, among those that occur; and how often each of these does."""
    there = counts > 0
    return np.cumsum(there) - 1, counts[there]


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
    order = np.argsort(scores)
    ordered, is_positive = scores[order], positive[order]
    at, at_others = np.flatnonzero(is_positive), np.flatnonzero(~is_positive)
    below = at - np.arange(n_pos)  # how many of the other class; as long as no two scores are equal
    below_others = at_others - np.arange(n - n_pos)
    if (ordered[1:] == ordered[:-1]).any():
        first, last = _ties(ordered)
        n_upto = np.append(0, np.cumsum(is_positive))
        twice = n_upto[first] + n_upto[last]
        below, below_others = (first + last - twice)[at] / 2, twice[at_others] / 2
    right, right_others = below / (n - n_pos), 1 - below_others / n_pos
    area = float(right.mean())
    placement = np.empty(n)
    placement[order[at]] = (right - area) * (n / n_pos)
    placement[order[at_others]] = (right_others - area) * (n / (n - n_pos))
    return area, placement


def _ties(ordered: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How many values are below, and at or below, each of some ascending values."""
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    sizes = np.diff(np.r_[starts, len(ordered)])
    first = np.repeat(starts, sizes)
    return first, first + np.repeat(sizes, sizes)


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
