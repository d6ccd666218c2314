"""Averages of neighbouring rows of one class, for nearest neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizers.distill.base import Distill
from optimizers.distill.cells import nearest_to_mean
from optimizers.distill.families import family_of
from optimizers.distill.k_means import clustered
from optimizers.distill.rows import Choose, CodedRows, Kept


@dataclass(frozen=True)
class ClassCentroids(Distill):
    """Average rows that lie together, for nearest neighbours.

    The k-means centres of each class (of each fifth of a regressor's values) instead of rows: numbers are averaged,
    of categories the most frequent stays. An average is less noisy than a row, which nearest neighbours reward; other
    models would mistake the missing spread for certainty. Nearest neighbours take no weights: every centre counts once.

    References
    ----------
    Hastie, Tibshirani, Friedman (2009). The Elements of Statistical Learning, section 13.2.1.
    """

    def skip(self, model: Any) -> str:
        if family_of(model) != "neighbours":
            return "ClassCentroids suits nearest neighbours alone; keep rows with Twinning or Medoids instead."
        return super().skip(model)

    def chosen(self, rows: CodedRows, n: int, rng: np.random.Generator) -> Kept:
        return centroids(rows, n, lambda Z, k: clustered(Z, k, rng))


def centroids(rows: CodedRows, n: int, cut: Choose) -> Kept:
    """Groups of each stratum as `cut` makes them, given its rows and how many to make."""
    groups, n_before, joint = np.empty(len(rows), dtype=int), 0, rows.joint
    for own, k in rows.shares(n):
        found = cut(joint[own], k)
        groups[own] = found + n_before
        n_before += int(found.max()) + 1
    return Kept(nearest_to_mean(joint, groups), groups=groups)
