"""Herding: one row after the other, each so that the mean of the kept stays at the mean of all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizers.component import param
from optimizers.distill.base import Distill
from optimizers.distill.cells import kd_cells, members
from optimizers.distill.rows import CodedRows, Kept, by_stratum
from optimizers.distill.strata import allotted

MOST_ROWS = 2000  # that are herded together


@dataclass(frozen=True)
class Herding(Distill):
    """Keep rows whose mean follows the mean of all.

    Means of random cosine features of the rows, so that not only their centre but their whole distribution is
    followed; inside of each class. Larger classes are herded in cells of 2,000 neighbours.

    References
    ----------
    Welling (2009). Herding dynamical weights to learn. ICML.
    Chen, Welling, Smola (2010). Super-samples from kernel herding. UAI.
    """

    n_features: int = param(128, 8, 1024, "features", "Random cosines whose means are followed.")

    def chosen(self, rows: CodedRows, n: int, rng: np.random.Generator) -> Kept:
        features = cosines(rows.joint, self.n_features, rng)
        return Kept(by_stratum(rows, n, in_cells, features))


def cosines(Z: np.ndarray, n_features: int, rng: np.random.Generator) -> np.ndarray:
    """Random Fourier features of a Gaussian kernel as wide as rows are apart (Rahimi, Recht 2007)."""
    width = np.sqrt(2 * max(float(Z.var(axis=0).sum()), 1e-12))
    directions = rng.normal(0, 1 / width, (Z.shape[1], n_features)).astype(np.float32)
    return np.cos(Z @ directions + rng.uniform(0, 2 * np.pi, n_features).astype(np.float32))


def in_cells(features: np.ndarray, k: int) -> np.ndarray:
    cells = members(kd_cells(features, int(np.clip(-(-len(features) // MOST_ROWS), 1, k))))
    shares = allotted(np.array([len(c) for c in cells]), k)
    return np.concatenate([own[herded(features[own], int(n))] for own, n in zip(cells, shares)])


def herded(features: np.ndarray, k: int) -> np.ndarray:
    """Places of k different rows, in the order of choice."""
    mean = features.mean(axis=0, dtype=float)
    score, towards = features @ mean, features @ mean
    kept = np.empty(k, dtype=int)
    for i in range(k):
        kept[i] = score.argmax()
        score = score + towards - features @ features[kept[i]].astype(float)
        score[kept[: i + 1]] = -np.inf
    return kept
