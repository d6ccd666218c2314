"""A few learned prototypes in place of every row that a nearest-neighbour model keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizers.component import param
from optimizers.prune.base import Prune, PruningRows
from optimizers.prune.glvq import moved

FIXED = ("precomputed", "haversine")


@dataclass(frozen=True)
class Prototypes(Prune):
    """Keep a few learned prototypes instead of all rows.

    Classification: k-means centres of each class, then moved by generalized learning vector quantization (under a
    Euclidean metric), so that the nearest one has the right class. Regression: k-means centres of rows and values
    together, each with the mean value of its rows. The model's own stored rows are the material; how many neighbours
    answer, and whether centres move, the choosing rows say (if they are among the stored rows they flatter a path's
    long end). `fit` on the full rows gives the old model back, but for its number of neighbours.

    References
    ----------
    Sato, Yamada (1995). Generalized Learning Vector Quantization. NIPS 8.
    Hastie, Tibshirani, Friedman (2009). The Elements of Statistical Learning, section 13.2.
    """

    takes = ("KNeighborsClassifier", "KNeighborsRegressor")

    n_points: int = param(7, 2, 12, "candidates", "Points along the path, evenly spaced in log prototypes.")
    largest: float = param(0.2, 0.01, 0.9, "of the rows", "Where the path begins.", log=True)
    n_steps: int = param(50, 0, 300, "steps", "Moves of the prototypes; 0: k-means alone.")

    def unsuitable(self, estimator: Any) -> str:
        if callable(estimator.metric) or estimator.metric in FIXED:
            return "Prototypes need a metric in which a mean is a place; fit the model with minkowski or euclidean."
        if not isinstance(estimator._fit_X, np.ndarray):
            return "Prototypes takes models fitted on dense rows; fit this one on rows.toarray()."
        if estimator._y.ndim > 1 and estimator._y.shape[1] > 1:
            return "Prototypes takes models of one output; give the model of one output on its own."
        if len(estimator._fit_X) < 2 * len(getattr(estimator, "classes_", [0])) + 2:
            return "Prototypes finds as few rows as prototypes: the model is as small as it gets."
        return ""

    def pruned(self, estimator: Any, rows: PruningRows, rng: np.random.Generator) -> Iterator[tuple[str, Any]]:
        X, y = np.asarray(estimator._fit_X, dtype=float), np.asarray(estimator._y).ravel()
        n_groups, seed = len(getattr(estimator, "classes_", [0])), int(rng.integers(2**31))
        X_choose, n_before = plain(rows.X_choose), len(X)
        for n in np.geomspace(max(n_groups, self.largest * len(X)), n_groups, self.n_points):
            made = self.learned(estimator, X, y, n, seed)
            tried = [with_rows(estimator, W, targets, k) for W, targets in made for k in (1, 3, 5)]
            best = max(tried, key=lambda small: small.score(X_choose, rows.y_choose))
            if len(best._fit_X) < n_before:
                n_before = len(best._fit_X)
                yield f"{n_before:,} of {len(X):,} rows", best

    def learned(self, estimator: Any, X: np.ndarray, y: np.ndarray, n: float, seed: int) -> Iterator[tuple]:
        """Prototypes with their codes or values; first as k-means leaves them, then moved."""
        if not hasattr(estimator, "classes_"):
            yield from centres_of_values(X, y, round(n), seed)
            return
        W, codes = centres_of_classes(X, y, n / len(X), seed)
        yield W, codes
        euclidean = estimator.effective_metric_ == "euclidean"
        if self.n_steps and euclidean and len(np.unique(codes)) > 1:
            for steepness in (15, 5):
                yield moved(W, codes, X, y, self.n_steps, steepness), codes


def plain(X: Any) -> np.ndarray:
    return X.toarray() if hasattr(X, "toarray") else np.asarray(X, dtype=float)


def k_means(X: np.ndarray, k: int, seed: int) -> Any:
    from sklearn.cluster import KMeans

    return KMeans(k, n_init=1, max_iter=50, random_state=seed).fit(X)


def centres_of_classes(X: np.ndarray, codes: np.ndarray, share: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """k-means centres of each class, in proportion to its rows, one at least."""
    centres, labels = [], []
    for c in np.unique(codes):
        own = X[codes == c]
        n_different = len(np.unique(own, axis=0))
        centres.append(k_means(own, min(n_different, max(1, round(share * len(own)))), seed).cluster_centers_)
        labels.append(np.full(len(centres[-1]), c))
    return np.concatenate(centres), np.concatenate(labels)


def centres_of_values(X: np.ndarray, y: np.ndarray, k: int, seed: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """k-means centres of the rows, and of rows and values together, with the mean value of each."""
    spread = max(float(y.std()), 1e-12)
    for weight in (0.0, 1.0, 2.0):
        beside = weight * np.sqrt(X.var(axis=0).sum()) * (y - y.mean()) / spread
        k_most = min(k, len(np.unique(np.c_[X, beside], axis=0)))
        near = k_means(np.c_[X, beside], max(1, k_most), seed).labels_
        counts = np.bincount(near)
        sums = np.stack([np.bincount(near, weights=column) for column in np.c_[X, y].T], axis=1)
        means = sums[counts > 0] / counts[counts > 0, None]
        yield means[:, :-1], means[:, -1]


def with_rows(estimator: Any, W: np.ndarray, targets: np.ndarray, k: int) -> Any:
    """The same kind of model over other rows; more than one neighbour are weighted by their distance."""
    from sklearn.base import clone

    k = min(k, len(W))
    new = clone(estimator).set_params(n_neighbors=k, weights="uniform" if k == 1 else "distance")
    classifies = hasattr(estimator, "classes_")
    new.fit(W, estimator.classes_[targets] if classifies else targets)
    if classifies:
        new._y, new.classes_ = targets.astype(np.intp), estimator.classes_
    if hasattr(estimator, "feature_names_in_"):
        new.feature_names_in_ = estimator.feature_names_in_
    return new
