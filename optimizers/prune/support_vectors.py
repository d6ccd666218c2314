"""A support vector machine that leans on fewer vectors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizers.component import param
from optimizers.prune.base import Prune, PruningRows
from optimizers.prune.kernel_machine import Machine, machine, with_vectors
from optimizers.prune.kernel_tuning import Lesson, lesson_of, moved

MOST_ROWS, MOST_VECTORS = 4_000, 1_500
MOST_VALUES = 2e8  # kernel values computed while moving the vectors of one point


@dataclass(frozen=True)
class SupportVectors(Prune):
    """Let fewer support vectors make the same decisions.

    The few are centres of k-means over the support vectors of a class (`vectors="centres"`), or those support
    vectors that are nearest to a centre. Their coefficients come from kernel ridge regression of the machine's own
    decision values, clipped where a decision is clear already (not where probabilities rest on their scale). With an
    rbf kernel, quasi-Newton steps then move centres and coefficients together, half towards the labels, half towards
    the old decisions. What the choosing rows like best is kept; a machine that was fitted on them too is copied more
    closely than it deserves. Support vectors, coefficients and counts change together; `support_` names the nearest
    old support vector. Fitting again gives all vectors back.

    References
    ----------
    Burges (1996). Simplified support vector decision rules. ICML.
    Schoelkopf, Mika, Burges et al. (1999). Input space versus feature space in kernel-based methods. IEEE TNN 10.
    """

    takes = ("SVC", "SVR", "NuSVC", "NuSVR")

    n_points: int = param(8, 2, 12, "candidates", "Points along the path, evenly spaced in log vectors.")
    smallest: float = param(0.015, 0.001, 0.9, "of the vectors", "Where the path ends.", log=True)
    n_steps: int = param(150, 0, 300, "steps", "Moves of centres and coefficients together (rbf); 0: none.")
    vectors: str = param("centres", choices=("centres", "members"), doc="What stands for the support vectors.")

    def unsuitable(self, estimator: Any) -> str:
        if callable(estimator.kernel) or estimator.kernel == "precomputed":
            return "SupportVectors takes linear, rbf, poly and sigmoid kernels; fit the model with one of them."
        if estimator._sparse:
            return "SupportVectors takes models fitted on dense rows; fit this one on rows.toarray()."
        n_parts = len(estimator.classes_) if hasattr(estimator, "classes_") else 1
        if len(estimator.support_) <= 2 * n_parts:
            return "SupportVectors finds too few support vectors to remove any: the model is as small as it gets."
        return ""

    def pruned(self, estimator: Any, rows: PruningRows, rng: np.random.Generator) -> Iterator[tuple[str, Any]]:
        full, seed = machine(estimator), int(rng.integers(2**31))
        lesson = lesson_of(estimator, full, *some(np.asarray(rows.X_fit, dtype=float), rows.y_fit, rng))
        X_choose, n_before = np.asarray(rows.X_choose, dtype=float), len(full.vectors)
        for share in np.geomspace(1, self.smallest, self.n_points + 1)[1:]:
            few = fewer(full, share, seed, self.vectors == "members")
            if len(few.vectors) >= n_before or len(few.vectors) > MOST_VECTORS:
                continue
            n_before = len(few.vectors)
            tried = refitted(few, lesson, clips(estimator))
            n_steps = min(self.n_steps, int(MOST_VALUES / (n_before * len(lesson.X))))
            if n_steps and estimator.kernel == "rbf":
                start = best_of(tried, lesson)
                tried = [*tried, moved(start, lesson, estimator._gamma, n_steps, self.vectors == "centres")]
            smaller = [with_vectors(estimator, new) for new in tried]
            best = max(smaller, key=lambda one: one.score(X_choose, rows.y_choose))
            yield f"{n_before:,} of {len(full.vectors):,} support vectors", best


def some(X: np.ndarray, y: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    rows = np.arange(len(X)) if len(X) <= MOST_ROWS else np.sort(rng.choice(len(X), MOST_ROWS, replace=False))
    return X[rows], y[rows]


def clips(estimator: Any) -> tuple[float, ...]:
    """How far decisions of a classifier count; probabilities and values need them whole."""
    whole = not hasattr(estimator, "classes_") or estimator._probA.size
    return (np.inf,) if whole else (1.0, 2.0, np.inf)


def fewer(full: Machine, share: float, seed: int, members: bool) -> Machine:
    """That share of the vectors of every class, at least one each; coefficients still to be fitted."""
    from sklearn.cluster import KMeans

    vectors, support, counts, start = [], [], [], 0
    for n in full.counts:
        own, rows = full.vectors[start : start + n], full.support[start : start + n]
        start += n
        k = min(n, max(1, round(n * share)))
        if not n:
            counts.append(0)
            continue
        centres = KMeans(k, n_init=1, max_iter=30, random_state=seed).fit(own).cluster_centers_ if k < n else own
        nearest = nearest_rows(own, centres)
        nearest = np.unique(nearest) if members else nearest
        vectors.append(own[nearest] if members else centres)
        support.append(rows[nearest])
        counts.append(len(nearest))
    return full.replaced(np.concatenate(vectors), np.concatenate(support), counts)


def nearest_rows(own: np.ndarray, centres: np.ndarray) -> np.ndarray:
    from sklearn.metrics import pairwise_distances_argmin

    return pairwise_distances_argmin(centres, own)


def refitted(few: Machine, lesson: Lesson, clipped: tuple[float, ...]) -> list[Machine]:
    """The machine with coefficients for the old decisions, one for each clip and penalty."""
    K = few.kernel_values(lesson.X)
    return [
        new for clip in clipped for new in few.fitted(K, np.clip(lesson.decisions, -clip, clip), (1e-8, 1e-4, 1e-2))
    ]


def best_of(tried: list[Machine], lesson: Lesson) -> Machine:
    """The one with the least loss on the teaching rows."""
    return min(tried, key=lambda new: lesson.loss(new.decisions(lesson.X))[0])
