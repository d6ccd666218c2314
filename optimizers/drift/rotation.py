"""Concept drift: the boundary between the classes turns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimizers.component import param
from optimizers.drift.base import Drift
from optimizers.drift.encoding import Encoding, learn_encoding
from optimizers.drift.labels import classes_of, codes_of, task_of, values_of
from optimizers.drift.target_shift import constant_target

N_LEARN = 5_000  # rows that are enough for a linear model
N_BLOCK = 500  # rows among which the nearest is looked for: time grows with its square


@dataclass(frozen=True, eq=False)
class Boundary:
    """A linear model of the target: scores = encoding @ weights, and the same weights after a quarter turn."""

    encoding: Encoding
    weights: np.ndarray
    turned: np.ndarray


@dataclass(frozen=True)
class BoundaryRotation(Drift):
    """The boundary between the classes turns.

    Concept drift. A second model, linear and fitted by least squares on the undrifted rows (numbers
    standardised, categories one-hot, all made uncorrelated), gives every row a score. Its weights turn
    by t * angle in random planes, so that old and new score correlate by cos(angle). A row then takes the
    target of that row of its step whose old score has the rank of its new one (more than two classes:
    the row whose old scores are nearest to its new ones). So the new boundary holds, the features stay,
    and labels are as noisy around the new boundary as they were around the old one; with two classes or
    numbers a step's targets are only dealt out anew, so their distribution stays exactly.

    References
    ----------
    Hulten, Spencer, Domingos (2001). Mining time-changing data streams. KDD, sec. 4 (rotating hyperplane).
    Hastie, Tibshirani, Friedman (2009). The Elements of Statistical Learning, sec. 4.2 (indicator regression).
    """

    words = "the boundary between the classes turns by {angle:g} degrees"

    angle: float = param(45.0, 0.0, 180.0, "degrees", "How far it turns at full strength.")

    def skip(self, X, y):
        return super().skip(X, y) or constant_target(self, y) or too_flat(X)

    def study(self, X, y, rng):
        some = np.sort(rng.permutation(len(X))[:N_LEARN])
        X, y = X.iloc[some], y.iloc[some]
        encoding = learn_encoding(X)
        Z, targets = encoding.of(X), targets_of(y)
        weights = Z.T @ (targets - targets.mean(axis=0)) / len(Z)
        return Boundary(encoding, weights, quarter_turn(weights, rng))

    def change(self, X, y, t, rng, world):
        if self.angle == 0:
            return X, y
        angle = np.deg2rad(t * self.angle)
        Z = world.encoding.of(X)
        old, quarter = Z @ world.weights, Z @ world.turned
        source = same_place(old, np.cos(angle) * old + np.sin(angle) * quarter)
        return X, y.iloc[source].set_axis(y.index)


def too_flat(X: pd.DataFrame) -> str:
    if len(learn_encoding(X.iloc[:N_LEARN]).kept) > 1:
        return ""
    return "BoundaryRotation needs at least two features that vary, to turn from one to the other; take LabelNoise."


def targets_of(y: pd.Series) -> np.ndarray:
    """What the linear model is fitted to: numbers, one indicator of two classes, or one a class."""
    if task_of(y) == "regression":
        return values_of(y)[:, None]
    classes = classes_of(y)
    columns = np.arange(len(classes)) if len(classes) > 2 else np.array([1])
    return (codes_of(y, classes)[:, None] == columns).astype(float)


def quarter_turn(weights: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Every column turned by 90 degrees: an orthogonal basis that begins with the weights' own span is
    cut into two halves, and each axis of the first turns into its partner in the second.
    """
    n, n_span = weights.shape[0], min(weights.shape[0], max(1, weights.shape[1] - 1))
    Q, R = np.linalg.qr(np.hstack([weights[:, :n_span], rng.standard_normal((n, n - n_span))]))
    Q *= np.where(np.diag(R) < 0, -1.0, 1.0)
    first, second = Q[:, : n // 2], Q[:, n // 2 : n // 2 * 2]
    return second @ (first.T @ weights) - first @ (second.T @ weights)


def same_place(old: np.ndarray, new: np.ndarray) -> np.ndarray:
    """For each row the position of the row whose old scores lie where its new scores lie.

    Parameters
    ----------
    old, new : ndarray of shape (n_rows, n_scores)
        One score is matched by rank, several by distance within blocks of rows.
    """
    if old.shape[1] > 1:
        blocks = [slice(i, i + N_BLOCK) for i in range(0, len(old), N_BLOCK)]
        return np.concatenate([b.start + nearest(old[b], new[b]) for b in blocks])
    source = np.empty(len(old), dtype=int)
    source[np.argsort(new[:, 0], kind="stable")] = np.argsort(old[:, 0], kind="stable")
    return source


def nearest(points: np.ndarray, queries: np.ndarray) -> np.ndarray:
    """The position of the point nearest to each query; the first of equals."""
    closeness = queries @ points.T  # in place from here: fresh pages cost more than the sums
    closeness -= (points**2).sum(axis=1) / 2
    return closeness.argmax(axis=1)
