"""A boosted model without its last stages."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizers.component import param
from optimizers.prune.base import Prune, PruningRows
from optimizers.prune.sizes import sizes_down


@dataclass(frozen=True)
class TruncateBoosting(Prune):
    """Drop the last stages of a boosted model.

    Boosting adds trees one after another, so that the first stages are a complete model of their own; late
    ones often change little. Scikit-learn's two boosters, AdaBoost, XGBoost and LightGBM. The candidates
    are the first stages alone, in equal ratios; nothing is refitted.

    Raises
    ------
    ValueError
        If a parameter is outside its range.

    References
    ----------
    Friedman (2001). Greedy function approximation: a gradient boosting machine. Annals of Statistics 29.
    """

    takes = (
        "GradientBoostingClassifier",
        "GradientBoostingRegressor",
        "BaseHistGradientBoosting",
        "AdaBoostClassifier",
        "AdaBoostRegressor",
        "XGBModel",
        "LGBMModel",
    )

    n_sizes: int = param(8, 2, 50, "candidates", "Sizes from all stages down to one.")

    def unsuitable(self, estimator: Any) -> str:
        if getattr(estimator, "booster", None) in ("gblinear", "dart"):
            return f"TruncateBoosting takes boosted trees; {estimator.booster} stages do not stand alone."
        if n_stages(estimator) > 1:
            return ""
        return "TruncateBoosting drops late stages, and this model has one only; fit more of them first."

    def pruned(self, estimator: Any, rows: PruningRows, rng: np.random.Generator) -> Iterator[tuple[str, Any]]:
        for size in sizes_down(n_stages(estimator), self.n_sizes):
            yield f"{size} {'stage' if size == 1 else 'stages'}", first_stages(estimator, size)


def kind(estimator: Any) -> str:
    names = {base.__name__ for base in type(estimator).__mro__}
    return next(name for name in TruncateBoosting.takes if name in names)


def n_stages(estimator: Any) -> int:
    return COUNTS[kind(estimator)](estimator)


def first_stages(estimator: Any, n: int) -> Any:
    """A copy with the first n stages alone."""
    out = copy.copy(estimator)
    CUTS[kind(estimator)](out, n)
    return out


def _gradient_boosting(model: Any, n: int) -> None:
    model.estimators_ = model.estimators_[:n].copy()
    model.n_estimators = model.n_estimators_ = n
    for name in ("train_score_", "oob_improvement_", "oob_scores_"):
        if hasattr(model, name):
            setattr(model, name, getattr(model, name)[:n].copy())


def _hist(model: Any, n: int) -> None:
    model._predictors = model._predictors[:n]
    model.max_iter = n
    for name in ("train_score_", "validation_score_"):
        if hasattr(model, name):
            setattr(model, name, getattr(model, name)[: n + 1].copy())


def _ada(model: Any, n: int) -> None:
    model.estimators_ = model.estimators_[:n]
    model.n_estimators = n
    for name in ("estimator_weights_", "estimator_errors_"):
        setattr(model, name, getattr(model, name)[:n].copy())


def _xgboost(model: Any, n: int) -> None:
    model._Booster = model.get_booster()[:n]
    model.n_estimators = n
    for name in ("best_iteration", "best_score"):  # they would ask for stages that are gone
        model._Booster.set_attr(**{name: None})


def _lightgbm(model: Any, n: int) -> None:
    from lightgbm import Booster

    model._Booster = Booster(model_str=model.booster_.model_to_string(num_iteration=n))
    model.n_estimators = model._n_estimators = n
    model._best_iteration = min(model._best_iteration, n) if model._best_iteration else model._best_iteration


CUTS: dict[str, Callable[[Any, int], None]] = {
    "GradientBoostingClassifier": _gradient_boosting,
    "GradientBoostingRegressor": _gradient_boosting,
    "BaseHistGradientBoosting": _hist,
    "AdaBoostClassifier": _ada,
    "AdaBoostRegressor": _ada,
    "XGBModel": _xgboost,
    "LGBMModel": _lightgbm,
}
COUNTS: dict[str, Callable[[Any], int]] = {
    "GradientBoostingClassifier": lambda m: len(m.estimators_),
    "GradientBoostingRegressor": lambda m: len(m.estimators_),
    "BaseHistGradientBoosting": lambda m: len(m._predictors),
    "AdaBoostClassifier": lambda m: len(m.estimators_),
    "AdaBoostRegressor": lambda m: len(m.estimators_),
    "XGBModel": lambda m: m.get_booster().num_boosted_rounds(),
    "LGBMModel": lambda m: m.booster_.current_iteration(),
}
