"""Leaves of a balanced kd-tree, each with the row in its middle."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizers.distill.base import Distill
from optimizers.distill.cells import kd_cells, nearest_to_mean
from optimizers.distill.rows import CodedRows, Kept, by_stratum


@dataclass(frozen=True)
class KDTreeLeaves(Distill):
    """Keep the middle row of each leaf of a balanced kd-tree.

    The rows of each class are halved along their most spread column until there are as many leaves as rows to keep;
    every kept row stands for equally many. The fastest, and smoothing: rows at the rim are never kept, which suits
    models of distances and of lines, less so trees and boosting.

    References
    ----------
    Bentley (1975). Multidimensional binary search trees used for associative searching. CACM 18.
    """

    def chosen(self, rows: CodedRows, n: int, rng: np.random.Generator) -> Kept:
        return Kept(by_stratum(rows, n, lambda Z, k: nearest_to_mean(Z, kd_cells(Z, k))))
