"""Direct predictors, one a kind of model: trees, boosted trees, weighted sums."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import expit
from sklearn.base import ClassifierMixin, RegressorMixin
from sklearn.utils.extmath import softmax

from optimizers.deploy.models.direct import Direct
from optimizers.deploy.models.flat_trees import FlatTrees


class Classified(ClassifierMixin, Direct):
    """Labels from the largest score, or from the sign of one."""

    def scores(self, X: Any) -> np.ndarray:
        raise NotImplementedError

    def above(self, scores: np.ndarray) -> np.ndarray:
        return scores > 0

    def predict(self, X: Any) -> np.ndarray:
        """Labels of shape (n_rows,)."""
        scores = self.scores(X)
        places = self.above(scores).astype(int) if scores.ndim == 1 else scores.argmax(axis=1)
        return self.classes_.take(places)


class TreesClassifier(Classified):
    """The mean of the trees' class shares."""

    trees: FlatTrees

    def scores(self, X: Any) -> np.ndarray:
        return self.trees.sums(self.rows(X, np.float32)) / len(self.trees.trees)

    def predict_proba(self, X: Any) -> np.ndarray:
        """Probabilities of shape (n_rows, n_classes)."""
        return self.scores(X)


class TreesRegressor(RegressorMixin, Direct):
    """The mean of the trees' values."""

    trees: FlatTrees

    def predict(self, X: Any) -> np.ndarray:
        """Values of shape (n_rows,)."""
        return self.trees.sums(self.rows(X, np.float32))[:, 0] / len(self.trees.trees)


class Boosted(Direct):
    """A start, and stages of trees added to it."""

    trees: FlatTrees
    start: np.ndarray
    rate: float

    def raw(self, X: Any) -> np.ndarray:
        return self.trees.staged(self.rows(X, np.float32), self.start, self.rate)


class BoostedRegressor(RegressorMixin, Boosted):
    """Gradient boosting of values."""

    def predict(self, X: Any) -> np.ndarray:
        """Values of shape (n_rows,)."""
        return self.raw(X)[:, 0]


class BoostedClassifier(Classified, Boosted):
    """Gradient boosting of classes; `steepness` is 2 where the loss was exponential."""

    steepness: int = 1

    def scores(self, X: Any) -> np.ndarray:
        raw = self.raw(X)
        return raw[:, 0] if raw.shape[1] == 1 else raw

    decision_function = scores

    def above(self, scores: np.ndarray) -> np.ndarray:
        return scores >= 0

    def predict_proba(self, X: Any) -> np.ndarray:
        """Probabilities of shape (n_rows, n_classes)."""
        scores = self.scores(X)
        return both(expit(self.steepness * scores)) if scores.ndim == 1 else softmax(scores)


class LinearRegressor(RegressorMixin, Direct):
    """A weighted sum of the columns."""

    weights: np.ndarray
    intercept: Any

    def predict(self, X: Any) -> np.ndarray:
        """Values of shape (n_rows,)."""
        return (self.rows(X) @ self.weights + self.intercept).reshape(-1)


class LinearClassifier(Classified):
    """Weighted sums of the columns, one a class."""

    weights: np.ndarray
    intercept: Any

    def scores(self, X: Any) -> np.ndarray:
        scores = self.rows(X) @ self.weights + self.intercept
        return scores.reshape(-1) if scores.ndim == 2 and scores.shape[1] == 1 else scores

    decision_function = scores


class LogisticClassifier(LinearClassifier):
    """The same with probabilities; `shared` says that they are a softmax over all classes."""

    shared: bool = True

    def predict_proba(self, X: Any) -> np.ndarray:
        """Probabilities of shape (n_rows, n_classes)."""
        scores = self.scores(X)
        if scores.ndim == 1:
            return both(expit(scores))
        if self.shared:
            return softmax(scores, copy=False)
        own = expit(scores)
        return own / own.sum(axis=1).reshape(len(own), -1)


def both(chance: np.ndarray) -> np.ndarray:
    """The two columns of a binary model's probabilities."""
    return np.vstack([1 - chance, chance]).T
