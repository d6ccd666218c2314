"""An estimator in which some columns have become constants: it takes the others alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from optimizers.prune import fixed_trees
from optimizers.prune.filled_columns import filled, values_of
from optimizers.prune.fixed_members import SPREAD
from optimizers.prune.fixed_trees import narrow
from optimizers.prune.kernel_machine import machine, with_vectors
from optimizers.prune.linear_model import CLASSIFIERS, REGRESSORS, Linear, linear, with_columns
from optimizers.prune.mlp_network import Network, network, with_network


def fixed(estimator: Any, columns: np.ndarray, constants: dict[int, float]) -> Any:
    """The estimator with the same answers where the other columns have these values.

    Linear models, networks, rbf machines and trees take the constants into their intercepts, biases, coefficients and
    branches; neighbours drop them from their distances; votes and bags cut their members. Any other estimator gets a
    step in front that puts them back, which makes it no smaller.

    Parameters
    ----------
    estimator : fitted estimator
        Stays as it is.
    columns : ndarray of int
        The columns that stay, ascending; at least one.
    constants : dict of int: float
        The value of every other column.
    """
    names = [base.__name__ for base in type(estimator).__mro__]
    kind = next((name for name in names if name in NATIVE and NATIVE[name][0](estimator)), "")
    return NATIVE[kind][1](estimator, columns, constants) if kind else filled(estimator, columns, constants)


def fixed_linear(estimator: Any, columns: np.ndarray, constants: dict[int, float]) -> Any:
    full, (gone, values) = linear(estimator), values_of(constants)
    new = Linear(full.coef[:, columns], full.intercept + full.coef[:, gone] @ values)
    return with_columns(estimator, new, columns)


def fixed_network(estimator: Any, columns: np.ndarray, constants: dict[int, float]) -> Any:
    net, (gone, values) = network(estimator), values_of(constants)
    first = net.weights[0]
    biases = [net.biases[0] + values @ first[gone], *net.biases[1:]]
    new = Network([first[columns], *net.weights[1:]], biases, net.hidden, net.out)
    return with_network(narrow(estimator, columns), new)


def fixed_machine(estimator: Any, columns: np.ndarray, constants: dict[int, float]) -> Any:
    svm, (gone, values) = machine(estimator), values_of(constants)
    share = np.exp(-estimator._gamma * np.sum((svm.vectors[:, gone] - values) ** 2, axis=1))
    new = replace(svm, vectors=svm.vectors[:, columns], coef=svm.coef * share)
    return with_vectors(narrow(estimator, columns), new)


def fixed_neighbours(estimator: Any, columns: np.ndarray, constants: dict[int, float]) -> Any:
    from sklearn.base import clone

    classifies = hasattr(estimator, "classes_")
    y = estimator.classes_[estimator._y] if classifies else estimator._y
    new = clone(estimator).fit(estimator._fit_X[:, columns], y)
    if hasattr(estimator, "feature_names_in_"):
        new.feature_names_in_ = estimator.feature_names_in_[columns]
    return new


def starts_plainly(estimator: Any) -> bool:
    return isinstance(estimator.init_, str) or type(estimator.init_).__name__.startswith("Dummy")


def is_plain_rbf(estimator: Any) -> bool:
    return estimator.kernel == "rbf" and not estimator._sparse


def measures_plainly(estimator: Any) -> bool:
    plain = estimator.metric in ("minkowski", "euclidean", "manhattan", "chebyshev") and not estimator.metric_params
    return plain and isinstance(estimator._fit_X, np.ndarray)


def is_numeric(estimator: Any) -> bool:
    return estimator.is_categorical_ is None


def always(_: Any) -> bool:
    return True


TREES = {
    "BaseDecisionTree": (always, fixed_trees.fixed_single),
    "BaseForest": (always, fixed_trees.fixed_forest),
    "BaseGradientBoosting": (starts_plainly, fixed_trees.fixed_boosting),
    "BaseHistGradientBoosting": (is_numeric, fixed_trees.fixed_histograms),
}
NATIVE = (
    TREES
    | SPREAD
    | {
        "BaseMultilayerPerceptron": (always, fixed_network),
        "BaseLibSVM": (is_plain_rbf, fixed_machine),
        "KNeighborsClassifier": (measures_plainly, fixed_neighbours),
        "KNeighborsRegressor": (measures_plainly, fixed_neighbours),
        **{
            name: (lambda model: isinstance(model.coef_, np.ndarray), fixed_linear)
            for name in (*CLASSIFIERS, *REGRESSORS)
        },
    }
)
