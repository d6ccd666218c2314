"""An ONNX graph as an estimator that only predicts: of a file that was checked, or of a model that we wrote."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.utils.metaestimators import available_if

NUMPY_TYPES = {
    "tensor(float)": np.float32, "tensor(double)": np.float64, "tensor(int64)": np.int64, "tensor(int32)": np.int32,
    "tensor(bool)": np.bool_, "tensor(string)": np.str_,
}  # fmt: skip
LABELS = ("tensor(int64)", "tensor(int32)", "tensor(string)", "tensor(bool)")
BATCH_ROWS = 100_000


class NotATable(ValueError):
    """A graph that does not take a table and give predictions."""


def wrap(raw: bytes, proto: Any, optimized: bool = False) -> OnnxModel:
    """The estimator for a graph: a classifier if its first output is a label, else a regressor.

    Parameters
    ----------
    raw : bytes
        The file.
    proto : ModelProto
        The same, parsed.
    optimized : bool
        Let the runtime rewrite the graph first; only of files that we wrote ourselves.

    Raises
    ------
    NotATable
        If its inputs or its first output are none of a table's.
    """
    session = _session(raw, optimized)
    outputs = session.get_outputs()
    if any(put.type not in NUMPY_TYPES for put in session.get_inputs()) or outputs[0].type not in NUMPY_TYPES:
        raise NotATable("The ONNX graph does not take a table and give predictions; save the model as joblib or skops.")
    kind = OnnxClassifier if outputs[0].type in LABELS else OnnxRegressor
    model = kind()
    model._optimized = optimized
    return model._fill(raw, session, proto)


def _session(raw: bytes, optimized: bool) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    # optimising computes constant parts of the graph at once, however large a stranger's get
    level = onnxruntime.GraphOptimizationLevel
    options.graph_optimization_level = level.ORT_ENABLE_ALL if optimized else level.ORT_DISABLE_ALL
    return onnxruntime.InferenceSession(raw, options, providers=["CPUExecutionProvider"], enable_fallback=0)


class OnnxModel(BaseEstimator):
    """What ONNX classifiers and regressors share.

    Attributes
    ----------
    n_features_in_ : int
        Columns that the graph takes, where it says.
    feature_names_in_ : (n_features,) array of str
        Names of the inputs, when each column is an input of its own.
    """

    _optimized: bool

    def _fill(self, raw: bytes, session: Any, proto: Any) -> OnnxModel:
        self._raw, self._session = raw, session
        self._inputs = [(put.name, put.type) for put in session.get_inputs()]
        shape = session.get_inputs()[0].shape
        if len(self._inputs) > 1:
            self.feature_names_in_ = np.array([name for name, _ in self._inputs], dtype=object)
            self.n_features_in_ = len(self._inputs)
        elif len(shape) == 2 and isinstance(shape[1], int) and shape[1] > 0:
            self.n_features_in_ = shape[1]
        return self

    def predict(self, X: Any) -> np.ndarray:
        """Predictions, shape (n_rows,) or (n_rows, n_outputs)."""
        predicted = np.concatenate([np.asarray(part) for part in self._run(X, 0)])
        return predicted[:, 0] if predicted.ndim == 2 and predicted.shape[1] == 1 else predicted

    def _run(self, X: Any, output: int) -> list[Any]:
        """One output of the graph for batches of rows: a graph may need much memory a row."""
        name = self._session.get_outputs()[output].name
        starts = range(0, max(1, len(X)), BATCH_ROWS)
        return [self._session.run([name], self._feed(_rows(X, start)))[0] for start in starts]

    def _feed(self, X: Any) -> dict[str, np.ndarray]:
        if getattr(self, "_refuses_missing", False):
            refuse_missing(X)
        if len(self._inputs) == 1:
            ((name, kind),) = self._inputs
            return {name: _typed(X, kind)}
        columns = X if hasattr(X, "columns") else dict(zip((n for n, _ in self._inputs), np.asarray(X, object).T))
        return {name: _typed(columns[name], kind).reshape(-1, 1) for name, kind in self._inputs}

    def __sklearn_is_fitted__(self) -> bool:
        return "_session" in vars(self)

    def __getstate__(self) -> dict:
        return {name: value for name, value in vars(self).items() if name != "_session"}

    def __setstate__(self, state: dict) -> None:
        self.__dict__.update(state)
        if "_raw" in state:
            self._session = _session(self._raw, getattr(self, "_optimized", False))

    def __repr__(self, N_CHAR_MAX: int = 700) -> str:
        return f"{type(self).__name__}(n_features_in_={getattr(self, 'n_features_in_', 'unknown')})"


def refuse_missing(X: Any) -> None:
    """Raise ValueError, naming the first row and column without a value."""
    gaps = np.asarray(pd.isna(X))
    if gaps.any():
        row, column = np.argwhere(gaps)[0]
        name = X.columns[column] if hasattr(X, "columns") else column
        raise ValueError(
            f"Row {row}, column {name} is missing; this ONNX file treats gaps otherwise than the original."
        )


def _rows(X: Any, start: int) -> Any:
    return (X.iloc if hasattr(X, "iloc") else X)[start : start + BATCH_ROWS]


def _typed(values: Any, kind: str) -> np.ndarray:
    array = np.asarray(values)
    return (
        array.astype(str).astype(object) if kind == "tensor(string)" else np.ascontiguousarray(array, NUMPY_TYPES[kind])
    )


class OnnxRegressor(RegressorMixin, OnnxModel):
    """A graph that predicts numbers."""


class OnnxClassifier(ClassifierMixin, OnnxModel):
    """A graph that predicts labels, and probabilities where it has them.

    Attributes
    ----------
    classes_ : (n_classes,) array
        Where the graph names its classes.
    """

    def _fill(self, raw: bytes, session: Any, proto: Any) -> OnnxModel:
        super()._fill(raw, session, proto)
        labels = _class_labels(proto)
        if labels is not None:
            self.classes_ = labels
        self._has_proba = labels is not None and len(session.get_outputs()) > 1 and _has_probabilities(proto)
        return self

    @available_if(lambda self: self._has_proba)
    def predict_proba(self, X: Any) -> np.ndarray:
        """Probabilities of shape (n_rows, n_classes), columns in the order of `classes_`."""
        return np.concatenate([self._as_columns(part) for part in self._run(X, 1)])

    @available_if(lambda self: getattr(self, "_has_scores", False))
    def decision_function(self, X: Any) -> np.ndarray:
        """Decision values: (n_rows,) of two classes, else (n_rows, n_classes)."""
        scores = np.concatenate([np.asarray(part) for part in self._run(X, 1)])
        return scores.reshape(len(scores), -1)[:, -1] if len(self.classes_) == 2 else scores

    def _as_columns(self, part: Any) -> np.ndarray:
        if isinstance(part, list):  # ZipMap gives a dict a row
            return np.array([[row[c] for c in self.classes_.tolist()] for row in part]).reshape(-1, len(self.classes_))
        return np.asarray(part)


def _class_labels(proto: Any) -> np.ndarray | None:
    import onnx.numpy_helper

    for node in reversed(proto.graph.node):
        for attribute in node.attribute:
            if attribute.name in ("classlabels_int64s", "classlabels_ints") and attribute.ints:
                return np.array(list(attribute.ints))
            if attribute.name in ("classlabels_strings",) and attribute.strings:
                return np.array([label.decode("utf-8") for label in attribute.strings], dtype=object)
    named = [tensor for tensor in proto.graph.initializer if tensor.name == "classes"]
    return onnx.numpy_helper.to_array(named[0]).ravel() if named else None


def _has_probabilities(proto: Any) -> bool:
    """An SVMClassifier without calibration gives scores under that name."""
    machines = [node for node in proto.graph.node if node.op_type == "SVMClassifier"]
    return all(any(a.name == "prob_a" and a.floats for a in node.attribute) for node in machines)
