"""A model that answers from a process of its own, with the library version that made it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.utils.metaestimators import available_if

Asks = Callable[[str, pd.DataFrame, bool], np.ndarray]


class RehostedModel(BaseEstimator):
    """What stands in for a model of another library version: it asks, and cannot be fitted.

    Attributes
    ----------
    asks : callable
        Given a method, the rows as a frame and whether the model takes a plain array, returns its answer; set once a
        process, by whoever knows the way.
    sklearn_ : str
        The version that answers.
    kind_ : str
        The model's own class.
    n_features_in_ : int
    feature_names_in_ : (n_features,) array of str
        Where the model was fitted on named columns.
    """

    asks: ClassVar[Asks | None] = None

    def _fill(self, facts: dict[str, Any], raw: bytes) -> RehostedModel:
        self.sklearn_, self.kind_, self._methods = str(facts["sklearn"]), str(facts["kind"]), tuple(facts["methods"])
        self._raw = raw  # so that its size is that of the file
        if facts["names"] is not None:
            self.feature_names_in_ = np.array(facts["names"], dtype=object)
        if facts["n_features"] is not None:
            self.n_features_in_ = int(facts["n_features"])
        return self

    def predict(self, X: Any) -> np.ndarray:
        """Predictions of shape (n_rows,)."""
        return self._ask("predict", X)

    def _ask(self, method: str, X: Any) -> np.ndarray:
        if self.asks is None:
            raise ValueError(f"The process with scikit-learn {self.sklearn_} is not there; open the case again.")
        frame = X if isinstance(X, pd.DataFrame) else pd.DataFrame(np.asarray(X))
        return type(self).asks(method, frame, not hasattr(self, "feature_names_in_"))  # type: ignore[misc]

    def __sklearn_is_fitted__(self) -> bool:
        return "sklearn_" in vars(self)

    def __repr__(self, N_CHAR_MAX: int = 700) -> str:
        return f"{getattr(self, 'kind_', 'Model')} of scikit-learn {getattr(self, 'sklearn_', 'unknown')}"


class RehostedRegressor(RegressorMixin, RehostedModel):
    """A model of another library version that predicts numbers."""


class RehostedClassifier(ClassifierMixin, RehostedModel):
    """A model of another library version that predicts labels.

    Attributes
    ----------
    classes_ : (n_classes,) array
    """

    def _fill(self, facts: dict[str, Any], raw: bytes) -> RehostedClassifier:
        super()._fill(facts, raw)
        self.classes_ = classes_of(facts)
        return self

    def predict(self, X: Any) -> np.ndarray:
        """Labels of shape (n_rows,)."""
        return self.classes_[self._ask("predict", X)]

    @available_if(lambda self: "predict_proba" in self._methods)
    def predict_proba(self, X: Any) -> np.ndarray:
        """Probabilities of shape (n_rows, n_classes), columns in the order of `classes_`."""
        return self._ask("predict_proba", X)

    @available_if(lambda self: "decision_function" in self._methods)
    def decision_function(self, X: Any) -> np.ndarray:
        """Decision values: (n_rows,) of two classes, else (n_rows, n_classes)."""
        return self._ask("decision_function", X)


def classes_of(facts: dict[str, Any]) -> np.ndarray:
    """The classes with their own type, from plain lists."""
    kind = np.dtype(facts["classes_dtype"])
    return np.array(facts["classes"], dtype=object if kind.hasobject else kind)


def rehosted(facts: dict[str, Any], raw: bytes) -> RehostedModel:
    """The stand-in for a model that a process of another version has open.

    Parameters
    ----------
    facts : dict
        As that process tells: kind, sklearn, classes, classes_dtype, names, n_features, methods.
    raw : bytes
        The model's file.
    """
    kind = RehostedRegressor if facts["classes"] is None else RehostedClassifier
    return kind()._fill(facts, raw)
