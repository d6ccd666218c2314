"""Which inputs can go together: those that no kept column of the estimator is computed from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimizers.inside import inside
from optimizers.prune.filled_columns import filled
from optimizers.prune.fixed_columns import fixed
from optimizers.prune.narrow import first_step, inputs_needed, narrowed, renamed


@dataclass(frozen=True, eq=False)
class Inputs:
    """The inputs of a model, in groups that stay or go as one.

    Attributes
    ----------
    names : list
        The table columns that the model takes, in its order.
    groups : list of ndarray of int
        Positions of the inputs of each group.
    outputs : list of ndarray of int
        The columns of the estimator inside that come from each group alone.
    mixed : bool
        Every column of the estimator comes from all inputs: constants can only go in front of the whole model.
    """

    names: list[Any]
    groups: list[np.ndarray]
    outputs: list[np.ndarray]
    mixed: bool = False


def inputs_of(model: Any, X: pd.DataFrame) -> Inputs:
    """How the inputs of a model hang together."""
    names = list(getattr(model, "feature_names_in_", X.columns))
    n_columns = inside(model).estimator.n_features_in_
    needs = [inputs_needed(model, np.array([z])) for z in range(n_columns)]
    group = np.arange(len(names))
    for used in needs:
        used = np.arange(len(names)) if used is None else used
        group[np.isin(group, group[used])] = group[used].min()
    keys = np.unique(group)
    first = [0 if used is None else int(group[used[0]]) for used in needs]
    outputs = [np.flatnonzero(np.array(first) == key) for key in keys]
    if len(keys) > 1:
        return Inputs(names, [np.flatnonzero(group == key) for key in keys], outputs)
    singles = [np.array([i]) for i in range(len(names))]
    return Inputs(names, singles, singles, mixed=True)


def without(model: Any, inputs: Inputs, gone: list[int], row: pd.DataFrame, table: list[Any]) -> Any:
    """The model without some groups of inputs; in `row`, one row of the table, they have their constant values."""
    opened, away = inside(model), np.concatenate([inputs.outputs[g] for g in gone])
    if inputs.mixed:
        kept = np.setdiff1d(np.arange(len(inputs.names)), away)
        values = row[inputs.names].to_numpy(dtype=float)[0]
        names = np.array([inputs.names[i] for i in kept], dtype=object)
        return renamed(filled(model, kept, {int(i): values[i] for i in away}), names)
    columns = opened.rows(row)
    values = np.asarray(columns.toarray() if hasattr(columns, "toarray") else columns, dtype=float)[0]
    kept = np.setdiff1d(np.arange(len(values)), away)
    estimator = fixed(opened.estimator, kept, {int(i): values[i] for i in away})
    return narrowed(model, estimator, kept, table)


def can_fill(model: Any, inputs: Inputs, X: pd.DataFrame) -> bool:
    """Whether constants can go in front of the whole model."""
    numbers = all(pd.api.types.is_numeric_dtype(X[name]) for name in inputs.names)
    return numbers and type(first_step(model)).__name__ != "ColumnTransformer"
