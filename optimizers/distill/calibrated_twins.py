"""Twins that weigh what it takes for each class to have the mean that it has among all rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizers.component import param
from optimizers.distill.base import Distill
from optimizers.distill.rows import CodedRows, Kept
from optimizers.distill.twinning import Twinning
from optimizers.refit import weights_name

LEAST = 0.05  # a row that stays counts for something


@dataclass(frozen=True)
class CalibratedTwins(Distill):
    """Keep twins, and weigh them so that means are right.

    The weights are the nearest to 1 with which every column has the mean, inside of each class (each fifth of a
    regressor's values), that it has among all rows, as statisticians calibrate a sample to what they know of the whole.
    A linear model learns nothing else from rows of a place, so that it is nearly the one that all rows give. The
    weights are a column of the distilled table, and `fit` must be given them.

    References
    ----------
    Deville, Särndal (1992). Calibration estimators in survey sampling. JASA 87.
    """

    cell: int = param(500, 100, 5000, "rows", "Among how many rows neighbours are looked for; fewer are exact.")

    def skip(self, model: Any) -> str:
        if not weights_name(model):
            return "CalibratedTwins needs a model that takes sample weights; use Twinning for this one."
        return super().skip(model)

    def chosen(self, rows: CodedRows, n: int, rng: np.random.Generator) -> Kept:
        return calibrated(rows, Twinning(cell=self.cell).chosen(rows, n, rng).places)


def calibrated(rows: CodedRows, places: np.ndarray) -> Kept:
    """These rows with weights of mean 1."""
    columns, weights = rows.joint, np.ones(len(places))
    of, whole = rows.strata[places], np.bincount(rows.strata)
    for stratum in range(len(whole)):
        mine = of == stratum
        means = columns[rows.strata == stratum].mean(axis=0, dtype=float)
        weights[mine] = matching(columns[places[mine]].astype(float), means)
    return Kept(places, weights / weights.mean())


def matching(sample: np.ndarray, means: np.ndarray) -> np.ndarray:
    """The weights nearest to 1 (in squares) with which a sample has these means; as well as so few rows can.

    Parameters
    ----------
    sample : float ndarray of shape (n_kept, n_columns)
    means : float ndarray of shape (n_columns,)

    Returns
    -------
    float ndarray of shape (n_kept,)
        At least 0.05; a column that never changes in the sample asks for nothing.
    """
    columns = np.column_stack([np.ones(len(sample)), sample])
    spread = columns.std(axis=0)
    columns /= np.where(spread > 1e-9, spread, 1.0)
    off = len(sample) * np.r_[1.0, means] / np.where(spread > 1e-9, spread, 1.0) - columns.sum(axis=0)
    off[1:][spread[1:] <= 1e-9] = 0
    return np.maximum(LEAST, 1 + columns @ np.linalg.solve(columns.T @ columns + np.eye(len(off)), off))
