"""A model's answers as plain arrays: codes, class scores or values, aligned to the case's classes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from optimizers.case import model_input

FEW = 16


def outputs(model: Any, X: pd.DataFrame, needs: str, classes: Sequence[Any]) -> np.ndarray:
    """Ask a model for all rows at once.

    Parameters
    ----------
    model : estimator
    X : DataFrame of shape (n_rows, n_features)
    needs : str
        "labels", "scores" or "values", as a `Metric` says.
    classes : sequence
        The order of the codes and of the scores' columns.

    Raises
    ------
    ValueError
        If the model gives neither probabilities nor decision values where scores are needed.
    """
    given = model_input(model, X)
    if needs == "values":
        return np.asarray(model.predict(given), dtype=float).reshape(len(X))
    if needs == "labels":
        return label_codes(model, np.asarray(model.predict(given)), classes)
    if hasattr(model, "predict_proba"):
        return aligned(np.asarray(model.predict_proba(given), dtype=float), model.classes_, classes)
    if hasattr(model, "decision_function"):
        margins = np.asarray(model.decision_function(given), dtype=float)
        return margins if margins.ndim == 1 else aligned(margins, model.classes_, classes, fill=-np.inf)
    raise ValueError(f"{type(model).__name__} gives labels only; choose accuracy, balanced accuracy or macro F1.")


def label_codes(model: Any, labels: np.ndarray, classes: Sequence[Any]) -> np.ndarray:
    """The codes of labels that a model gave.

    A classifier that gives objects gives the same few again and again: their addresses are compared, not
    their texts.
    """
    own = getattr(model, "classes_", None)
    if labels.dtype != object or not labels.flags.c_contiguous or own is None or len(own) > FEW:
        return codes(labels, classes)
    addresses = np.ndarray(labels.shape, np.intp, labels)  # type: ignore[call-overload]
    which = first_match(addresses, [id(label) for label in own])
    if which.min(initial=0) < 0:
        return codes(labels, classes)
    return which if list(own) == list(classes) else codes(own, classes)[which]


def codes(labels: Any, classes: Sequence[Any]) -> np.ndarray:
    """The position of each label among the classes; -1 where it is none of them."""
    if isinstance(labels, pd.Series) and isinstance(labels.dtype, pd.StringDtype | pd.CategoricalDtype):
        which, distinct = pd.factorize(labels, use_na_sentinel=False)
        return pd.Index(classes).get_indexer(pd.Index(distinct))[which]
    given = np.asarray(labels)
    if given.dtype.kind == "U" and len(classes) <= FEW and all(isinstance(c, str) for c in classes):
        return first_match(given, classes)
    return pd.Index(classes).get_indexer(pd.Index(given))


def first_match(values: np.ndarray, among: Sequence[Any]) -> np.ndarray:
    """The position of each value among a few distinct ones; -1 where it is none of them."""
    place = np.full(len(values), -1, np.int8)
    for k, one in enumerate(among):
        place += (values == one) * np.int8(k + 1)
    return place


def aligned(scores: np.ndarray, own: Sequence[Any], classes: Sequence[Any], fill: float = 0.0) -> np.ndarray:
    """Columns in the order of `classes`; a class that this model never saw gets `fill`."""
    place = codes(own, classes)
    if np.array_equal(place, np.arange(len(classes))):
        return scores
    out = np.full((len(scores), len(classes)), fill)
    out[:, place[place >= 0]] = scores[:, place >= 0]
    return out


def truth(y: pd.Series, task: str, classes: Sequence[Any]) -> np.ndarray:
    """The target as codes or as floats."""
    return codes(y, classes) if task == "classification" else y.to_numpy(dtype=float)
