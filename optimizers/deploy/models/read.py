"""Reading a fitted model into a direct predictor; what cannot be read says why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Steps = list[tuple[str, np.ndarray]]
SINGLE = ("DecisionTreeClassifier", "DecisionTreeRegressor", "ExtraTreeClassifier", "ExtraTreeRegressor")
FORESTS = ("RandomForestClassifier", "RandomForestRegressor", "ExtraTreesClassifier", "ExtraTreesRegressor")
BOOSTED = ("GradientBoostingClassifier", "GradientBoostingRegressor")
LOGISTIC = ("LogisticRegression", "LogisticRegressionCV")
SIGNS = ("LinearSVC", "RidgeClassifier", "RidgeClassifierCV", "Perceptron", "PassiveAggressiveClassifier")
SUMS = (
    "LinearRegression", "Ridge", "RidgeCV", "Lasso", "LassoCV", "ElasticNet", "ElasticNetCV", "BayesianRidge",
    "HuberRegressor", "LinearSVR", "SGDRegressor",
)  # fmt: skip
TAKES = ("trees", "forests", "gradient boosting", "linear models")


class CannotRead(ValueError):
    """A model, or a step before it, that no direct predictor stands for."""


def read(model: Any, steps: Steps | None = None, outer: Any = None) -> Any:
    """The direct predictor of a fitted estimator, or of a pipeline whose steps are arithmetic on columns.

    Raises
    ------
    CannotRead
        A sentence that names what stands in the way.
    """
    if hasattr(model, "steps") and hasattr(model, "named_steps"):
        before = [op for _, step in model.steps[:-1] for op in arithmetic(step)]
        return read(model.steps[-1][1], before, model)
    name = type(model).__name__
    make = KINDS.get(name)
    if make is None:
        raise CannotRead(f"No direct predictor is known for {name}; it takes {', '.join(TAKES)}.")
    if getattr(model, "n_outputs_", 1) not in (1, None) or np.ndim(getattr(model, "intercept_", 0)) > 1:
        raise CannotRead("A direct predictor has one output; give the model of one output on its own.")
    fills = any(op == "fill" for op, _ in steps or [])
    return make(model).of(outer or model, steps or [], not fills and takes_missing(model))


def takes_missing(model: Any) -> bool:
    from sklearn.utils import get_tags

    return bool(get_tags(model).input_tags.allow_nan)


def arithmetic(step: Any) -> Steps:
    """A step before the model as operations on whole columns."""
    if step is None or isinstance(step, str):
        return []
    name = type(step).__name__
    read_step = ARITHMETIC.get(name)
    if read_step is None or getattr(step, "clip", False):
        raise CannotRead(f"The step {name} is no arithmetic on columns.")
    return [(op, np.asarray(by)) for op, by in read_step(step) if by is not None]


def _standard(step: Any) -> list:
    return [("subtract as rows", step.mean_ if step.with_mean else None), ("divide as rows", step.scale_)]


def _robust(step: Any) -> list:
    return [("subtract", step.center_), ("divide", step.scale_)]


def _filled(step: Any) -> list:
    known = np.asarray(step.statistics_)
    missing = step.missing_values
    if step.add_indicator or known.dtype.kind != "f" or np.isnan(known).any() or not _is_nan(missing):
        raise CannotRead("The step SimpleImputer does more than fill gaps of numbers.")
    return [("fill", known)]


def _is_nan(value: Any) -> bool:
    return isinstance(value, float) and np.isnan(value)


ARITHMETIC: dict[str, Callable[[Any], list]] = {
    "StandardScaler": _standard,
    "RobustScaler": _robust,
    "MinMaxScaler": lambda step: [("multiply", step.scale_), ("add", step.min_)],
    "MaxAbsScaler": lambda step: [("divide", step.scale_)],
    "SimpleImputer": _filled,
}


def _trees(model: Any) -> Any:
    from optimizers.deploy.models.direct_kinds import TreesClassifier, TreesRegressor
    from optimizers.deploy.models.flat_trees import FlatTrees

    out = TreesClassifier() if hasattr(model, "classes_") else TreesRegressor()
    out.trees = FlatTrees([one.tree_ for one in getattr(model, "estimators_", [model])])
    return out


def _boosted(model: Any) -> Any:
    from optimizers.deploy.models.direct_kinds import BoostedClassifier, BoostedRegressor
    from optimizers.deploy.models.flat_trees import FlatTrees
    from optimizers.prune.boosted_trees import margin_before

    if type(model.init_).__name__ not in ("str", "DummyClassifier", "DummyRegressor"):
        raise CannotRead("Gradient boosting that starts from another model is not read; fit it without init.")
    out = BoostedClassifier() if hasattr(model, "classes_") else BoostedRegressor()
    if model.loss == "exponential":
        out.steepness = 2
    out.start = margin_before(model, np.zeros((1, model.n_features_in_)))[0]
    out.rate, out.trees = model.learning_rate, FlatTrees([one.tree_ for one in model.estimators_.ravel()])
    return out


def _weights(out: Any, model: Any) -> Any:
    out.weights = model.coef_.T if np.ndim(model.coef_) == 2 else model.coef_
    out.intercept = model.intercept_
    return out


def _logistic(model: Any) -> Any:
    from optimizers.deploy.models.direct_kinds import LogisticClassifier

    return _weights(LogisticClassifier(), model)


def _signs(model: Any) -> Any:
    from optimizers.deploy.models.direct_kinds import LinearClassifier

    return _weights(LinearClassifier(), model)


def _sums(model: Any) -> Any:
    from optimizers.deploy.models.direct_kinds import LinearRegressor

    if np.ndim(model.coef_) == 2 and len(model.coef_) > 1:
        raise CannotRead("A direct predictor has one output; give the model of one output on its own.")
    return _weights(LinearRegressor(), model)


def _descent(model: Any) -> Any:
    if model.loss not in ("log_loss", "hinge", "perceptron", "squared_hinge"):
        raise CannotRead(f"SGDClassifier with loss {model.loss} is not read; log_loss and hinge are.")
    out = _logistic(model) if model.loss == "log_loss" else _signs(model)
    out.shared = False
    return out


KINDS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(SINGLE + FORESTS, _trees),
    **dict.fromkeys(BOOSTED, _boosted),
    **dict.fromkeys(LOGISTIC, _logistic),
    **dict.fromkeys(SIGNS, _signs),
    **dict.fromkeys(SUMS, _sums),
    "SGDClassifier": _descent,
}
