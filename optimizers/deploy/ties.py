"""Labels that are rounding: rows on which a model scores two labels alike."""

from __future__ import annotations

from typing import Any

import numpy as np

METHODS = ("predict_proba", "decision_function")
TIE = 1e-6  # between two scores: single precision holds six digits of them


def relabelled(own: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Rows whose label changed."""
    changed = own != values if own.dtype.kind == "f" else own.astype(str) != like(own, values).astype(str)
    return changed if changed.ndim == 1 else changed.any(axis=1)


def like(own: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Labels of an export as the original writes them: a graph has numbers for truth values."""
    return values.astype(own.dtype) if own.dtype.kind in "bif" else values


def tied(original: Any, expected: dict[str, np.ndarray], given: dict[str, np.ndarray]) -> np.ndarray:
    """Rows where the original scores the export's label as high as its own, to single precision.

    Parameters
    ----------
    original : fitted model
    expected, given : dict of str to ndarray
        Method -> answers, of the original and of the export.
    """
    own, other = expected["predict"], given["predict"]
    method = next((m for m in METHODS if m in expected), "")
    if not method or own.ndim != 1 or own.shape != other.shape or not hasattr(original, "classes_"):
        return np.zeros(len(own), dtype=bool)
    scores = expected[method]
    if scores.ndim == 1:  # of two labels: how far the second is above the first
        return np.abs(scores) <= TIE
    place = {str(label): i for i, label in enumerate(np.asarray(original.classes_).tolist())}
    columns = [[place.get(str(label), -1) for label in labels.tolist()] for labels in (own, like(own, other))]
    known = np.min(columns, axis=0) >= 0
    if scores.shape != (len(own), len(place)):
        return np.zeros(len(own), dtype=bool)
    first, second = (scores[np.arange(len(own)), column] for column in columns)
    scale = 1 + np.abs(first) if method == "decision_function" else 1.0
    return known & (np.abs(first - second) <= TIE * scale)
