"""Twinning: rows that are distributed as all of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizers.component import param
from optimizers.distill.base import Distill
from optimizers.distill.rows import CodedRows, Kept, by_stratum
from optimizers.distill.twins import twinned


@dataclass(frozen=True)
class Twinning(Distill):
    """Keep rows that are distributed as all of them: twins.

    A row is kept and leaves together with its nearest neighbours, as many as it stands for; the walk goes on at the
    row nearest to the last of them. Inside of each class; for a regressor the value is one more column. A table of
    more than `cell` rows is first cut into cells of neighbours, each twinned by itself: seconds become milliseconds.

    References
    ----------
    Vakayil, Joseph (2022). Data Twinning. Statistical Analysis and Data Mining 15.
    """

    cell: int = param(500, 100, 5000, "rows", "Among how many rows neighbours are looked for; fewer are exact.")

    def chosen(self, rows: CodedRows, n: int, rng: np.random.Generator) -> Kept:
        return Kept(by_stratum(rows, n, lambda Z, k: twinned(Z, k, self.cell, rng)))
