"""What each row costs a model: wrong or right, or the absolute error on the target's own scale."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd

from optimizers.case import model_input


def loss_scale(model: Any, y: pd.Series) -> float:
    """The mean absolute deviation of a regression target from its median: what guessing costs; 1 for classes."""
    if hasattr(model, "classes_"):
        return 1.0
    values = y.to_numpy(dtype=float)
    spread = float(np.mean(np.abs(values - np.median(values)))) if len(values) else 0.0
    return spread if spread > 0 else 1.0


def row_losses(model: Any, X: pd.DataFrame, y: pd.Series, scale: float) -> np.ndarray:
    """One loss a row: 0 or 1 for classes, |y - prediction| / scale for values.

    Rows that the model cannot predict at all give no losses: an array of length 0.
    """
    if not len(y):
        return np.zeros(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            given = np.asarray(model.predict(model_input(model, X)))
        except MemoryError:
            raise
        except Exception:  # any model, any rows: there is no evidence then
            return np.zeros(0)
    if hasattr(model, "classes_"):
        return (given != y.to_numpy()).astype(float)
    return np.abs(given.astype(float).reshape(len(y)) - y.to_numpy(dtype=float)) / scale
