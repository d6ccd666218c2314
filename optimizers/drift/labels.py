"""Reading and rewriting the target."""

from __future__ import annotations

import numpy as np
import pandas as pd

N_LABELS_MAX = 20


def task_of(y: pd.Series) -> str:
    """ "classification" or "regression", as the target's values say.

    Text, true/false and categories are labels; numbers are labels while they are whole and at most
    20 different ones.
    """
    if not pd.api.types.is_numeric_dtype(y) or pd.api.types.is_bool_dtype(y):
        return "classification"
    values = y.dropna().unique()
    whole = len(values) <= N_LABELS_MAX and bool((np.asarray(values, dtype=float) % 1 == 0).all())
    return "classification" if whole else "regression"


def classes_of(y: pd.Series) -> pd.Index:
    """The labels that occur, in sorted order (labels of mixed types by their text)."""
    labels = pd.Index(y.dropna().unique())
    try:
        return labels.sort_values()
    except TypeError:
        return labels[np.argsort([str(v) for v in labels], kind="stable")]


def picked_class(y: pd.Series, which: str) -> object:
    """The "rarest" or the "commonest" label; of equally rare ones the last, of equally common ones the first."""
    classes = classes_of(y)
    n_rows = np.bincount(codes_of(y, classes), minlength=len(classes))
    place = int(n_rows.argmax()) if which == "commonest" else len(classes) - 1 - int(n_rows[::-1].argmin())
    return classes[place]


def codes_of(y: pd.Series, classes: pd.Index) -> np.ndarray:
    """The position of each row's label among the classes, shape (n_rows,)."""
    return classes.get_indexer(pd.Index(y))


def relabelled(y: pd.Series, at: np.ndarray, new: np.ndarray, classes: pd.Index) -> pd.Series:
    """The target with the labels `classes[new]` where `at` is true; its dtype stays.

    Parameters
    ----------
    at : ndarray of bool, shape (n_rows,)
    new : ndarray of int, shape (n_rows,)
    """
    order = np.flatnonzero(at)
    out = y.copy()
    if len(order):
        out.iloc[order] = classes.take(new[order]).to_numpy() if y.dtype == object else classes.take(new[order]).array
    return out


def values_of(y: pd.Series) -> np.ndarray:
    """A numeric target as float64, shape (n_rows,)."""
    return y.to_numpy(dtype=float, na_value=np.nan)


def with_values(y: pd.Series, values: np.ndarray) -> pd.Series:
    """The target with other numbers, float64, under the same name and index."""
    return pd.Series(values, index=y.index, name=y.name)
