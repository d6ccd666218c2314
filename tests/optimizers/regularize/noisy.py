"""A tiny noisy table for each estimator, on which more regularization fits worse."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from sklearn.base import is_classifier
from sklearn.utils import all_estimators

from optimizers.regularize.regularizers import Regularizer, table

SETTINGS = {
    "SVC": {"kernel": "rbf"},
    "SVR": {"kernel": "rbf", "C": 10.0},
    "NuSVR": {"kernel": "rbf"},
    "SGDClassifier": {"max_iter": 30, "tol": None},
    "SGDRegressor": {"max_iter": 30, "tol": None},
    "Perceptron": {"penalty": "l2"},
    "LinearDiscriminantAnalysis": {"solver": "lsqr"},
    "MLPClassifier": {"hidden_layer_sizes": (24,), "solver": "lbfgs", "max_iter": 60},
    "MLPRegressor": {"hidden_layer_sizes": (24,), "solver": "lbfgs", "max_iter": 60},
    "KernelRidge": {"kernel": "rbf", "alpha": 1e-2},
    "LinearSVR": {"C": 10.0, "max_iter": 5000},
    "Lars": {"n_nonzero_coefs": 500},
    "GradientBoostingClassifier": {"n_estimators": 10},
    "GradientBoostingRegressor": {"n_estimators": 10},
    "HistGradientBoostingClassifier": {"max_iter": 8, "min_samples_leaf": 3},
    "HistGradientBoostingRegressor": {"max_iter": 8, "min_samples_leaf": 3},
    "AdaBoostClassifier": {"n_estimators": 10},
    "LabelSpreading": {"kernel": "knn", "n_neighbors": 3},
    "AdaBoostRegressor": {"n_estimators": 10},
}
ENSEMBLES = ("RandomForest", "ExtraTrees", "Bagging")
CLASSES = dict(all_estimators(type_filter=["classifier", "regressor"]))


def pairs() -> list[tuple[str, Regularizer]]:
    return [(name, r) for name, own in table().items() for r in own]


def built(name: str, r: Regularizer) -> Any:
    settings = dict(SETTINGS.get(name, {}))
    if name.startswith(ENSEMBLES):
        settings["n_estimators"] = 8
    settings |= {k: allowed[0] for k, allowed in r.when}
    if "random_state" in CLASSES[name]().get_params():
        settings["random_state"] = 0
    return CLASSES[name](**settings)


@cache
def rows(kind: str) -> tuple[np.ndarray, np.ndarray]:
    """60 rows of 12 columns, with a third of the target noise."""
    rng = np.random.default_rng(3)
    X = rng.normal(size=(60, 12))
    signal = X[:, 0] + X[:, 1] * 0.7 + 0.5 * np.sin(3 * X[:, 2]) + rng.normal(0, 1.0, 60)
    if kind == "labels":
        return X, (signal > 0).astype(int)
    if kind == "counts":  # naive Bayes: counts of words, few of which tell
        return rng.poisson(np.exp(0.3 * X)), (signal > 0).astype(int)
    if kind == "codes":
        return (X > 0).astype(int), (signal > 0).astype(int)
    if kind == "partly":  # label spreading clamps what it was given
        return X, np.where(rng.random(60) < 0.25, 1 - (signal > 0), signal > 0).astype(int)
    if kind == "positive":
        return X, np.exp(signal / 2) + 0.1
    return X, 2 * signal


def rows_of(name: str) -> tuple[np.ndarray, np.ndarray]:
    kinds = {
        "MultinomialNB": "counts", "ComplementNB": "counts", "BernoulliNB": "codes", "CategoricalNB": "codes",
        "PoissonRegressor": "positive", "GammaRegressor": "positive", "TweedieRegressor": "positive",
        "LabelSpreading": "partly",
    }  # fmt: skip
    X, y = rows(kinds.get(name) or ("labels" if is_classifier(CLASSES[name]()) else "values"))
    return X, y.reshape(-1, 1) if name.startswith("MultiTask") else y


def score(model: Any, X: np.ndarray, y: np.ndarray) -> float:
    """Mean log probability of the true class where there are probabilities to trust, else accuracy or R2."""
    if not hasattr(model, "predict_proba") or type(model).__name__.startswith("AdaBoost"):
        return float(model.score(X, y))
    p = np.clip(model.predict_proba(X)[np.arange(len(y)), y], 1e-3, 1)
    return float(np.mean(np.log(p)))
