"""Medoids: of each k-means cluster the row in its middle."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizers.distill.base import Distill
from optimizers.distill.cells import nearest_to_mean
from optimizers.distill.k_means import clustered
from optimizers.distill.rows import CodedRows, Kept, by_stratum


@dataclass(frozen=True)
class Medoids(Distill):
    """Keep the middle row of each k-means cluster of a class.

    As many clusters as rows to keep. Dense places get fewer rows than their share, sparse ones more. Classes (fifths
    of a regressor's values) of more than 2,000 rows are clustered in cells of neighbours.

    References
    ----------
    Kaufman, Rousseeuw (1990). Finding Groups in Data, chapter 2.
    """

    def chosen(self, rows: CodedRows, n: int, rng: np.random.Generator) -> Kept:
        return Kept(by_stratum(rows, n, lambda Z, k: medoids(Z, k, rng)))


def medoids(Z: np.ndarray, k: int, rng: np.random.Generator) -> np.ndarray:
    """Places of k rows; where rows repeat so often that clusters are fewer, any others fill up."""
    found = nearest_to_mean(Z, clustered(Z, k, rng))
    others = np.setdiff1d(np.arange(len(Z)), found)
    return np.concatenate([found, rng.choice(others, k - len(found), replace=False)])
