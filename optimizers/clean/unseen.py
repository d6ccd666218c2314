"""What a recipe says of rows that it was not fitted on: out of fold, or out of bag."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from optimizers.inside import inside
from optimizers.reference import recipe
from optimizers.refit import first_line

N_FOLDS = 5
FEW_ROWS = 10_000
FEWEST_TREES = 100  # below, too few trees have not seen a row
BLIND = tuple(
    f"sklearn.{package}"
    for package in (
        *("preprocessing", "impute", "compose", "decomposition", "pipeline", "feature_extraction"),
        *("random_projection", "kernel_approximation"),
    )
)
Tell = Callable[[str], None]


def settled(model: Any) -> Any:
    """A search gives way to what it found: settings are not searched again in every fold."""
    while hasattr(model, "best_estimator_"):
        model = model.best_estimator_
    return model


def place(rows: Any, which: np.ndarray) -> Any:
    """Those rows of a frame, an array or a sparse matrix."""
    return rows.iloc[which] if hasattr(rows, "iloc") else rows[which]


def folds(y: np.ndarray, seed: int, n_folds: int = N_FOLDS) -> np.ndarray:
    """The fold of each row: each code of y is dealt out evenly, however few rows it has."""
    rng = np.random.default_rng([seed, 5])
    order = rng.permutation(len(y))
    dealt = order[np.argsort(y[order], kind="stable")]
    out = np.empty(len(y), dtype=int)
    out[dealt] = np.arange(len(y)) % n_folds
    return out


@contextmanager
def sentences(model: Any) -> Iterator[None]:
    """Whatever a refit raises becomes one sentence; its warnings are not shown."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except Exception as wrong:  # any estimator, any rows
            name = type(model).__name__
            raise ValueError(
                f"The recipe of {name} could not be refitted on part of the learning rows: {first_line(wrong)}."
            ) from wrong


def fitted(model: Any, X: Any, y: np.ndarray, seed: int) -> Any:
    """The model's recipe, fitted on these rows."""
    fresh = recipe(model, seed)
    with sentences(model):
        return fresh.fit(X, y)


def out_of_fold(
    model: Any, X: Any, y: np.ndarray, strata: np.ndarray, ask: Callable, seed: int, tell: Tell
) -> np.ndarray:
    """`ask(fitted, rows)` for each fifth of the rows, of a refit of the whole recipe on the other four.

    Parameters
    ----------
    X : frame or array
        As the model takes it.
    strata : ndarray of int of shape (n_rows,)
        What the folds share out evenly.
    ask : callable
        (fitted model, rows) -> array with one entry a row.
    """
    fold, out = folds(strata, seed), None
    for f in range(N_FOLDS):
        tell(f"fit {f + 1} of {N_FOLDS} that leaves a fifth of the rows out")
        test = np.flatnonzero(fold == f)
        train = np.flatnonzero(fold != f)
        fresh = fitted(model, place(X, train), y[train], seed)
        with sentences(model):
            given = ask(fresh, place(X, test))
        out = np.empty((len(y), *given.shape[1:])) if out is None else out
        out[test] = given
    assert out is not None
    return out


def last_step(model: Any) -> Any:
    """The estimator at the end of a pipeline, or of pipelines in pipelines; the model itself where it is none."""
    while hasattr(model, "steps"):
        model = model.steps[-1][1]
    return model


def bagged(model: Any) -> bool:
    """Whether one fit answers for rows that it has not seen: a bootstrapped forest, no step before learns from y."""
    estimator = last_step(model)
    given = estimator.get_params(deep=False) if hasattr(estimator, "get_params") else {}
    return "oob_score" in given and bool(given.get("bootstrap")) and not learns_from_y_before(model)


def learns_from_y_before(model: Any) -> bool:
    """Whether a step before the last one may be fitted on labels too: it would tell a row's label to the judge."""
    from sklearn.utils import get_tags

    from optimizers.card.walk import is_estimator, steps

    def blind(part: Any) -> bool:
        known = type(part).__module__.startswith(BLIND) or type(part).__name__ == "VarianceThreshold"
        return known and not get_tags(part).target_tags.required

    before = [step for _, step in getattr(model, "steps", [])[:-1] if is_estimator(step)]
    return any(not blind(part) for step in before for _, part, _ in steps(step))


def out_of_bag(model: Any, X: Any, y: np.ndarray, seed: int) -> tuple[np.ndarray, Any]:
    """One fit of a bootstrapped forest: what the trees that did not see a row say of it, and the forest's classes.

    A small forest gets 100 trees.
    """
    judge = recipe(last_step(model), seed)
    judge.set_params(oob_score=True, n_estimators=max(FEWEST_TREES, judge.n_estimators))
    forest = last_step(fitted(inside(model).wrapped(judge), X, y, seed))
    said = getattr(forest, "oob_decision_function_", getattr(forest, "oob_prediction_", None))
    return np.nan_to_num(np.asarray(said, dtype=float)), getattr(forest, "classes_", None)
