"""Facility location: rows so that everyone has one near by, each with the number that it serves."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import Any

import numpy as np

from optimizers.distill.base import Distill
from optimizers.distill.cells import kd_cells, members
from optimizers.distill.families import family_of
from optimizers.distill.rows import CodedRows, Kept
from optimizers.distill.strata import allotted
from optimizers.refit import weights_name

MOST_ROWS = 1000  # that may serve each other


@dataclass(frozen=True)
class FacilityLocation(Distill):
    """Keep rows that have all others near by, weighted.

    Inside of each class rows are taken greedily so that the sum of distances to the nearest kept one falls fastest
    (lazily: gains only shrink, so few are looked at twice); each weighs as many rows as it serves. For linear models,
    where rows of the same place have the same gradient. More than 1,000 rows are cut into cells of neighbours.

    References
    ----------
    Minoux (1978). Accelerated greedy algorithms for maximizing submodular set functions. Springer LNCIS 7.
    Mirzasoleiman, Bilmes, Leskovec (2020). Coresets for data-efficient training of machine learning models. ICML.
    """

    def skip(self, model: Any) -> str:
        if family_of(model) != "linear" or not weights_name(model):
            return "FacilityLocation suits linear models that take sample weights; use Twinning for this one."
        return super().skip(model)

    def chosen(self, rows: CodedRows, n: int, rng: np.random.Generator) -> Kept:
        parts = [place_and_weigh(rows.joint[own], own, k) for own, k in rows.shares(n)]
        places, weights = (np.concatenate(part) for part in zip(*parts))
        return Kept(places, weights * (len(places) / weights.sum()))


def place_and_weigh(Z: np.ndarray, own: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    cells = members(kd_cells(Z, int(np.clip(-(-len(Z) // MOST_ROWS), 1, k))))
    places, weights = [], []
    for cell, n in zip(cells, allotted(np.array([len(c) for c in cells]), k)):
        far = distances(Z[cell])
        kept = located(far, int(n))
        places.append(own[cell[kept]])
        weights.append(np.bincount(far[kept].argmin(axis=0), minlength=len(kept)))
    return np.concatenate(places), np.concatenate(weights).astype(float)


def distances(Z: np.ndarray) -> np.ndarray:
    """Of every row to every other; exactly 0 to itself."""
    from scipy.spatial.distance import cdist

    return cdist(Z, Z).astype(np.float32)


def located(far: np.ndarray, k: int) -> np.ndarray:
    """Greedy places of k facilities, in the order of choice.

    Parameters
    ----------
    far : ndarray of shape (n_rows, n_rows)
        What it costs to be served from another row.
    """
    nearest = np.full(len(far), far.max(initial=0) + 1, dtype=float)
    gains = [(-float(gain), place) for place, gain in enumerate(nearest.sum() - far.sum(axis=1, dtype=float))]
    heapify(gains)
    kept: list[int] = []
    while len(kept) < k:
        _, place = heappop(gains)
        gain = float(np.maximum(nearest - far[place], 0).sum())
        if gains and -gain > gains[0][0]:
            heappush(gains, (-gain, place))
            continue
        kept.append(place)
        nearest = np.minimum(nearest, far[place])
    return np.array(kept)
