"""What not to do: keep the rows that are hardest to get right."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np

from optimizers.distill.base import Distill
from optimizers.distill.rows import CodedRows, Kept

MOST_ROWS = 5000  # that each tree sees


@dataclass(frozen=True)
class HardestRows(Distill):
    """Counter-example: keep the rows that are hardest to learn.

    It sounds clever and ruins models: the hardest rows are the mislabelled, the noisy and the overlapping ones, so what
    stays says the opposite of the truth. Hard is what a small forest that has not seen a row gets most wrong. Here to
    be seen beside the others, not to be used.

    References
    ----------
    Sorscher, Geirhos, Shekhar, Ganguli, Morcos (2022). Beyond neural scaling laws: beating power law scaling via data
    pruning. NeurIPS 35: with few rows, keep the easy ones.
    """

    usual = False  # takes part only when it is asked to

    def chosen(self, rows: CodedRows, n: int, rng: np.random.Generator) -> Kept:
        wrong = mistakes(rows, int(rng.integers(2**31)))
        return Kept(np.concatenate([own[np.argsort(-wrong[own], kind="stable")[:k]] for own, k in rows.shares(n)]))


def mistakes(rows: CodedRows, seed: int) -> np.ndarray:
    """How wrong trees that have not seen a row are about it, between 0 and 1 for classes."""
    from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

    settings = dict(n_estimators=15, oob_score=True, max_samples=min(0.63, MOST_ROWS / len(rows)), random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a row that every tree has seen: taken for easy
        if rows.values is None:
            forest = RandomForestClassifier(**settings).fit(rows.Z, rows.strata)
            right = forest.oob_decision_function_[np.arange(len(rows)), rows.strata]
            return 1 - np.nan_to_num(right, nan=1.0)
        return np.abs(RandomForestRegressor(**settings).fit(rows.Z, rows.values).oob_prediction_ - rows.values)
