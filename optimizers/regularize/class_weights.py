"""Weights of classes inside the estimator."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from optimizers.regularize.base import Regularize
from optimizers.regularize.places import opened, steps_to
from optimizers.regularize.settings import Setting

STRENGTHS = {"balanced": 1.0, "square root of balanced": 0.5, "no class weights": 0.0}
KNOWS_CODES = ("HistGradientBoostingClassifier",)  # it looks classes up by their number


def class_weights(strength: float, by_code: bool, y: np.ndarray) -> dict[str, Any]:
    """Weights of the classes: the inverse of their share, to the power of `strength`; of mean 1 over the rows."""
    classes, counts = np.unique(y, return_counts=True)
    if not strength:
        return {"class_weight": None}
    raw = (len(y) / counts) ** strength
    weights = raw * len(y) / (raw * counts).sum()
    keys = range(len(classes)) if by_code else classes.tolist()
    return {"class_weight": dict(zip(keys, weights.tolist()))}


@dataclass(frozen=True)
class ClassWeights(Regularize):
    """Weigh rare classes more inside the estimator.

    Three settings: every class as heavy as the others ("balanced"), half the way there (the square root), and
    no weights. Weights come from the rows that are learned from, in each fold anew. By accuracy no weights will
    mostly win: let balanced accuracy or macro F1 choose where rare classes matter.

    Raises
    ------
    ValueError
        If the learning rows cannot be shared out into folds.

    References
    ----------
    King, Zeng (2001). Logistic regression in rare events data. Political Analysis 9.
    """

    def unsuitable(self, model: Any) -> str:
        own = steps_to(model)[-1][1]
        if not hasattr(opened(model), "classes_"):
            return f"ClassWeights is for classifiers and {type(own).__name__} is none: weigh rows with SampleWeights."
        if "class_weight" not in own.get_params(deep=False):
            return f"{type(own).__name__} has no class_weight: weigh its rows by class with SampleWeights."
        return ""

    def settings(self, model: Any, X: pd.DataFrame, y: pd.Series) -> list[Setting]:
        by_code = type(steps_to(model)[-1][1]).__name__ in KNOWS_CODES
        return [Setting(label, s, of_rows=partial(class_weights, s, by_code)) for label, s in STRENGTHS.items()]
