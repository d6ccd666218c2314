"""The two references of every experiment: the model as uploaded, and its recipe refitted."""

from __future__ import annotations

import time
import warnings
from typing import Any

from optimizers.case import Case, model_input
from optimizers.strategy import Candidate

STRATEGY, UPLOADED, REFITTED = "reference", "as uploaded", "recipe refitted"


def recipe(model: Any, seed: int) -> Any:
    """An unfitted copy with the same settings, seeded where the model left chance open.

    Raises
    ------
    ValueError
        If the model cannot be copied unfitted.
    """
    from sklearn.base import clone

    try:
        fresh = clone(model)
        if not hasattr(fresh, "fit"):
            kind = getattr(model, "kind_", type(model).__name__)
            raise ValueError(f"{kind} has no recipe to refit: it only predicts.")
        open_seeds = {
            k: seed for k, v in fresh.get_params().items() if k.split("__")[-1] == "random_state" and v is None
        }
        return fresh.set_params(**open_seeds)
    except (TypeError, AttributeError, RuntimeError) as wrong:
        raise ValueError(f"{type(model).__name__} has no recipe to refit: it cannot be copied unfitted.") from wrong


def refitted(case: Case, seed: int) -> Candidate:
    """The model's recipe fitted on the learning rows alone, with what that took.

    An uploaded model may have seen the rows that judge it; this one has not.

    Raises
    ------
    ValueError
        If the model cannot be copied unfitted, or the copy cannot be fitted on these rows.
    """
    fresh = recipe(case.model, seed)
    begun = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            fresh.fit(model_input(case.model, case.X_train), case.y_train.to_numpy())
        except Exception as wrong:  # any estimator, any rows: the reason becomes part of the result
            raise ValueError(f"The recipe of {type(case.model).__name__} could not be refitted: {wrong}") from wrong
    return Candidate(REFITTED, fresh, cost={"fit_s": time.perf_counter() - begun, "fit_rows": len(case.X_train)})
