"""The coefficients of a linear model along its strongest regularizer."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from optimizers.case import model_input
from optimizers.quiet import one_thread
from optimizers.regularize.paths import FEW_CELLS, fitted_path
from optimizers.regularize.places import fresh, steps_to, why_none
from optimizers.regularize.regularizers import Regularizer, around, bounds, current, regularizers
from optimizers.regularize.settings import Settled


def coefficient_path(model: Any, X: pd.DataFrame, y: pd.Series, n: int = 50, seed: int = 0) -> pd.DataFrame:
    """How the coefficients of a linear model, in a pipeline or not, shrink along its strongest regularizer.

    Parameters
    ----------
    model : fitted estimator
    X : DataFrame of shape (n_rows, n_features)
    y : Series of shape (n_rows,)
    n : int
        Settings along the path, over the whole range around the model's own.
    seed : int
        For solvers that draw numbers.

    Returns
    -------
    DataFrame
        setting (float), feature (str), coefficient (float), from the least to the most regularized; for more than
        two classes also class (str). `attrs["parameter"]` names the regularizer, `attrs["log"]` its scale.

    Raises
    ------
    ValueError
        If the model has no coefficients or no regularizer, or cannot be fitted, in one sentence with a way out.
    """
    if not hasattr(steps_to(model)[-1][1], "coef_"):
        name = type(steps_to(model)[-1][1]).__name__
        raise ValueError(f"{name} has no coefficients to follow: choose a linear model, such as LogisticRegression.")
    if why := why_none(model):
        raise ValueError(why)
    regularizer = regularizers(model)[0]
    values = wide(model, regularizer, n)
    with one_thread(X.size <= FEW_CELLS):
        settings = [Settled({regularizer.name: v}) for v in values]
        fitted = fitted_path(fresh(model, seed), settings, model_input(model, X), y.to_numpy())
    rows = [of_one(f, v) for f, v in zip(fitted, values) if not isinstance(f, Exception)]
    if not rows:
        raise ValueError(f"The path of {regularizer.name} could not be fitted: {str(fitted[0]).splitlines()[0]}")
    out = pd.concat(rows, ignore_index=True)
    out.attrs = {"parameter": regularizer.name, "log": regularizer.log}
    return out


def wide(model: Any, r: Regularizer, n: int) -> list[Any]:
    """Settings over the whole sensible range, the own one among them."""
    own, (low, high) = current(steps_to(model)[-1][1], r), bounds(model, r)
    usual = own if own is not None and (own > 0 or not r.log) else low
    return around(usual, min(low, usual), max(high, usual), n, r)


def of_one(model: Any, value: float) -> pd.DataFrame:
    """The coefficients of one fitted model, a row each."""
    own = steps_to(model)[-1][1]
    coef = np.asarray(own.coef_, dtype=float)
    coef = coef.reshape(1, -1) if coef.ndim == 1 else coef
    coef = coef.T if len(coef) == own.n_features_in_ != coef.shape[1] else coef  # latent models: a column a target
    names = feature_names(model, coef.shape[1])
    frame = pd.DataFrame({"setting": float(value), "feature": np.tile(names, len(coef)), "coefficient": coef.ravel()})
    if len(coef) > 1:
        frame["class"] = np.repeat([str(c) for c in own.classes_], coef.shape[1])
    return frame


def feature_names(model: Any, n: int) -> list[str]:
    """What the columns are called that the innermost estimator sees."""
    names: Any = None
    for _, outer in steps_to(model):
        names = getattr(outer, "feature_names_in_", names)
        if len(getattr(outer, "steps", ())) > 1:
            try:
                names = outer[:-1].get_feature_names_out()
            except (AttributeError, ValueError, TypeError):  # a step that does not name what it makes
                names = None
    return [str(c) for c in names] if names is not None and len(names) == n else [f"column {i + 1}" for i in range(n)]
