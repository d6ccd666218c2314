"""What a linear model's columns are judged by: its loss, and how the loss rises without a column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, eq=False)
class Loss:
    """Log-loss of a classifier's scores, squared loss of a regressor's.

    Attributes
    ----------
    y : ndarray of shape (n_rows, n_scores)
        One column a class (two classes: one), or the values.
    scale : float
        What turns scores into log-odds; 1 where the model means its scores so.
    classifies : bool
    """

    y: np.ndarray
    scale: float
    classifies: bool

    def means(self, scores: np.ndarray) -> np.ndarray:
        if not self.classifies:
            return scores
        z = scores * self.scale
        if z.shape[1] == 1:
            return 1 / (1 + np.exp(-np.clip(z, -500, 500)))
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def slopes(self, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """First and second derivative of the loss by each score."""
        p = self.means(scores)
        if not self.classifies:
            return p - self.y, np.ones_like(p)
        return (p - self.y) * self.scale, p * (1 - p) * self.scale**2

    def value(self, scores: np.ndarray) -> float:
        p = self.means(scores)
        if not self.classifies:
            return float(np.mean((p - self.y) ** 2))
        p = np.clip(p, 1e-12, 1 - 1e-12)
        if p.shape[1] == 1:
            return float(-np.mean(self.y * np.log(p) + (1 - self.y) * np.log(1 - p)))
        return float(-np.mean(np.sum(self.y * np.log(p), axis=1)))


def loss_of(estimator: Any, y: np.ndarray, scores: np.ndarray) -> Loss:
    """The loss by which columns are judged, on rows with targets y and the model's own scores."""
    if not hasattr(estimator, "classes_"):
        return Loss(np.asarray(y, dtype=float).reshape(-1, 1), 1.0, False)
    hot = (np.asarray(y)[:, None] == estimator.classes_[None, :]).astype(float)
    calibrated = type(estimator).__name__.startswith("LogisticRegression")
    scale = 1.0 if calibrated else 2 / max(float(np.mean(np.abs(scores))), 1e-12)
    return Loss(hot[:, 1:] if scores.shape[1] == 1 else hot, scale, True)


def rise_of_loss(coef: np.ndarray, X: Any, mean: np.ndarray, loss: Loss, scores: np.ndarray) -> np.ndarray:
    """How much the halved sum of losses rises when each column becomes its mean, to second order; (n_columns,)."""
    slope, curve = loss.slopes(scores)
    squares = X.multiply(X) if hasattr(X, "tocsr") else X * X
    first = np.asarray(X.T @ slope).T - np.outer(slope.sum(axis=0), mean)
    second = np.asarray(squares.T @ curve).T - 2 * np.asarray(X.T @ curve).T * mean
    second += np.outer(curve.sum(axis=0), mean**2)
    return np.sum(-coef * first + 0.5 * coef**2 * second, axis=0)


def plain_rows(X: Any) -> Any:
    """An array, or a sparse matrix by rows."""
    return X.tocsr() if hasattr(X, "tocsr") else np.asarray(X, dtype=float)


def moments(X: Any) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation of every column."""
    if not hasattr(X, "tocsr"):
        return X.mean(axis=0), X.std(axis=0)
    mean = np.asarray(X.mean(axis=0)).ravel()
    square = np.asarray(X.multiply(X).mean(axis=0)).ravel()
    return mean, np.sqrt(np.maximum(square - mean**2, 0))
