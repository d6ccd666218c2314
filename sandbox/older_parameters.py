"""Parameters of older versions: renamed, removed, or with values that were renamed, so that a model can be refitted.

scikit-learn keeps a behaviour when it adds a parameter: a missing one gets the installed default. The exceptions are
in `NEW`, where another value means what was meant before.
"""

from __future__ import annotations

import inspect
from functools import lru_cache
from typing import Any

SENTINELS = ("deprecated", "warn", "auto_deprecated")  # what a parameter said that was not given
RENAMED = {  # old name -> new name, in every class that has the new one
    "base_estimator": "estimator",  # until 1.1; removed in 1.4
    "sparse": "sparse_output",  # OneHotEncoder until 1.1; removed in 1.4
    "n_iter": "max_iter",  # BayesianRidge and ARDRegression until 1.2
    "store_cv_values": "store_cv_results",  # RidgeCV until 1.4
    "affinity": "metric",  # FeatureAgglomeration until 1.1; removed in 1.4
    "n_alphas": "alphas",  # LassoCV and ElasticNetCV until 1.6
}
TREES = ("BaseDecisionTree", "BaseForest", "BaseGradientBoosting")
CLASSIFIERS = ("RandomForestClassifier", "ExtraTreesClassifier", "DecisionTreeClassifier", "GradientBoostingClassifier")
LINEAR = ("LogisticRegression", "BaseSGD")
SQUARED, ABSOLUTE = "squared_error", "absolute_error"
# (a class or base, parameter, its old value, what says the same now); the first row that fits counts
VALUES: tuple[tuple[tuple[str, ...], str, Any, Any], ...] = (
    (CLASSIFIERS, "max_features", "auto", "sqrt"),  # removed in 1.3
    (("BaseForest", "BaseDecisionTree"), "max_features", "auto", 1.0),
    (("BaseGradientBoosting",), "max_features", "auto", None),
    (TREES, "criterion", "mse", SQUARED),  # removed in 1.2
    (TREES, "criterion", "mae", ABSOLUTE),
    (("BaseGradientBoosting",), "loss", "deviance", "log_loss"),  # removed in 1.3
    (("BaseGradientBoosting",), "loss", "ls", SQUARED),
    (("BaseGradientBoosting",), "loss", "lad", ABSOLUTE),
    (("HistGradientBoostingClassifier",), "loss", "auto", "log_loss"),
    (("HistGradientBoostingClassifier",), "loss", "binary_crossentropy", "log_loss"),
    (("HistGradientBoostingClassifier",), "loss", "categorical_crossentropy", "log_loss"),
    (("HistGradientBoostingRegressor",), "loss", "least_squares", SQUARED),
    (("HistGradientBoostingRegressor",), "loss", "least_absolute_deviation", ABSOLUTE),
    (("BaseSGD",), "loss", "log", "log_loss"),
    (("BaseSGD", "RANSACRegressor"), "loss", "squared_loss", SQUARED),
    (("RANSACRegressor",), "loss", "absolute_loss", ABSOLUTE),
    (("SGDClassifier",), "eta0", 0.0, 0.01),  # not used unless learning_rate says so; removed in 1.8
    (LINEAR, "penalty", "none", None),  # removed in 1.4
    (("LogisticRegression",), "l1_ratio", None, 0.0),  # since 1.8
    (("BayesianRidge", "ARDRegression"), "max_iter", None, 300),  # while n_iter was deprecated
    (("_BaseRidgeCV",), "store_cv_results", None, False),  # while store_cv_values was deprecated
    (("AgglomerativeClustering",), "metric", None, "euclidean"),  # while affinity was deprecated
    (("FastICA",), "whiten", True, "arbitrary-variance"),  # removed in 1.3
    (("KMeans", "MiniBatchKMeans"), "n_init", "warn", 10),
    (("KMeans",), "algorithm", "auto", "lloyd"),
    (("KMeans",), "algorithm", "full", "lloyd"),
)
# (class or base, parameter, what stands for the behaviour before there was the parameter)
NEW: tuple[tuple[str, str, Any], ...] = (
    ("KBinsDiscretizer", "subsample", None),
    ("KBinsDiscretizer", "quantile_method", "linear"),
    ("HistGradientBoostingClassifier", "categorical_features", None),
    ("HistGradientBoostingRegressor", "categorical_features", None),
)


def carry_parameters(kind: type, state: dict[str, Any]) -> None:
    """Bring the parameters in an estimator's state to the installed version's."""
    known = _parameters(kind)
    defaults = {name: default for name, default in known.items() if default is not inspect.Parameter.empty}
    for old, new in RENAMED.items():
        _rename(state, known, old, new)
    for bases, name, value, now in VALUES:
        if name in defaults and name in state and _is(state[name], value) and _names(kind) & set(bases):
            state[name] = now
    for name, default in defaults.items():
        if name not in state:
            state[name] = next((v for base, p, v in NEW if p == name and base in _names(kind)), default)
        elif type(state[name]) is str and state[name] in SENTINELS:
            state[name] = default


def _rename(state: dict[str, Any], known: dict[str, Any], old: str, new: str) -> None:
    if old not in state or old in known or new not in known:
        return
    value = state.pop(old)
    given = not (type(value) is str and value in SENTINELS)
    if given and state.get(new) is None:
        state[new] = value


def _is(value: Any, wanted: Any) -> bool:
    return type(value) is type(wanted) and value == wanted


@lru_cache(maxsize=10_000)
def _names(kind: type) -> frozenset[str]:
    return frozenset(base.__name__ for base in kind.__mro__)


@lru_cache(maxsize=10_000)
def _parameters(kind: type) -> dict[str, Any]:
    """The parameters of an estimator's constructor with their defaults."""
    found = inspect.signature(kind.__init__).parameters.values()  # type: ignore[misc]
    kinds = (inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return {p.name: p.default for p in found if p.kind in kinds and p.name != "self"}
