"""What a fitted model keeps although prediction never reads it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimizers.inside import inside
from optimizers.parts import everything, everywhere
from optimizers.prune.base import Prune, PruningRows
from optimizers.strategy import Candidate

MLP = ("_optimizer", "_best_coefs", "_best_intercepts", "_random_state", "loss_curve_", "validation_scores_")
BOOSTING = ("_rng", "train_score_", "oob_improvement_", "oob_scores_")
BAGGED = ("oob_decision_function_", "oob_prediction_", "_sample_weight")
PATH = ("mse_path_", "alphas_", "dual_gap_")
LEFTOVERS = {
    "BaseMultilayerPerceptron": MLP,
    "GradientBoostingClassifier": BOOSTING,
    "GradientBoostingRegressor": BOOSTING,
    "ForestClassifier": BAGGED,
    "ForestRegressor": BAGGED,
    "BaggingClassifier": BAGGED,
    "BaggingRegressor": BAGGED,
    "LogisticRegressionCV": ("coefs_paths_", "scores_"),
    "LassoCV": PATH,
    "ElasticNetCV": PATH,
    "RidgeCV": ("cv_results_",),
    "RidgeClassifierCV": ("cv_results_",),
    "Lars": ("coef_path_", "active_", "alphas_"),
    "HuberRegressor": ("outliers_",),
    "RANSACRegressor": ("inlier_mask_",),
    "BaseSGD": ("_standard_coef", "_standard_intercept", "_average_coef", "_average_intercept"),
}


@dataclass(frozen=True)
class TrainingLeftovers(Prune):
    """Lossless: drop what only training used.

    Every prediction stays the same bit for bit. A neural network keeps its optimizer's moments and its best weights
    so far (three further copies of its weights), cross-validated models their paths, boosting and forests their
    out-of-bag values, forests the weight of every row they were fitted on. Lost: those attributes, and what rests on
    them (a forest's `estimators_samples_`). `fit` is as before; `partial_fit` of a network
    goes on with fresh moments, `partial_fit` of an averaging SGD model and fits with `warm_start` start anew.

    References
    ----------
    Kingma, Ba (2015). Adam: A Method for Stochastic Optimization. ICLR (the moments that are dropped).
    """

    def skip(self, model: Any) -> str:
        return "" if any(leftovers(one) for one in everything(model)) else self.unsuitable(inside(model).estimator)

    def unsuitable(self, estimator: Any) -> str:
        if leftovers(estimator):
            return ""
        return (
            f"{type(estimator).__name__} keeps nothing that only training used; a strategy that removes parameters "
            "makes it smaller."
        )

    def candidates(self, model: Any, X: pd.DataFrame, y: pd.Series, rng: np.random.Generator) -> Iterator[Candidate]:
        yield Candidate("without leftovers", everywhere(model, lean))

    def pruned(self, estimator: Any, rows: PruningRows, rng: np.random.Generator) -> Iterator[tuple[str, Any]]:
        yield "without leftovers", lean(estimator)


def leftovers(estimator: Any) -> list[str]:
    """The attributes of a fitted estimator that prediction never reads."""
    kinds = [base.__name__ for base in type(estimator).__mro__]
    return [name for kind in kinds for name in LEFTOVERS.get(kind, ()) if vars(estimator).get(name) is not None]


def lean(estimator: Any) -> Any:
    """A copy without leftovers."""
    out = copy.copy(estimator)
    for name in leftovers(estimator):
        vars(out).pop(name, None)
    if type(estimator).__name__.startswith("MLP"):
        out.loss_curve_ = []  # partial_fit appends to it
    return out
