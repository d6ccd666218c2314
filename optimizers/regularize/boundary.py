"""What a model says over two features, with all others held at their usual value."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from optimizers.case import model_input
from optimizers.regularize.places import opened
from optimizers.words import listed, quoted

MARGIN = 0.05  # of the range, on each side


def boundary(model: Any, X: pd.DataFrame, features: tuple[str, str], n: int = 60, label: Any = None) -> pd.DataFrame:
    """The model's answers on a grid of two numeric features.

    Parameters
    ----------
    model : fitted estimator
    X : DataFrame of shape (n_rows, n_features)
        Rows that give the ranges, medians and most common values.
    features : (str, str)
        Two numeric columns: across and up.
    n : int
        Grid points a side, 2 to 300.
    label : optional
        Whose probability `score` is; by default the last class of two, else the class that is given.

    Returns
    -------
    DataFrame
        n * n rows: the two features; score (a probability, 0 or 1 where the model gives labels only, or the
        predicted value); answer (the predicted label or value). `attrs["label"]` is the class.

    Raises
    ------
    ValueError
        If the columns are not two different numeric ones, or the label is none of the model's.
    """
    check(X, features, n)
    usual = {c: [usual_value(X[c])] * (n * n) for c in X}
    across, up = (grid(X[f], n) for f in features)
    usual |= {features[0]: np.tile(across, n).tolist(), features[1]: np.repeat(up, n).tolist()}
    rows = pd.DataFrame({c: pd.Series(v).astype(kept_dtype(X[c], c in features)) for c, v in usual.items()})
    given = model_input(model, rows)
    answer = np.asarray(model.predict(given)).reshape(len(rows))
    classes = getattr(opened(model), "classes_", None)
    score = answer.astype(float) if classes is None else probability(model, given, answer, list(classes), label)
    out = rows[list(features)].assign(score=score, answer=answer)
    out.attrs["label"] = None if classes is None else str(label if label is not None else list(classes)[-1])
    return out


def check(X: pd.DataFrame, features: tuple[str, str], n: int) -> None:
    """Refuse what has no picture."""
    if len(features) != 2 or features[0] == features[1]:
        raise ValueError(f"A boundary needs two different columns; got {listed(features)}: choose two.")
    for name in features:
        if name not in X:
            raise ValueError(f"There is no column {quoted(name)}: choose two of {listed(X)}.")
        if not pd.api.types.is_numeric_dtype(X[name]) or pd.api.types.is_bool_dtype(X[name]):
            raise ValueError(f"Column {quoted(name)} is not numeric, so it has no axis: choose a numeric one.")
        if not np.isfinite(X[name].to_numpy(dtype=float)).any():
            raise ValueError(f"Column {quoted(name)} holds no finite number: choose another.")
    if not 2 <= n <= 300:
        raise ValueError(f"A boundary's grid must be between 2 and 300 points a side; got {n}.")


def grid(column: pd.Series, n: int) -> np.ndarray:
    """Evenly spaced from a little below the least to a little above the largest value."""
    values = column.to_numpy(dtype=float)
    values = values[np.isfinite(values)]
    spare = MARGIN * (values.max() - values.min()) or 0.5
    return np.linspace(values.min() - spare, values.max() + spare, n)


def usual_value(column: pd.Series) -> Any:
    """The median of numbers, the most common value of all else."""
    present = column.dropna()
    if not len(present):
        return np.nan
    number = pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
    return present.median() if number else present.mode().iloc[0]


def kept_dtype(column: pd.Series, on_axis: bool) -> Any:
    """Texts, categories and booleans as they are; numbers as floats, because a grid has no whole ones."""
    whole = pd.api.types.is_integer_dtype(column) or on_axis
    return np.float64 if whole and not pd.api.types.is_bool_dtype(column) else column.dtype


def probability(model: Any, given: Any, answer: np.ndarray, classes: list[Any], label: Any) -> np.ndarray:
    """Of one class; 0 or 1 where the model gives labels only."""
    if label is not None and label not in classes:
        raise ValueError(f"{quoted(label)} is no class of this model: choose one of {listed(classes)}.")
    place = len(classes) - 1 if label is None else classes.index(label)
    if hasattr(model, "predict_proba"):
        return np.asarray(model.predict_proba(given))[:, place]
    return (answer == classes[place]).astype(float)
