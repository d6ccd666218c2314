"""Another estimator in the place of a model's innermost one: the same preprocessing, nothing fitted yet."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd

from optimizers.case import model_input
from optimizers.reference import recipe
from optimizers.regularize.places import fresh, opened, steps_to
from optimizers.swap.carrying import Seen

MOST_DENSE_BYTES = 1 << 30


def innermost(model: Any) -> Any:
    return steps_to(model)[-1][1]


def replaced(model: Any, new: Any, seen: Seen | None = None) -> Any:
    """The unfitted recipe with another estimator inside; a search is replaced by the recipe of its best estimator.

    Where the new estimator takes dense tables only, the encoders before it are told to give them.

    Raises
    ------
    ValueError
        If the rows would stay sparse, or fill too much memory when dense.
    """
    from sklearn.base import clone

    path = steps_to(model)[-1][0]
    if not path:
        return clone(new)
    out = clone(opened(model))
    for way, estimator in steps_to(model)[1:-1]:
        out.set_params(**{way: clone(estimator)})
    out.set_params(**{path: clone(new)})
    return dense(out, new, seen) if seen is not None and seen.sparse and not takes_sparse(new) else out


def seeded(unfitted: Any, seed: int) -> Any:
    return recipe(unfitted, seed)


def takes_sparse(estimator: Any) -> bool:
    from sklearn.utils import get_tags

    return bool(get_tags(estimator).input_tags.sparse)


def dense(unfitted: Any, new: Any, seen: Seen) -> Any:
    """The recipe with every encoder and column transformer set to dense output."""
    n_bytes = 8 * int(np.prod(seen.given.shape))
    if n_bytes > MOST_DENSE_BYTES:
        raise ValueError(
            f"{type(new).__name__} takes dense tables, and these {seen.n_columns:,} columns would fill "
            f"{n_bytes / 2**30:.1f} GiB: reduce them first, with TruncatedSVD."
        )
    turn = {"sparse_output": False, "sparse_threshold": 0}
    ends = {k: turn[k.rpartition("__")[2]] for k in unfitted.get_params() if k.rpartition("__")[2] in turn}
    if not ends:
        raise ValueError(
            f"{type(new).__name__} takes dense tables, and the rows stay sparse: put TruncatedSVD before it."
        )
    return unfitted.set_params(**ends)


def seen_inside(model: Any, X: pd.DataFrame, y: np.ndarray) -> Seen:
    """What the innermost estimator sees of the learning rows, the steps before it fitted on them.

    Raises
    ------
    ValueError
        If these steps cannot be fitted.
    """
    from sklearn.pipeline import Pipeline

    given = model_input(model, X)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for _, estimator in steps_to(fresh(model, 0)):
                if len(getattr(estimator, "steps", ())) > 1:
                    given = Pipeline(estimator.steps[:-1]).fit_transform(given, y)
    except Exception as wrong:  # any transformer, any rows: the reason becomes a sentence
        why = str(wrong).strip().split("\n")[0].rstrip(".")
        raise ValueError(f"The steps before the model could not be fitted on the learning rows: {why}.") from wrong
    own = innermost(model)
    dtypes = list(given.dtypes) if hasattr(given, "dtypes") else []
    scores = hasattr(own, "predict_proba")
    return Seen(given, y, hasattr(opened(model), "classes_"), scores, dtypes)
