"""Weights of rows: by class, by recency, or by a group column."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from optimizers.component import param
from optimizers.refit import weights_name
from optimizers.regularize.base import Regularize
from optimizers.regularize.checks import forward_folds
from optimizers.regularize.places import opened, steps_to
from optimizers.regularize.settings import Setting
from optimizers.regularize.trying import Folds, Rows

CLASS, RECENCY, GROUP = "class", "recency", "group"
STRENGTHS = {"full weights": 1.0, "half as strong": 0.5, "no weights": 0.0}


@dataclass(frozen=True)
class SampleWeights(Regularize):
    """Weigh rows by class, by recency or by group.

    By class and by group, a row weighs the inverse of how common its class or group is; by recency, half as much
    for each half-life that lies between it and the last row (rows are in time order). Three settings: these
    weights, half as strong (their square root), and none. Recency is judged forward in time, the others on folds
    drawn by chance. The weights go to the innermost estimator as `sample_weight`.

    Raises
    ------
    ValueError
        If there is no group column, or classes are asked for of a regressor.

    References
    ----------
    Shimodaira (2000). Improving predictive inference under covariate shift by weighting the log-likelihood. JSPI 90.
    Klinkenberg (2004). Learning drifting concepts: example selection vs. example weighting. IDA 8.
    """

    by: str = param(RECENCY, choices=(CLASS, RECENCY, GROUP), doc="What a row's weight follows.")
    half_life: float = param(
        0.25, 0.01, 2.0, "of the learning rows", "By recency: so many rows earlier, half the weight.", log=True
    )
    columns: tuple[str, ...] = param((), doc="By group: the column that names the group; the first counts.", of="any")

    def unsuitable(self, model: Any) -> str:
        if weights_name(model):
            return ""
        way, own = steps_to(model), type(steps_to(model)[-1][1]).__name__
        outer = type(way[0][1]).__name__
        inside = f" inside {outer}" if len(way) > 1 else ""
        return f"{own}{inside} takes no weights of rows: give a model whose fit takes sample_weight, such as a tree."

    def settings(self, model: Any, X: pd.DataFrame, y: pd.Series) -> list[Setting]:
        if self.by == CLASS and not hasattr(opened(model), "classes_"):
            raise ValueError("SampleWeights.by: a regressor has no classes; weigh by recency or by group.")
        if self.by == GROUP and (not self.columns or self.columns[0] not in X):
            raise ValueError("SampleWeights.columns must name the group's column where rows are weighed by group.")
        return [
            Setting(label, s, weights=partial(self.weights, strength=s) if s else None)
            for label, s in STRENGTHS.items()
        ]

    def folds(self, rows: Rows, seed: int) -> Folds:
        return (
            forward_folds(rows, self.n_folds, type(self).__name__) if self.by == RECENCY else super().folds(rows, seed)
        )

    def weights(self, X: pd.DataFrame, y: np.ndarray, strength: float) -> np.ndarray:
        """The rows' weights, of mean 1."""
        if self.by == RECENCY:
            raw = 0.5 ** (np.arange(len(y))[::-1] / max(1.0, self.half_life * len(y)))
        else:
            groups = y if self.by == CLASS else X[self.columns[0]]
            place, _ = pd.factorize(groups, use_na_sentinel=False)
            raw = 1 / np.bincount(place)[place]
        weights = raw**strength
        return weights / weights.mean()
