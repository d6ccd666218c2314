"""Which family a model belongs to, how few rows it can learn from, and where its sample weights go."""

from __future__ import annotations

from typing import Any

import numpy as np

from optimizers.inside import inside

FAMILIES = {
    "neighbours": ("KNeighborsClassifier", "KNeighborsRegressor", "RadiusNeighborsClassifier", "NearestCentroid"),
    "boosting": (
        "HistGradientBoostingClassifier", "HistGradientBoostingRegressor", "BaseGradientBoosting", "BaseWeightBoosting",
    ),
    "forest": ("BaseForest", "BaseBagging"),
    "tree": ("BaseDecisionTree",),
    "network": ("BaseMultilayerPerceptron",),
    "kernel": ("BaseLibSVM", "GaussianProcessClassifier", "GaussianProcessRegressor", "KernelRidge"),
    "linear": ("LinearModel", "LinearClassifierMixin", "LinearDiscriminantAnalysis"),
}  # fmt: skip
FEWEST = 10


def family_of(model: Any) -> str:
    """A key of `FAMILIES` by the innermost estimator's class, or "other"."""
    names = {c.__name__ for c in type(inside(model).estimator).__mro__}
    return next((family for family, classes in FAMILIES.items() if names & set(classes)), "other")


def fewest_rows(model: Any) -> int:
    """How many rows the model needs to say more than a constant.

    Histogram boosting asks for `min_samples_leaf` rows on both sides of every cut, so that it predicts a constant
    below twice as many; twice of that lets it cut elsewhere than in the middle. Neighbours must be there.
    """
    estimator = inside(model).estimator
    if type(estimator).__name__.startswith("HistGradientBoosting"):
        return max(FEWEST, 4 * int(estimator.min_samples_leaf))
    neighbours = getattr(estimator, "n_neighbors", 0)
    return max(FEWEST, int(neighbours) if isinstance(neighbours, int | np.integer) else 0)
