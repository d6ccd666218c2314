"""A support vector machine as arrays: libsvm's private parts in one place.

For K classes libsvm keeps K - 1 coefficients a vector, the vectors grouped by class. The decision between classes
i < j is the sum over the vectors of i with row j - 1, and over those of j with row i; positive means i. A regressor is
one group with one row. For two classes scikit-learn shows all of it with the opposite sign.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import Any

import numpy as np


@dataclass(frozen=True, eq=False)
class Machine:
    """Vectors and coefficients, with libsvm's signs.

    Attributes
    ----------
    vectors : ndarray of shape (n_vectors, n_features)
    support : ndarray of int of shape (n_vectors,)
        The training row that each vector was, or is nearest to.
    counts : list of int
        Vectors of every class; of a regressor: all of them, once.
    coef : ndarray of shape (n_classes - 1, n_vectors)
    intercept : ndarray of shape (n_pairs,)
    kernel : callable
        (rows, vectors) -> kernel values.
    """

    vectors: np.ndarray
    support: np.ndarray
    counts: list[int]
    coef: np.ndarray
    intercept: np.ndarray
    kernel: Callable[[np.ndarray, np.ndarray], np.ndarray]

    def kernel_values(self, X: np.ndarray) -> np.ndarray:
        return self.kernel(X, self.vectors)

    def pairs(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """For every decision: its vectors, and the row of each one's coefficient."""
        ends = np.cumsum([0, *self.counts])
        groups = [np.arange(a, b) for a, b in pairwise(ends)]
        if len(groups) == 1:
            return [(groups[0], np.zeros(len(groups[0]), int))]
        return [
            (np.r_[groups[i], groups[j]], np.repeat([j - 1, i], [len(groups[i]), len(groups[j])]))
            for i, j in combinations(range(len(groups)), 2)
        ]

    def decisions(self, X: np.ndarray) -> np.ndarray:
        """Of shape (n_rows, n_pairs)."""
        K = self.kernel_values(X)
        parts = [K[:, which] @ self.coef[row, which] for which, row in self.pairs()]
        return np.stack(parts, axis=1) + self.intercept

    def replaced(self, vectors: np.ndarray, support: np.ndarray, counts: list[int]) -> Machine:
        """Other vectors, whose coefficients are still 0."""
        coef = np.zeros((len(self.coef), len(vectors)))
        return replace(self, vectors=vectors, support=support, counts=counts, coef=coef)

    def fitted(self, K: np.ndarray, wanted: np.ndarray, ridges: Sequence[float]) -> list[Machine]:
        """Coefficients and intercepts that come closest to wanted decisions at rows with kernel values K.

        One machine for each penalty, a share of the mean square of the kernel values.
        """
        found = [(np.zeros_like(self.coef), np.zeros(len(self.intercept))) for _ in ridges]
        for p, (which, row) in enumerate(self.pairs()):
            mean, middle = K[:, which].mean(axis=0), wanted[:, p].mean()
            centred = K[:, which] - mean
            values, axes = np.linalg.eigh(centred.T @ centred)
            along = axes.T @ (centred.T @ (wanted[:, p] - middle))
            for ridge, (coef, intercept) in zip(ridges, found):
                solved = axes @ (along / (np.maximum(values, 0) + ridge * values.mean() + 1e-12))
                coef[row, which], intercept[p] = solved, middle - mean @ solved
        return [replace(self, coef=coef, intercept=intercept) for coef, intercept in found]


def machine(estimator: Any) -> Machine:
    """The arrays of a fitted SVC, NuSVC, SVR or NuSVR with a built-in kernel."""
    from sklearn.metrics.pairwise import pairwise_kernels

    name = estimator.kernel
    settings = {"gamma": estimator._gamma, "coef0": estimator.coef0, "degree": estimator.degree}

    def kernel(X: np.ndarray, vectors: np.ndarray) -> np.ndarray:
        return pairwise_kernels(X, vectors, metric=name, filter_params=True, **settings)

    n_vectors = len(estimator.support_)
    counts = estimator._n_support.tolist() if hasattr(estimator, "classes_") else [n_vectors]
    return Machine(
        estimator.support_vectors_,
        estimator.support_,
        counts,
        np.asarray(estimator._dual_coef_),
        np.asarray(estimator._intercept_),
        kernel,
    )


def with_vectors(estimator: Any, new: Machine) -> Any:
    """A copy of the estimator with other vectors: everything that must agree changes together."""
    out = copy.copy(estimator)
    shown = -1.0 if hasattr(estimator, "classes_") and len(estimator.classes_) == 2 else 1.0
    out.support_vectors_ = np.ascontiguousarray(new.vectors, dtype=np.float64)
    out.support_ = new.support.astype(np.int32)
    counts = new.counts if hasattr(estimator, "classes_") else new.counts * len(estimator._n_support)
    out._n_support = np.array(counts, dtype=estimator._n_support.dtype)
    out._dual_coef_, out._intercept_ = np.ascontiguousarray(new.coef), new.intercept.copy()
    out.dual_coef_, out.intercept_ = shown * new.coef, shown * new.intercept
    return out
