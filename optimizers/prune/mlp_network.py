"""A multilayer perceptron as arrays: forward, brief tuning, and back into a copy of the estimator."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizers.prune.training_leftovers import lean

EDGE = 1e-7
MOST_STEPS = 50  # an epoch: batches of 64 rows, larger ones from 3,200 rows on
RATE = 0.005
ACTIVATIONS: dict[str, Callable] = {
    "identity": lambda z: z,
    "relu": lambda z: np.maximum(z, 0),
    "tanh": np.tanh,
    "logistic": lambda z: 1 / (1 + np.exp(-np.clip(z, -60, 60))),
    "softmax": lambda z: (e := np.exp(z - z.max(axis=1, keepdims=True))) / e.sum(axis=1, keepdims=True),
    "exp": lambda z: np.exp(np.minimum(z, 60)),
}
SLOPES: dict[str, Callable] = {  # by the activation itself
    "identity": np.ones_like,
    "relu": lambda a: (a > 0).astype(a.dtype),
    "tanh": lambda a: 1 - a * a,
    "logistic": lambda a: a * (1 - a),
}


@dataclass(frozen=True, eq=False)
class Network:
    """Weights of shape (n_in, n_out) and biases of shape (n_out,), layer by layer."""

    weights: Sequence[np.ndarray]
    biases: Sequence[np.ndarray]
    hidden: str
    out: str

    @property
    def n_parameters(self) -> int:
        return sum(w.size + b.size for w, b in zip(self.weights, self.biases))

    def activations(self, X: np.ndarray) -> list[np.ndarray]:
        """What every layer gives, beginning with the rows themselves."""
        given, last = [X], len(self.weights) - 1
        for i, (w, b) in enumerate(zip(self.weights, self.biases)):
            given.append(ACTIVATIONS[self.out if i == last else self.hidden](given[-1] @ w + b))
        return given

    def loss(self, X: np.ndarray, targets: np.ndarray) -> float:
        """Mean log-loss, squared error or Poisson loss, as the last layer is meant."""
        p = self.activations(X)[-1]
        if self.out == "identity":
            return float(np.mean((p - targets) ** 2))
        if self.out == "exp":
            return float(np.mean(p - targets * np.log(p + EDGE)))
        p = np.clip(p, EDGE, 1 - EDGE)
        both = (1 - targets) * np.log(1 - p) if self.out == "logistic" else 0
        return float(-np.mean(np.sum(targets * np.log(p) + both, axis=1)))

    def slopes(self, X: np.ndarray, targets: np.ndarray) -> list[np.ndarray]:
        """Gradients of the weights, then of the biases (log-loss, half squared error, Poisson)."""
        given = self.activations(X)
        back = (given[-1] - targets) / len(X)
        by_weight: list[np.ndarray] = []
        by_bias: list[np.ndarray] = []
        for i in range(len(self.weights) - 1, -1, -1):
            by_weight.insert(0, given[i].T @ back)
            by_bias.insert(0, back.sum(axis=0))
            if i:
                back = (back @ self.weights[i].T) * SLOPES[self.hidden](given[i])
        return by_weight + by_bias


@dataclass(frozen=True, eq=False)
class Lesson:
    """Rows to tune by; each time they are seen they are a little different, and the old network answers them anew.

    Attributes
    ----------
    X : ndarray of shape (n_rows, n_features)
    targets : ndarray of shape (n_rows, n_outputs)
    old : Network, optional
        Its answers are half of what is taught; of values, which change with the row, all but half its errors.
    spread : ndarray of shape (n_features,)
        Standard deviation of the noise on every column.
    """

    X: np.ndarray
    targets: np.ndarray
    old: Network | None = None
    spread: np.ndarray | float = 0.0

    def batch(self, rows: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """These rows, and what the network should give."""
        X, targets = self.X[rows], self.targets[rows]
        if self.old is None:
            return X, targets
        noisy = X + self.spread * rng.normal(size=X.shape)
        now = self.old.activations(noisy)[-1]
        if self.old.out in ("softmax", "logistic"):
            return noisy, 0.5 * targets + 0.5 * now
        wanted = now + 0.5 * (targets - self.old.activations(X)[-1])
        return noisy, np.maximum(wanted, 0) if self.old.out == "exp" else wanted


def network(estimator: Any) -> Network:
    return Network(estimator.coefs_, estimator.intercepts_, estimator.activation, estimator.out_activation_)


def with_network(estimator: Any, new: Network) -> Any:
    """A copy of the estimator with other weights and without its optimizer."""
    out = lean(estimator)
    dtype = estimator.coefs_[0].dtype
    out.coefs_ = [np.ascontiguousarray(w, dtype) for w in new.weights]
    out.intercepts_ = [np.asarray(b, dtype) for b in new.biases]
    widths = tuple(len(b) for b in new.biases[:-1])
    out.hidden_layer_sizes = widths[0] if np.isscalar(estimator.hidden_layer_sizes) else widths
    return out


def tuned(start: Network, teach: Lesson, choose: tuple, n_epochs: int, rng: np.random.Generator) -> Network:
    """The weights with the least loss on the choosing rows along a few epochs of a fresh Adam that slows down.

    Parameters
    ----------
    teach : Lesson
        Rows to tune by.
    choose : (X, targets)
        Rows to stop by.
    """
    moving = [np.array(p) for p in (*start.weights, *start.biases)]
    n, first, second = len(start.weights), [np.zeros_like(p) for p in moving], [np.zeros_like(p) for p in moving]
    best, least, step = start, start.loss(*choose), 0
    for epoch in range(n_epochs):
        rate = RATE * 0.5 * (1 + np.cos(np.pi * epoch / n_epochs))
        order = rng.permutation(len(teach.X))
        for rows in np.array_split(order, min(MOST_STEPS, max(1, len(order) // 64))):
            step += 1
            now = Network(moving[:n], moving[n:], start.hidden, start.out)
            adam(moving, now.slopes(*teach.batch(rows, rng)), first, second, step, rate)
        now = Network([p.copy() for p in moving[:n]], [p.copy() for p in moving[n:]], start.hidden, start.out)
        if (loss := now.loss(*choose)) < least:
            best, least = now, loss
    return best


def adam(moving: list, gradients: list, first: list, second: list, step: int, rate: float) -> None:
    """One step of Adam, in place."""
    rate *= np.sqrt(1 - 0.999**step) / (1 - 0.9**step)
    for p, g, m, v in zip(moving, gradients, first, second):
        m += 0.1 * (g - m)
        v += 0.001 * (g * g - v)
        p -= rate * m / (np.sqrt(v) + 1e-8)
