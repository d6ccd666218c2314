"""What all direct predictors share: reading rows without checks beyond what keeps an answer right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator

Steps = list[tuple[str, np.ndarray]]
STEPS: dict[str, Callable[[np.ndarray, np.ndarray], Any]] = {
    "subtract as rows": lambda X, by: np.subtract(X, by.astype(X.dtype), out=X),  # as StandardScaler does it
    "divide as rows": lambda X, by: np.divide(X, by.astype(X.dtype), out=X),
    "subtract": lambda X, by: np.subtract(X, by, out=X, casting="same_kind"),
    "divide": lambda X, by: np.divide(X, by, out=X, casting="same_kind"),
    "multiply": lambda X, by: np.multiply(X, by, out=X, casting="same_kind"),
    "add": lambda X, by: np.add(X, by, out=X, casting="same_kind"),
    "fill": lambda X, by: np.copyto(X, by, where=np.isnan(X), casting="same_kind"),
}


def stepped(X: np.ndarray, steps: Steps) -> np.ndarray:
    """Arithmetic on columns, in place."""
    for name, by in steps:
        STEPS[name](X, by)
    return X


class Direct(BaseEstimator):
    """A predictor that holds a model's arrays and nothing else.

    Attributes
    ----------
    columns : Columns or None
        Turns a mixed table into numbers first.
    steps : list of (str, ndarray)
        Arithmetic on columns, in order, as the scalers and imputers before the model do it.
    accepts_missing, accepts_infinite : bool
    n_features_in_, feature_names_in_, classes_
        As the original has them.
    """

    def __init__(self) -> None:
        self.columns: Any = None
        self.steps: Steps = []
        self.accepts_missing = self.accepts_infinite = False

    def of(self, original: Any, steps: Steps, accepts_missing: bool, columns: Any = None) -> Direct:
        """Take over what the original says of itself."""
        for name in ("n_features_in_", "feature_names_in_", "classes_"):
            if hasattr(original, name):
                setattr(self, name, getattr(original, name))
        self.names = list(getattr(self, "feature_names_in_", []))
        self.steps, self.accepts_missing, self.columns = steps, accepts_missing, columns
        return self

    def rows(self, X: Any, dtype: Any = None) -> np.ndarray:
        """The rows as the model inside takes them.

        Raises
        ------
        ValueError
            For other columns than those of the fit, infinities, and missing values that nothing fills.
        """
        if hasattr(X, "columns"):
            if self.names and X.columns.tolist() != self.names:
                raise ValueError(f"The columns differ from those of the fit; give {', '.join(map(str, self.names))}.")
            if self.columns is None:  # five times as fast as numpy's own way of asking a frame
                X = X.to_numpy(None if self.steps else dtype)
        given = X if hasattr(X, "shape") else np.asarray(X)
        if given.ndim != 2 or given.shape[1] != self.n_features_in_:
            raise ValueError(f"The rows must be a table of {self.n_features_in_} columns; got shape {given.shape}.")
        if self.columns is not None:
            given = stepped(self.columns(given), self.steps)
        elif self.steps:
            given = stepped(np.array(given, dtype=_floating(given)), self.steps)
        table = np.asarray(given, dtype=dtype or _floating(given))  # no other order: sums of floats depend on it
        if not self.accepts_infinite and not np.isfinite(table).all():
            self._refuse(table)
        return table

    def _refuse(self, table: np.ndarray) -> None:
        bad = np.isinf(table) if self.accepts_missing else ~np.isfinite(table)
        if bad.any():
            row, column = np.argwhere(bad)[0]
            what = "missing" if np.isnan(table[row, column]) else "infinite or too large"
            raise ValueError(f"Row {row}, column {column} is {what}; the model takes finite numbers.")

    def fit(self, X: Any, y: Any = None) -> Any:
        """Refuses: it only predicts; scikit-learn wants the method to be there."""
        raise TypeError(f"{type(self).__name__} only predicts; fit the model that it was made of.")

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "n_features_in_")

    def __repr__(self, N_CHAR_MAX: int = 700) -> str:
        return f"{type(self).__name__}(n_features_in_={getattr(self, 'n_features_in_', 'unknown')})"


def _floating(X: Any) -> Any:
    return np.float32 if getattr(X, "dtype", None) == np.float32 else np.float64
