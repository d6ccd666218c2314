"""Random rows, but of each cluster its share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizers.component import param
from optimizers.distill.base import Distill
from optimizers.distill.k_means import clustered
from optimizers.distill.rows import CodedRows, Kept, by_stratum
from optimizers.distill.strata import allotted


@dataclass(frozen=True)
class ClusterStratified(Distill):
    """Keep random rows, of each k-means cluster its share.

    Chance decides inside of each cluster of a class alone, so that no region comes out empty by bad luck.

    References
    ----------
    Cochran (1977). Sampling Techniques, chapter 5.
    """

    n_clusters: int = param(20, 2, 200, "clusters", "Of each class, or of each fifth of a regressor's values.")

    def chosen(self, rows: CodedRows, n: int, rng: np.random.Generator) -> Kept:
        return Kept(by_stratum(rows, n, lambda Z, k: drawn(clustered(Z, min(k, self.n_clusters), rng), k, rng)))


def drawn(labels: np.ndarray, k: int, rng: np.random.Generator) -> np.ndarray:
    """Places of k rows, of each cluster its share to rounding, at least one."""
    order = rng.permutation(len(labels))
    order = order[np.argsort(labels[order], kind="stable")]
    sizes = np.bincount(labels)
    nth = np.arange(len(labels)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return order[nth < np.repeat(allotted(sizes, k), sizes)]
