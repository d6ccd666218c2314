"""Covariate shift that keeps every row as it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizers.component import param
from optimizers.drift.base import Drift
from optimizers.drift.columns import finite, floats, spreads
from optimizers.drift.move import constant
from optimizers.drift.rows import systematic

N_GRID = 1001  # quantiles kept in place of all undrifted values


@dataclass(frozen=True)
class ResampleRows(Drift):
    """Rows with high or low values become more frequent.

    Covariate shift by importance resampling: rows are drawn with weight ratio**(t * rank), where rank
    in [0, 1] is the row's place among the undrifted rows (the mean over the chosen features; missing
    values count as the middle). Only real rows occur, each with its own target.

    References
    ----------
    Huang, Smola, Gretton, Borgwardt, Schoelkopf (2006). Correcting sample selection bias by unlabeled
    data. NeurIPS, sec. 4 (biased sampling of rows).
    """

    words = "rows with {toward} values of {where} become {ratio:g} times as likely"

    columns: tuple[str, ...] = param((), doc="Features that decide; none named: all.", of="numeric")
    toward: str = param("high", doc="Which values become more frequent.", choices=("high", "low"))
    ratio: float = param(20.0, 1.0, 1000.0, "times", "How much likelier the one end is than the other.", log=True)

    def skip(self, X, y):
        return super().skip(X, y) or constant(self, X)

    def study(self, X, y, rng):
        return {c: places(finite(X, c)) for c in spreads(X, self.columns)}

    def change(self, X, y, t, rng, world):
        ranks = [np.interp(floats(X, c), *known) for c, known in world.items()]
        rank = np.mean(np.nan_to_num(ranks, nan=0.5), axis=0)
        sign = 1 if self.toward == "high" else -1
        picked = systematic(np.exp(sign * t * np.log(self.ratio) * rank), rng)
        return X.iloc[picked], y.iloc[picked]


def places(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Values in ascending order and the place of each among all, in [0, 1]; equal ones share their middle."""
    known, first, n = np.unique(np.quantile(values, np.linspace(0, 1, N_GRID)), return_index=True, return_counts=True)
    return known, (first + (n - 1) / 2) / (N_GRID - 1)
