"""Reading a fitted model into a direct predictor; what cannot be read says why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from optimizers.deploy.models.direct import Steps
from optimizers.deploy.models.read_columns import before
from optimizers.deploy.models.read_encoders import CannotRead

SINGLE = ("DecisionTreeClassifier", "DecisionTreeRegressor", "ExtraTreeClassifier", "ExtraTreeRegressor")
FORESTS = ("RandomForestClassifier", "RandomForestRegressor", "ExtraTreesClassifier", "ExtraTreesRegressor")
BOOSTED = ("GradientBoostingClassifier", "GradientBoostingRegressor")
LOGISTIC = ("LogisticRegression", "LogisticRegressionCV")
SIGNS = ("LinearSVC", "RidgeClassifier", "RidgeClassifierCV", "Perceptron", "PassiveAggressiveClassifier")
SUMS = (
    "LinearRegression", "Ridge", "RidgeCV", "Lasso", "LassoCV", "ElasticNet", "ElasticNetCV", "BayesianRidge",
    "HuberRegressor", "LinearSVR", "SGDRegressor",
)  # fmt: skip
HIST = ("HistGradientBoostingClassifier", "HistGradientBoostingRegressor")
HIST_LOSSES = ("squared_error", "absolute_error", "quantile", "poisson", "gamma")
NETWORKS = ("MLPClassifier", "MLPRegressor")
TAKES = ("trees", "forests", "gradient boosting", "linear models", "networks")


def read(model: Any, columns: Any = None, steps: Steps | None = None, outer: Any = None) -> Any:
    """The direct predictor of a fitted estimator, or of a pipeline whose steps scale, fill gaps and encode.

    Raises
    ------
    CannotRead
        A sentence that names what stands in the way.
    """
    if hasattr(model, "steps") and hasattr(model, "named_steps"):
        return read(model.steps[-1][1], *before([step for _, step in model.steps[:-1]]), outer or model)
    if hasattr(model, "best_estimator_"):
        return read(model.best_estimator_, outer=outer or model)
    name = type(model).__name__
    make = KINDS.get(name)
    if make is None:
        raise CannotRead(f"No direct predictor is known for {name}; it takes {', '.join(TAKES)}.")
    if several_outputs(model):
        raise CannotRead("A direct predictor has one output; give the model of one output on its own.")
    out, steps = make(model), steps or []
    if getattr(out, "columns", None) is not None:  # its own, of categories
        if columns is not None or steps:
            raise CannotRead(f"{name} with categories of its own is read without steps before it.")
        columns = out.columns
    fills = any(op == "fill" for op, _ in steps)
    infinite = out.accepts_infinite and columns is None and not steps
    out = out.of(outer or model, steps, not fills and takes_missing(model), columns)
    out.accepts_infinite = infinite
    return out


def several_outputs(model: Any) -> bool:
    if type(model).__name__ in NETWORKS:  # which have an output a class, and several labels by as many sigmoids
        return model.n_outputs_ > 1 and (model.out_activation_ == "logistic" or not hasattr(model, "classes_"))
    return getattr(model, "n_outputs_", 1) not in (1, None) or np.ndim(getattr(model, "intercept_", 0)) > 1


def takes_missing(model: Any) -> bool:
    from sklearn.utils import get_tags

    return bool(get_tags(model).input_tags.allow_nan)


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


def _hist(model: Any) -> Any:
    from optimizers.deploy.models.direct_networks import HistClassifier, HistRegressor
    from optimizers.deploy.models.hist_trees import HistTrees
    from optimizers.deploy.models.read_columns import read_columns

    out = HistClassifier() if hasattr(model, "classes_") else HistRegressor()
    if not hasattr(model, "classes_"):
        if model.loss not in HIST_LOSSES:
            raise CannotRead("Histogram boosting with a loss of one's own is not read; fit it with a named one.")
        out.by_logarithm = model.loss in HIST_LOSSES[3:]
    out.start, out.accepts_infinite = np.asarray(model._baseline_prediction).ravel(), True
    trees = [tree for stage in model._predictors for tree in stage]
    out.trees = HistTrees(trees, *model._bin_mapper.make_known_categories_bitsets())
    if model._preprocessor is not None:
        out.columns = read_columns(model._preprocessor)
    return out


def _network(model: Any) -> Any:
    from optimizers.deploy.models.direct_networks import NetworkClassifier, NetworkRegressor

    out = NetworkClassifier() if hasattr(model, "classes_") else NetworkRegressor()
    out.weights, out.biases = list(model.coefs_), list(model.intercepts_)
    out.hidden, out.output = model.activation, model.out_activation_
    return out


KINDS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(SINGLE + FORESTS, _trees),
    **dict.fromkeys(BOOSTED, _boosted),
    **dict.fromkeys(LOGISTIC, _logistic),
    **dict.fromkeys(SIGNS, _signs),
    **dict.fromkeys(SUMS, _sums),
    **dict.fromkeys(HIST, _hist),
    **dict.fromkeys(NETWORKS, _network),
    "SGDClassifier": _descent,
}
