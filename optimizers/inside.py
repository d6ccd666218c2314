"""The estimator inside a pipeline, a search or a transformed target: what a strategy works on."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimizers.case import model_input

SPLIT_UP = {
    "MultiOutputClassifier": "give the model of one output on its own",
    "MultiOutputRegressor": "give the model of one output on its own",
}


@dataclass(frozen=True, eq=False)
class Inside:
    """The innermost estimator, the rows as it sees them, and the way back out.

    Attributes
    ----------
    estimator : estimator
        Fitted; not to be changed.
    rows : callable
        Table -> what the estimator's `predict` takes.
    targets : callable
        Values -> the values that the estimator predicts (a transformed target).
    wrapped : callable
        Another fitted estimator -> the whole model with it in place; the original stays as it is.
    """

    estimator: Any
    rows: Callable[[pd.DataFrame], Any]
    targets: Callable[[Any], np.ndarray]
    wrapped: Callable[[Any], Any]


def inside(model: Any) -> Inside:
    """Open pipelines, searches and transformed targets, however they are nested.

    Parameters
    ----------
    model : fitted estimator

    Returns
    -------
    Inside
    """
    return opened(model, lambda X: model_input(model, X), np.asarray, lambda new: new)


def why_not(model: Any) -> str:
    """Why the innermost estimator cannot be replaced, with a way out; empty if it can."""
    name = type(inside(model).estimator).__name__
    return f"{name} spreads its model over several estimators; {SPLIT_UP[name]}." if name in SPLIT_UP else ""


def opened(model: Any, rows: Callable, targets: Callable, wrapped: Callable) -> Inside:
    """The same for a model within another, given what leads to it and back from it."""
    if type(model).__name__ == "FrozenEstimator":  # it shows the attributes of what it holds as its own
        return Inside(model, rows, targets, wrapped)
    if hasattr(model, "steps") and hasattr(model, "named_steps"):
        return _pipeline(model, rows, targets, wrapped)
    for attribute in ("best_estimator_", "regressor_"):
        if hasattr(model, attribute):
            return _single(model, attribute, rows, targets, wrapped)
    return Inside(model, rows, targets, wrapped)


def _pipeline(model: Any, rows: Callable, targets: Callable, wrapped: Callable) -> Inside:
    before, (name, last) = model.steps[:-1], model.steps[-1]

    def transformed(X: pd.DataFrame) -> Any:
        given = rows(X)
        for _, step in before:
            given = given if step in (None, "passthrough") else step.transform(given)
        return given

    def back(new: Any) -> Any:
        out = copy.copy(model)
        out.steps = [*before, (name, new)]
        return wrapped(out)

    return opened(last, transformed, targets, back)


def _single(model: Any, attribute: str, rows: Callable, targets: Callable, wrapped: Callable) -> Inside:
    def back(new: Any) -> Any:
        out = copy.copy(model)
        setattr(out, attribute, new)
        return wrapped(out)

    def transformed(y: Any) -> np.ndarray:
        values = np.asarray(targets(y), dtype=float).reshape(-1, 1)
        return model.transformer_.transform(values).ravel()

    return opened(getattr(model, attribute), rows, transformed if attribute == "regressor_" else targets, back)
