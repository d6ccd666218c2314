"""A model that is called in another way: what it says of itself stays the same."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils.metaestimators import available_if

OWN = ("classes_", "n_features_in_", "feature_names_in_")


def _has(method: str) -> Callable[[Any], bool]:
    return lambda wrapped: hasattr(wrapped.model, method)


class Wrapped(BaseEstimator):
    """Passes calls on to a fitted model; a subclass says how in `called`."""

    def __init__(self, model: Any) -> None:
        self.model = model
        for name in OWN:
            if hasattr(model, name):
                setattr(self, name, getattr(model, name))

    def called(self, method: Callable[[Any], np.ndarray], X: Any) -> np.ndarray:
        raise NotImplementedError

    def predict(self, X: Any) -> np.ndarray:
        """As the model's own."""
        return self.called(self.model.predict, X)

    @available_if(_has("predict_proba"))
    def predict_proba(self, X: Any) -> np.ndarray:
        """As the model's own."""
        return self.called(self.model.predict_proba, X)

    @available_if(_has("decision_function"))
    def decision_function(self, X: Any) -> np.ndarray:
        """As the model's own."""
        return self.called(self.model.decision_function, X)

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def __repr__(self, N_CHAR_MAX: int = 700) -> str:
        return f"{type(self).__name__}({type(self.model).__name__})"


class WithoutChecks(Wrapped):
    """scikit-learn looks neither for infinities nor at its own parameters."""

    def called(self, method: Callable[[Any], np.ndarray], X: Any) -> np.ndarray:
        from sklearn import config_context

        with config_context(assume_finite=True, skip_parameter_validation=True):
            return method(X)


class InFloat32(Wrapped):
    """Numbers are halved in width before the call."""

    def called(self, method: Callable[[Any], np.ndarray], X: Any) -> np.ndarray:
        return method(narrowed(X))


def narrowed(X: Any) -> Any:
    """float64 columns as float32; everything else as it is."""
    if not hasattr(X, "columns"):
        return X.astype(np.float32) if X.dtype == np.float64 else X
    wide = [name for name, kind in X.dtypes.items() if kind == np.float64]
    return X.astype(dict.fromkeys(wide, np.float32)) if wide else X


class InParts(Wrapped):
    """Rows are asked for part by part: by several threads at once, or in batches of a size.

    Parameters
    ----------
    model : fitted model
    n_threads : int
        Parts that are asked for at the same time.
    part_rows : int
        Rows of a part; 0 shares them out evenly among the threads.
    least_rows : int
        Fewer rows are asked for in one call, as ever.
    """

    def __init__(self, model: Any, n_threads: int = 1, part_rows: int = 0, least_rows: int = 256) -> None:
        super().__init__(model)
        self.n_threads, self.part_rows, self.least_rows = n_threads, part_rows, least_rows

    def called(self, method: Callable[[Any], np.ndarray], X: Any) -> np.ndarray:
        parts = self.parts(X)
        if len(parts) == 1:
            return method(X)
        if self.n_threads == 1:
            return np.concatenate([method(part) for part in parts])
        with ThreadPoolExecutor(self.n_threads) as pool:
            return np.concatenate(list(pool.map(method, parts)))

    def parts(self, X: Any) -> list[Any]:
        """The rows in order, cut where parts begin."""
        n_rows = len(X)
        step = self.part_rows or -(-n_rows // self.n_threads)
        if n_rows < self.least_rows or step >= n_rows:
            return [X]
        rows = X.iloc if hasattr(X, "iloc") else X
        return [rows[start : start + step] for start in range(0, n_rows, step)]
