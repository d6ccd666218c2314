"""Fitted transformers without some of their output columns, and the input columns that they then need."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np

from optimizers.prune.narrow_encoders import narrow_one_hot, narrow_ordinal

# what a transformer keeps for every column, by the last axis
ARRAYS = {
    "StandardScaler": ("mean_", "var_", "scale_", "n_samples_seen_"),
    "MinMaxScaler": ("min_", "scale_", "data_min_", "data_max_", "data_range_"),
    "MaxAbsScaler": ("scale_", "max_abs_"),
    "RobustScaler": ("center_", "scale_"),
    "QuantileTransformer": ("quantiles_",),
    "SimpleImputer": ("statistics_",),
    "FunctionTransformer": (),
}
SELECTORS = [
    "SelectKBest",
    "SelectPercentile",
    "SelectFpr",
    "SelectFdr",
    "SelectFwe",
    "GenericUnivariateSelect",
    "VarianceThreshold",
    "SelectFromModel",
    "RFE",
    "RFECV",
    "SequentialFeatureSelector",
]
Narrowed = tuple[Any, "np.ndarray | None"]


def narrow(step: Any, outputs: np.ndarray, n_out: int, whole: bool = False) -> Narrowed:
    """A fitted transformer that gives only some of its columns, in their old order.

    Parameters
    ----------
    step : fitted transformer, or "passthrough"
        Stays as it is.
    outputs : ndarray of int
        The positions, ascending, that are still needed among its `n_out` columns.
    whole : bool
        The step is given its whole input whatever it needs of it.

    Returns
    -------
    step : fitted transformer or "passthrough"
    inputs : ndarray of int or None
        The positions of the inputs that it takes from now on; None: all of them, as before.
    """
    if step in (None, "passthrough"):
        return step, outputs
    if len(outputs) == n_out:
        return step, None
    if hasattr(step, "steps") and hasattr(step, "named_steps"):
        out = copy.copy(step)
        out.steps, inputs = narrow_chain(step.steps, outputs, n_out, whole)
        return out, inputs
    name = type(step).__name__
    if name == "ColumnTransformer":
        from optimizers.prune.narrow_tables import narrow_table

        return narrow_table(step, outputs, whole)
    if name in SELECTORS:
        return "passthrough", np.flatnonzero(step.get_support())[outputs]
    if name == "OneHotEncoder":
        new, inputs, rest = narrow_one_hot(step, outputs)
        return (new if rest is None else followed(new, *rest)), inputs
    if name == "OrdinalEncoder":
        return narrow_ordinal(step, outputs), outputs
    if name in ARRAYS and one_by_one(step, n_out):
        return cut(step, outputs, ARRAYS[name]), outputs
    return followed(step, outputs, n_out), None


def narrow_chain(steps: Any, outputs: np.ndarray | None, n_out: int, whole: bool = False) -> tuple[list, Any]:
    """The steps of a pipeline, the last one first; a step that only selected is gone."""
    out: list[tuple[str, Any]] = []
    for i, (name, step) in reversed(list(enumerate(steps))):
        new = step
        if outputs is not None:
            first = all(earlier in (None, "passthrough") for _, earlier in steps[:i])
            new, outputs = narrow(step, outputs, n_out, whole and first)
        n_out = n_out if step in (None, "passthrough") else width(step)
        out.insert(0, (name, new))
    real = [(name, step) for name, step in out if step not in (None, "passthrough")]
    return real if len(real) < len(out) else out, outputs


def width(step: Any) -> int:
    """How many columns a fitted step takes; -1 if it does not say."""
    if hasattr(step, "steps") and hasattr(step, "named_steps"):
        real = [s for _, s in step.steps if s not in (None, "passthrough")]
        return width(real[0]) if real else -1
    return getattr(step, "n_features_in_", -1)


def one_by_one(step: Any, n_out: int) -> bool:
    """Whether every output column comes from the input column of the same position alone."""
    name = type(step).__name__
    if name == "SimpleImputer":
        return not step.add_indicator and width(step) == n_out
    return name != "FunctionTransformer" or step.func is None


def cut(step: Any, columns: np.ndarray, arrays: tuple[str, ...] = ()) -> Any:
    """A copy that keeps some columns of the named arrays, and of the names of its inputs."""
    out = copy.copy(step)
    for attribute in (*arrays, "feature_names_in_"):
        value = getattr(step, attribute, None)
        if isinstance(value, np.ndarray) and value.ndim:
            setattr(out, attribute, value[..., columns])
    out.n_features_in_ = len(columns)
    return out


def followed(step: Any, outputs: np.ndarray, n_out: int) -> Any:
    """A step that cannot be cut, and behind it one that drops what is not needed."""
    from sklearn.pipeline import Pipeline

    sparse = bool(getattr(step, "sparse_output_", getattr(step, "sparse_output", False)))
    return Pipeline([(type(step).__name__.lower(), step), ("kept_columns", kept_columns(outputs, n_out, sparse))])


def kept_columns(columns: np.ndarray, n_columns: int, sparse: bool = False) -> Any:
    """A fitted selector of columns of an array, by position."""
    from scipy.sparse import csr_matrix
    from sklearn.compose import ColumnTransformer

    row = np.zeros((1, n_columns))
    selector = ColumnTransformer([("kept", "passthrough", columns.tolist())], sparse_threshold=1.0)
    selector.fit(csr_matrix(row) if sparse else row)
    selector._transformer_to_input_indices["remainder"] = []
    selector._remainder = ("remainder", "drop", [])
    return selector
