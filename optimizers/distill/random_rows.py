"""Rows drawn at random: what every other choice of rows has to beat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizers.component import param
from optimizers.distill.base import Distill
from optimizers.distill.rows import CodedRows, Kept, by_stratum


@dataclass(frozen=True)
class RandomRows(Distill):
    """Keep rows drawn at random, several times: the reference.

    Of each class (of each fifth of a regressor's values) the same share. Chance alone makes draws differ: a method
    is better than random only where it beats the mean of the draws by more than their spread explains.

    References
    ----------
    Cochran (1977). Sampling Techniques, chapter 5.
    """

    by_chance = True

    n_draws: int = param(5, 5, 20, "draws", "Candidates of each size.")

    def chosen(self, rows: CodedRows, n: int, rng: np.random.Generator) -> Kept:
        return Kept(by_stratum(rows, n, lambda Z, k: rng.choice(len(Z), k, replace=False), rows.Z))

    def draws(self, model: Any, rows: CodedRows, n: int, rng: np.random.Generator) -> Iterator[tuple[str, Kept]]:
        for draw in range(1, self.n_draws + 1):
            yield f"draw {draw}", self.chosen(rows, n, rng)
