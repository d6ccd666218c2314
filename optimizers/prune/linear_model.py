"""A linear model as numbers, and a copy of it that keeps some columns."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

import numpy as np

CLASSIFIERS = [
    "LogisticRegression",
    "LogisticRegressionCV",
    "SGDClassifier",
    "LinearSVC",
    "RidgeClassifier",
    "RidgeClassifierCV",
    "Perceptron",
    "PassiveAggressiveClassifier",
]
REGRESSORS = [
    "LinearRegression",
    "Ridge",
    "RidgeCV",
    "Lasso",
    "LassoCV",
    "ElasticNet",
    "ElasticNetCV",
    "SGDRegressor",
    "LinearSVR",
    "BayesianRidge",
    "HuberRegressor",
    "Lars",
    "LassoLars",
    "OrthogonalMatchingPursuit",
    "TheilSenRegressor",
    "QuantileRegressor",
    "PassiveAggressiveRegressor",
]
PER_COLUMN = ("_standard_coef", "_average_coef", "X_offset_", "X_scale_", "feature_names_in_")
OF_TRAINING = ("coefs_paths_", "coef_path_", "active_", "_standard_coef", "_average_coef")


@dataclass(frozen=True, eq=False)
class Linear:
    """Scores are `X @ coef.T + intercept`.

    Attributes
    ----------
    coef : ndarray of shape (n_scores, n_columns)
        One row for a regressor and for two classes.
    intercept : ndarray of shape (n_scores,)
    """

    coef: np.ndarray
    intercept: np.ndarray

    def scores(self, X: Any) -> np.ndarray:
        return np.asarray(X @ self.coef.T) + self.intercept


def linear(estimator: Any) -> Linear:
    """The numbers of a fitted linear estimator."""
    coef = np.atleast_2d(np.asarray(estimator.coef_, dtype=float))
    return Linear(coef, np.broadcast_to(np.asarray(estimator.intercept_, dtype=float).ravel(), len(coef)))


def with_columns(estimator: Any, new: Linear, columns: np.ndarray) -> Any:
    """A copy of the estimator with other numbers, over `columns` of its old ones."""
    out = copy.copy(estimator)
    for attribute in OF_TRAINING:
        vars(out).pop(attribute, None)
    for attribute in PER_COLUMN:
        value = vars(out).get(attribute)
        if isinstance(value, np.ndarray):
            setattr(out, attribute, value[..., columns])
    if isinstance(vars(out).get("sigma_"), np.ndarray):
        out.sigma_ = estimator.sigma_[np.ix_(columns, columns)]
    dtype = np.asarray(estimator.coef_).dtype
    out.coef_ = new.coef.astype(dtype).reshape(*np.shape(estimator.coef_)[:-1], len(columns))
    if np.ndim(estimator.intercept_):
        out.intercept_ = new.intercept.astype(dtype).reshape(np.shape(estimator.intercept_))
    else:
        out.intercept_ = dtype.type(new.intercept[0])
    out.n_features_in_ = len(columns)
    return out
