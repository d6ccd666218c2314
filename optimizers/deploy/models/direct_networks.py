"""Direct predictors of small networks and of histogram boosting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.special import expit
from sklearn.base import ClassifierMixin, RegressorMixin
from sklearn.utils.extmath import softmax

from optimizers.deploy.models.direct import Direct
from optimizers.deploy.models.direct_kinds import Classified, both
from optimizers.deploy.models.hist_trees import HistTrees


def _softmax(X: np.ndarray) -> None:
    np.exp(X - X.max(axis=1)[:, None], out=X)
    X /= X.sum(axis=1)[:, None]


IN_PLACE: dict[str, Callable[[np.ndarray], Any]] = {
    "identity": lambda X: None,
    "exp": lambda X: np.exp(X, out=X),
    "logistic": lambda X: expit(X, out=X),
    "tanh": lambda X: np.tanh(X, out=X),
    "relu": lambda X: np.maximum(X, 0, out=X),
    "softmax": _softmax,
}


class Network(Direct):
    """Matrix products with an activation after each."""

    weights: list[np.ndarray]
    biases: list[np.ndarray]
    hidden: str
    output: str

    def last(self, X: Any) -> np.ndarray:
        """What the last layer gives: (n_rows, n_outputs)."""
        layer = self.rows(X)
        for i, (weights, bias) in enumerate(zip(self.weights, self.biases)):
            layer = layer @ weights
            layer += bias
            IN_PLACE[self.output if i == len(self.weights) - 1 else self.hidden](layer)
        return layer


class NetworkRegressor(RegressorMixin, Network):
    """A network of values."""

    def predict(self, X: Any) -> np.ndarray:
        """Values of shape (n_rows,)."""
        return self.last(X).ravel()


class NetworkClassifier(ClassifierMixin, Network):
    """A network of classes."""

    def predict(self, X: Any) -> np.ndarray:
        """Labels of shape (n_rows,)."""
        last = self.last(X)
        places = (last[:, 0] > 0.5).astype(int) if last.shape[1] == 1 else last.argmax(axis=1)
        return self.classes_.take(places)

    def predict_proba(self, X: Any) -> np.ndarray:
        """Probabilities of shape (n_rows, n_classes)."""
        last = self.last(X)
        return both(last[:, 0]) if last.shape[1] == 1 else last


class Hist(Direct):
    """A start, and trees of histogram boosting added to it."""

    trees: HistTrees
    start: np.ndarray

    def raw(self, X: Any) -> np.ndarray:
        return self.trees.staged(self.rows(X, np.float64), self.start)


class HistRegressor(RegressorMixin, Hist):
    """Histogram boosting of values; `by_logarithm` where the loss is one of counts or sizes."""

    by_logarithm: bool = False

    def predict(self, X: Any) -> np.ndarray:
        """Values of shape (n_rows,)."""
        raw = self.raw(X)[:, 0]
        return np.exp(raw) if self.by_logarithm else raw


class HistClassifier(Classified, Hist):
    """Histogram boosting of classes."""

    def scores(self, X: Any) -> np.ndarray:
        raw = self.raw(X)
        return raw[:, 0] if raw.shape[1] == 1 else raw

    decision_function = scores

    def predict_proba(self, X: Any) -> np.ndarray:
        """Probabilities of shape (n_rows, n_classes)."""
        scores = self.scores(X)
        return both(expit(scores)) if scores.ndim == 1 else softmax(scores)
