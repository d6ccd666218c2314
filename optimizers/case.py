"""A case: a fitted model, the rows it may learn from, and the rows that judge it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from optimizers.fingerprint import fingerprint
from optimizers.metrics import METRICS


@dataclass(frozen=True, eq=False)
class Case:
    """A fitted model with its tables, checked when made.

    Parameters
    ----------
    name : str
        What the page and the report call it.
    model : estimator
        Anything fitted that has `predict`; never changed, never refitted in place.
    X_train, X_test : DataFrame of shape (n_rows, n_features)
        Rows that may be learned from, and rows that judge, each in time order.
    y_train, y_test : Series of shape (n_rows,)
        Labels or values.
    time : Series of shape (n_test_rows,), optional
        When each judging row happened: datetimes or numbers, not decreasing.
    metric : str
        The primary metric, a key of `METRICS`; by default accuracy or R2.
    notes : tuple of str
        What was done to the tables on the way in, a sentence each.

    Raises
    ------
    ValueError
        If the tables do not fit each other or the metric does not fit the task.
    """

    name: str
    model: Any
    X_train: pd.DataFrame
    y_train: pd.Series
    X_test: pd.DataFrame
    y_test: pd.Series
    time: pd.Series | None = None
    metric: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.metric:
            object.__setattr__(self, "metric", "accuracy" if self.task == "classification" else "r2")
        for wrong in self._complaints():
            raise ValueError(wrong)

    def _complaints(self):
        if not hasattr(self.model, "predict"):
            yield f"Case.model must have predict; {type(self.model).__name__} has none."
        if list(self.X_train) != list(self.X_test):
            yield "Case.X_train and Case.X_test must have the same columns in the same order."
        for part in ("train", "test"):
            n_X, n_y = len(getattr(self, f"X_{part}")), len(getattr(self, f"y_{part}"))
            if n_X != n_y or not n_X:
                yield f"Case.X_{part} and Case.y_{part} must have as many rows, at least one; got {n_X} and {n_y}."
        if self.time is not None and len(self.time) != len(self.X_test):
            yield f"Case.time must have one value for each of {len(self.X_test)} judging rows; got {len(self.time)}."
        if self.time is not None and not self.time.is_monotonic_increasing:
            yield "Case.X_test must be in time order; Case.time goes back somewhere."
        fitting = [m.name for m in METRICS.values() if m.task == self.task]
        if self.metric not in fitting:
            yield f"Case.metric must be one of {', '.join(fitting)} for {self.task}; got {self.metric!r}."

    @cached_property
    def task(self) -> str:
        """ "classification" or "regression", as the model says."""
        return "classification" if hasattr(self.model, "classes_") else "regression"

    @cached_property
    def classes(self) -> tuple[Any, ...]:
        """The labels that the model can give, in the order of its probabilities; empty for a regressor."""
        if self.task == "regression":
            return ()
        return tuple(np.asarray(getattr(self.model, "classes_", np.unique(self.y_train))).tolist())

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hex digits that change if and only if the model or a row does."""
        return fingerprint(self.model, self.X_train, self.y_train, self.X_test, self.y_test, self.time)

    def predict_input(self, X: pd.DataFrame) -> Any:
        """The rows as the model takes them: a frame with its own columns, or a plain array."""
        return model_input(self.model, X)


def model_input(model: Any, X: pd.DataFrame) -> Any:
    """A frame where the model was fitted on named columns, otherwise an array."""
    names = getattr(model, "feature_names_in_", None)
    if names is None:
        return X.to_numpy()
    return X if list(names) == list(X) else X[list(names)]
