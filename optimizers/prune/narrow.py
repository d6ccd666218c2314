"""A whole fitted model without some of the columns that its estimator got: nothing computes them any more."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from optimizers.members import as_given, members, with_members
from optimizers.prune.narrow_steps import kept_columns, narrow_chain, width

WITHIN = ("best_estimator_", "regressor_")


def narrowed(model: Any, estimator: Any, columns: np.ndarray, table: Sequence[Any], same_table: bool = False) -> Any:
    """The whole model around a narrower estimator.

    Steps that treat columns one by one (scalers, encoders, imputers, selectors, column transformers) are cut;
    behind any other step the unused columns are dropped. What the model still takes is in `feature_names_in_`.

    Parameters
    ----------
    model : fitted estimator
        Pipeline, search, transformed target, or the estimator itself; stays as it is.
    estimator : fitted estimator
        Takes the estimator's place; sees `columns` alone.
    columns : ndarray of int
        Positions, ascending, among the columns that the estimator inside gets now.
    table : sequence
        The names of the table's columns, for a model that was fitted on arrays.
    same_table : bool
        Select the columns in front, so that the long table (or array) is still taken.

    Returns
    -------
    fitted estimator
    """
    own = getattr(model, "feature_names_in_", None)
    arrays = own is None and (same_table or not all(isinstance(name, str) for name in table))
    new, inputs = _narrowed(model, estimator, columns, arrays)
    if inputs is None:
        return new
    if arrays:
        return preceded(kept_columns(inputs, model.n_features_in_), new)
    names = (np.array(list(table), dtype=object) if own is None else own)[inputs]
    new = renamed(new, names)
    selects = type(first_step(new)).__name__ == "ColumnTransformer"
    return preceded(kept_names(names), new) if same_table and not selects else new


def inputs_needed(model: Any, columns: np.ndarray) -> np.ndarray | None:
    """The positions of the inputs that some columns of the estimator inside come from; None: all of them."""
    return _narrowed(model, None, columns, False)[1]


def _narrowed(model: Any, estimator: Any, columns: np.ndarray, whole: bool) -> tuple[Any, np.ndarray | None]:
    """The model, and the positions of the inputs that it takes (None: all of them)."""
    out = copy.copy(model)
    if is_pipeline(model):
        before, (name, last) = model.steps[:-1], model.steps[-1]
        first = all(step in (None, "passthrough") for _, step in before)
        new, inputs = _narrowed(last, estimator, columns, whole and first)
        steps, inputs = narrow_chain(before, inputs, width(last), whole)
        out.steps = [*steps, (name, new)]
        return out, inputs
    for attribute in WITHIN:
        if attribute in vars(model):
            new, inputs = _narrowed(getattr(model, attribute), estimator, columns, whole)
            setattr(out, attribute, new)
            return out, inputs
    return estimator, columns


def is_pipeline(model: Any) -> bool:
    return hasattr(model, "steps") and hasattr(model, "named_steps") and type(model).__name__ != "FrozenEstimator"


def first_step(model: Any) -> Any:
    """What meets the table first."""
    for attribute in WITHIN:
        if attribute in vars(model):
            return first_step(getattr(model, attribute))
    return first_step(model.steps[0][1]) if is_pipeline(model) else model


def renamed(model: Any, names: np.ndarray) -> Any:
    """The model with the names of the columns that it takes set wherever it keeps them."""
    seeing = [member.model for member in members(model) if member.rows is as_given]
    out = with_members(model, seeing, [renamed(one, names) for one in seeing]) if seeing else copy.copy(model)
    for attribute in WITHIN:
        if attribute in vars(model):
            setattr(out, attribute, renamed(getattr(model, attribute), names))
    if is_pipeline(model):
        (name, first), *rest = model.steps
        out.steps = [(name, renamed(first, names)), *rest]
        return out
    if type(model).__name__ == "ColumnTransformer":
        at = model._transformer_to_input_indices
        out.transformers_ = [(key, renamed(step, names[at[key]]), given) for key, step, given in model.transformers_]
    out.feature_names_in_ = names
    return out


def preceded(selector: Any, model: Any) -> Any:
    """A pipeline that selects columns first."""
    from sklearn.pipeline import Pipeline

    if is_pipeline(model):
        out = copy.copy(model)
        out.steps = [("kept_columns", selector), *model.steps]
        return out
    return Pipeline([("kept_columns", selector), (type(model).__name__.lower(), model)])


def kept_names(names: np.ndarray) -> Any:
    """A fitted selector of named columns, from a table that may hold more; it gives a table."""
    from sklearn.compose import ColumnTransformer

    row = pd.DataFrame(np.zeros((1, len(names))), columns=list(names))
    selector = ColumnTransformer([("kept", "passthrough", list(names))], verbose_feature_names_out=False)
    return selector.set_output(transform="pandas").fit(row)
