"""Reading encoders of categories: they are asked what they make of each category that they know."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd

from optimizers.deploy.models.columns import MISSING

NOBODY = "\u2060a category that nobody knows\u2060"


class CannotRead(ValueError):
    """A model, or a step before it, that no direct predictor stands for."""


def asked(encoder: Any) -> tuple[list[dict], list[np.ndarray], list[np.ndarray | None]]:
    """For each column: category -> row, the rows, and the row of an unknown one; the encoder itself is asked."""
    known, tables, unknown, first = [], [], [], 0
    categories = [as_list(own) for own in encoder.categories_]
    for column, own in enumerate(categories):
        rows = answered(encoder, categories, column, own)
        other = None
        if getattr(encoder, "handle_unknown", "ignore") != "error":
            other = answered(encoder, categories, column, [stranger(own)])[0]
        width = width_of(encoder, column)
        tables.append(rows[:, first : first + width])
        unknown.append(None if other is None else other[first : first + width])
        known.append({MISSING if v != v else v: i for i, v in enumerate(own)})
        first += width
    return known, tables, unknown


def as_list(categories: Any) -> list:
    """The categories as plain values.

    Raises
    ------
    CannotRead
        If they are no texts, numbers or truth values.
    """
    if np.asarray(categories).dtype.kind not in "OUSbiuf":
        raise CannotRead("An encoder of other things than texts, numbers and truth values is not read.")
    return list(np.asarray(categories).tolist())


def stranger(own: list) -> Any:
    """A value that is none of the categories."""
    numbers = [v for v in own if isinstance(v, int | float) and v == v]
    return max(numbers) + 1 if numbers else NOBODY


def answered(encoder: Any, categories: list[list], column: int, values: list) -> np.ndarray:
    """What comes out where one column takes each of these values, the others their first."""
    names = getattr(encoder, "feature_names_in_", range(len(categories)))
    table = {
        name: values if i == column else [own[0]] * len(values) for i, (name, own) in enumerate(zip(names, categories))
    }
    kinds = [np.asarray(own).dtype for own in encoder.categories_]
    frame = pd.DataFrame({name: np.array(v, dtype=object) for name, v in table.items()}, dtype=object)
    for name, kind in zip(names, kinds):
        if kind.kind in "iuf":
            frame[name] = frame[name].astype(float)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        out = encoder.transform(frame)
    return np.asarray(out.toarray() if hasattr(out, "toarray") else out)


def width_of(encoder: Any, column: int) -> int:
    """How many columns come of one."""
    name = type(encoder).__name__
    if name == "OneHotEncoder":
        return int(encoder._n_features_outs[column])
    return len(encoder.classes_) if name == "TargetEncoder" and encoder.target_type_ == "multiclass" else 1
