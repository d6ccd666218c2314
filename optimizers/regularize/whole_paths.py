"""Whole paths: (recipe, values, X, y) -> the fitted models in the order of the values, or None where it does not fit.

Lasso and elastic net by `enet_path` (one Gram matrix for all), ridge by one singular value decomposition,
logistic regression and boosting by going on from the neighbour (`warm_start`).
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import numpy as np

Path = Callable[[Any, list[Any], Any, np.ndarray], list[Any] | None]


def coordinate_descent(model: Any, values: list[float], X: Any, y: np.ndarray) -> list[Any] | None:
    """Lasso and elastic net: warm starts from the strongest alpha down, on the Gram matrix where rows are many."""
    from scipy.sparse import issparse
    from sklearn.linear_model import enet_path

    if issparse(X) or y.ndim > 1 or min(values) <= 0 or model.warm_start:
        return None
    template = _seen(model, max(values), X, y)
    rows = np.asarray(X, dtype=np.float32 if getattr(X, "dtype", None) == np.float32 else np.float64)
    middle = rows.mean(axis=0) if model.fit_intercept else np.zeros(rows.shape[1], rows.dtype)
    y_middle = y.mean() if model.fit_intercept else 0.0
    alphas, coefs, gaps, rounds = enet_path(
        np.asfortranarray(rows - middle), np.asarray(y - y_middle, dtype=rows.dtype), alphas=sorted(set(values)),
        l1_ratio=template.l1_ratio, tol=model.tol, max_iter=model.max_iter, selection=model.selection,
        random_state=model.random_state, positive=model.positive, copy_X=False, return_n_iter=True,
    )  # fmt: skip
    at = {float(alpha): i for i, alpha in enumerate(alphas)}
    found = []
    for i in (at[float(v)] for v in values):
        coef = np.ascontiguousarray(coefs[:, i])
        solved = dict(coef_=coef, n_iter_=rounds[i], dual_gap_=gaps[i], alpha=float(alphas[i]))
        found.append(_with(template, intercept_=_intercept(model, y_middle, middle, coef), **solved))
    return found


def one_decomposition(model: Any, values: list[float], X: Any, y: np.ndarray) -> list[Any] | None:
    """Ridge: every alpha from one singular value decomposition of the centred rows."""
    from scipy.linalg import svd
    from scipy.sparse import issparse

    closed_form = model.solver in ("auto", "svd", "cholesky") and not model.positive
    if issparse(X) or y.ndim > 1 or min(values) <= 0 or not closed_form:
        return None
    template = _seen(model, max(values), X, y)
    rows = np.asarray(X, dtype=float)
    middle = rows.mean(axis=0) if model.fit_intercept else np.zeros(rows.shape[1])
    y_middle = y.mean() if model.fit_intercept else 0.0
    U, s, Vt = svd(rows - middle, full_matrices=False)
    kept = s > 1e-15
    target = U[:, kept].T @ (np.asarray(y, dtype=float) - y_middle)
    found = []
    for v in values:
        coef = (target * s[kept] / (s[kept] ** 2 + v)) @ Vt[kept]
        coef = coef.astype(template.coef_.dtype, copy=False)
        found.append(_with(template, alpha=v, coef_=coef, intercept_=_intercept(model, y_middle, middle, coef)))
    return found


def from_neighbour(model: Any, values: list[Any], X: Any, y: np.ndarray) -> list[Any] | None:
    """Logistic regression: from the strongest penalty on, each solution starts at the last."""
    if model.solver == "liblinear" or model.warm_start:
        return None
    return _going_on(model, "C", sorted(set(values)), values, X, y)


def more_rounds(model: Any, values: list[int], X: Any, y: np.ndarray) -> list[Any] | None:
    """Boosting: rounds are added to the same model."""
    name = "max_iter" if hasattr(model, "max_iter") else "n_estimators"
    stops = getattr(model, "early_stopping", getattr(model, "n_iter_no_change", None) is not None)
    if model.warm_start or stops is True or (stops == "auto" and len(y) > 10_000):
        return None
    return _going_on(model, name, sorted(set(values)), values, X, y)


def _going_on(model: Any, name: str, order: list[Any], values: list[Any], X: Any, y: np.ndarray) -> list[Any]:
    from sklearn.base import clone

    going, found = clone(model).set_params(warm_start=True), {}
    for value in order:
        going.set_params(**{name: value}).fit(X, y)
        found[value] = copy.deepcopy(going).set_params(warm_start=False)
    return [found[v] for v in values]


def _seen(model: Any, alpha: float, X: Any, y: np.ndarray) -> Any:
    """The model fitted once, so that scikit-learn itself checks the rows and remembers their columns."""
    from sklearn.base import clone

    return clone(model).set_params(alpha=alpha).fit(X, y)


def _with(template: Any, **values: Any) -> Any:
    out = copy.copy(template)
    vars(out).update(values)
    return out


def _intercept(model: Any, y_middle: float, middle: np.ndarray, coef: np.ndarray) -> float:
    return y_middle - middle @ coef if model.fit_intercept else 0.0


WHOLE: dict[str, tuple[str, Path]] = {
    "Lasso": ("alpha", coordinate_descent),
    "ElasticNet": ("alpha", coordinate_descent),
    "Ridge": ("alpha", one_decomposition),
    "LogisticRegression": ("C", from_neighbour),
    "GradientBoostingClassifier": ("n_estimators", more_rounds),
    "GradientBoostingRegressor": ("n_estimators", more_rounds),
    "HistGradientBoostingClassifier": ("max_iter", more_rounds),
    "HistGradientBoostingRegressor": ("max_iter", more_rounds),
}
