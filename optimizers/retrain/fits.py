"""One fit of a recipe on a window, with what it took or why it came to nothing."""

from __future__ import annotations

import time
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimizers.case import model_input
from optimizers.refit import first_line, refit

FEWEST_ROWS = 20
SEED = 0  # the same for all policies: those that learn from the same rows get the same model


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted model and the seconds that it took, or the problem in a few words."""

    model: Any = None
    seconds: float = 0.0
    problem: str = ""


def fit(model: Any, X: pd.DataFrame, y: pd.Series, weights: np.ndarray | None = None) -> Fit:
    """Refit the model's recipe; what cannot be fitted gives a problem, never an exception.

    Parameters
    ----------
    model : estimator
        Left as it is.
    X, y : DataFrame and Series of shape (n_rows, ...)
    weights : ndarray of shape (n_rows,), optional
        Routed to the last step of a pipeline.
    """
    if wrong := unfit(model, y):
        return Fit(problem=wrong)
    begun = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            fresh = refit(model, X, y, SEED, weights)
            fresh.predict(model_input(fresh, X.iloc[:1]))
        except MemoryError:
            raise
        except Exception as failed:  # any estimator, any rows
            return Fit(problem=f"it cannot be fitted on these {len(y):,} rows ({first_line(failed)})")
    return Fit(fresh, time.perf_counter() - begun)


def unfit(model: Any, y: pd.Series) -> str:
    """Why no model should be fitted on these labels, in a few words; empty if one may."""
    if len(y) < FEWEST_ROWS:
        return f"the window holds {len(y)} labelled rows, and {FEWEST_ROWS} are needed"
    if hasattr(model, "classes_") and y.nunique() < 2:
        return f"all {len(y):,} labels of the window are {y.iloc[0]!r}"
    return ""
