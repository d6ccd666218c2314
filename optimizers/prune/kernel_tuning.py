"""Centres and coefficients of a support vector machine moved together, by quasi-Newton steps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np

from optimizers.prune.kernel_machine import Machine

PENALTY = 1e-4


@dataclass(frozen=True, eq=False)
class Lesson:
    """What the moved machine should say.

    Attributes
    ----------
    X : ndarray of shape (n_rows, n_features)
    decisions : ndarray of shape (n_rows, n_pairs)
        The old decision values.
    targets : ndarray of shape (n_rows, n_pairs)
        Log-loss: shares in [0, 1] of the pair's first class. Squared loss: values.
    weights : ndarray of shape (n_rows, n_pairs)
        What a row counts; a row of neither class of a pair counts little there.
    scale : ndarray of shape (n_pairs,)
        Log-odds a decision unit; 0 for squared loss.
    """

    X: np.ndarray
    decisions: np.ndarray
    targets: np.ndarray
    weights: np.ndarray
    scale: float

    def loss(self, decisions: np.ndarray) -> tuple[float, np.ndarray]:
        """Mean loss, and its slope by every decision."""
        if not self.scale:
            gap = decisions - self.targets
            return float(np.sum(self.weights * gap**2)) / 2, self.weights * gap
        z = self.scale * decisions
        value = np.sum(self.weights * (np.logaddexp(0, z) - self.targets * z))
        return float(value), self.weights * self.scale * (1 / (1 + np.exp(-np.clip(z, -60, 60))) - self.targets)


def lesson_of(estimator: Any, full: Machine, X: np.ndarray, y: np.ndarray) -> Lesson:
    """Half the labels, half the old decisions; the old decisions alone where probabilities rest on their scale."""
    decisions = full.decisions(X)
    even = np.full(decisions.shape, 1 / decisions.size)
    if not hasattr(estimator, "classes_"):
        values = np.asarray(y, dtype=float).reshape(-1, 1)
        return Lesson(X, decisions, 0.5 * values + 0.5 * decisions, even / decisions.var(), 0)
    if estimator._probA.size:
        return Lesson(X, decisions, decisions, even / decisions.var(), 0)
    labels = np.full(decisions.shape, np.nan)
    for p, (i, j) in enumerate(combinations(range(len(estimator.classes_)), 2)):
        labels[y == estimator.classes_[i], p] = 1
        labels[y == estimator.classes_[j], p] = 0
    old = 1 / (1 + np.exp(-np.clip(2 * decisions, -60, 60)))
    own = np.isfinite(labels)
    return Lesson(X, decisions, np.where(own, (labels + old) / 2, old), np.where(own, even, 0.1 * even), 2)


def moved(start: Machine, lesson: Lesson, gamma: float, n_steps: int, centres: bool) -> Machine:
    """The rbf machine with less loss on its teaching rows; its vectors move only if they are centres."""
    from scipy.optimize import minimize

    spread = Spread.of(start)
    X, shape = lesson.X, start.vectors.shape
    rows = np.sum(X * X, axis=1)[:, None]
    size = PENALTY / max(float(np.mean(start.coef**2)), 1e-12) / start.coef.size

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        coef, intercept, C = spread.parts(flat, shape)
        K = np.exp(-gamma * np.maximum(rows - 2 * X @ C.T + np.sum(C * C, axis=1), 0))
        value, slope = lesson.loss(K @ coef + intercept)
        by_coef = (K.T @ slope)[spread.at] + size * coef[spread.at]
        pull = (slope @ coef.T) * K
        by_centre = 2 * gamma * (pull.T @ X - pull.sum(axis=0)[:, None] * C) * centres
        value += 0.5 * size * float(np.sum(coef**2))
        return value, np.r_[by_coef, slope.sum(axis=0), by_centre.ravel()]

    found = minimize(loss, spread.flat(start), jac=True, method="L-BFGS-B", options={"maxiter": n_steps}).x
    coef, intercept, C = spread.parts(found, shape)
    return replace(start, vectors=C, coef=spread.back(coef, start.coef.shape), intercept=intercept)


@dataclass(frozen=True, eq=False)
class Spread:
    """libsvm's folded coefficients spread out: one column a decision, zero where a vector takes no part."""

    at: tuple[np.ndarray, np.ndarray]
    rows: np.ndarray
    n_pairs: int

    @classmethod
    def of(cls, svm: Machine) -> Spread:
        pairs = svm.pairs()
        which = np.concatenate([vectors for vectors, _ in pairs])
        decision = np.repeat(np.arange(len(pairs)), [len(vectors) for vectors, _ in pairs])
        return cls((which, decision), np.concatenate([row for _, row in pairs]), len(pairs))

    def flat(self, svm: Machine) -> np.ndarray:
        return np.r_[svm.coef[self.rows, self.at[0]], svm.intercept, svm.vectors.ravel()]

    def parts(self, flat: np.ndarray, shape: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Coefficients of shape (n_vectors, n_pairs), intercepts, vectors."""
        n = len(self.rows)
        coef = np.zeros((shape[0], self.n_pairs))
        coef[self.at] = flat[:n]
        return coef, flat[n : n + self.n_pairs], flat[n + self.n_pairs :].reshape(shape)

    def back(self, coef: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
        folded = np.zeros(shape)
        folded[self.rows, self.at[0]] = coef[self.at]
        return folded
