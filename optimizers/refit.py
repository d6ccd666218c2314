"""The model's recipe fitted on other rows: the one place that clones, routes weights and says what went wrong."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from optimizers.case import model_input
from optimizers.reference import recipe

LONGEST = 150


class CannotFit(ValueError):
    """A recipe that could not be fitted; its text is the first line of why, without a full stop."""


def refit(model: Any, X: Any, y: Any, seed: int, weights: np.ndarray | None = None) -> Any:
    """The model's recipe, whole, fitted on these rows.

    Parameters
    ----------
    model : estimator
        Left as it is.
    X : DataFrame or array of shape (n_rows, n_features)
        A frame is given as the model takes it; an array as it is.
    y : Series or array of shape (n_rows,)
    seed : int
        For what the recipe leaves to chance.
    weights : ndarray of shape (n_rows,), optional
        Handed to the estimator inside; the model must take them, see `weights_name`.

    Raises
    ------
    CannotFit
        Whatever any estimator on any rows may raise; MemoryError goes through.
    ValueError
        If the model has no recipe.
    """
    fresh = recipe(model, seed)
    more = {} if weights is None else {weights_name(model): weights}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return fresh.fit(model_input(model, X) if hasattr(X, "columns") else X, np.asarray(y), **more)
        except MemoryError:
            raise
        except Exception as wrong:
            raise CannotFit(first_line(wrong)) from wrong


def first_line(wrong: BaseException) -> str:
    """What an error says on its first line, or its type; for the middle of a sentence."""
    said = (str(wrong).strip().splitlines() or [""])[0][:LONGEST].rstrip(".: ")
    return said or type(wrong).__name__


def weights_name(model: Any) -> str:
    """The name under which `fit` of the whole model hands weights of rows to the estimator inside; "" if it cannot."""
    from sklearn.utils.validation import has_fit_parameter

    names = []
    while (inner := _inner(model)) is not None:
        name, model = inner
        names += [name] if name else []
    return "__".join([*names, "sample_weight"]) if has_fit_parameter(model, "sample_weight") else ""


def _inner(model: Any) -> tuple[str, Any] | None:
    """The step name and the estimator that `fit` hands its parameters to; None if it is this one."""
    if hasattr(model, "steps"):
        return model.steps[-1]
    if hasattr(model, "regressor") and hasattr(model, "check_inverse"):
        from sklearn.linear_model import LinearRegression

        return "", model.regressor or LinearRegression()
    if hasattr(model, "estimator") and hasattr(model, "refit") and hasattr(model, "cv"):  # a search
        return "", model.estimator
    return None
