"""Who judges the labels: the model's recipe, or a forest where that knows the rows better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizers.clean.unseen import Tell, bagged, learns_from_y_before, out_of_bag, out_of_fold, settled
from optimizers.inside import inside
from optimizers.predict import aligned

N_TREES = 100
MOST_ROWS_A_TREE = 10_000
LEAST_PROBABILITY = 0.01  # below, a judge that is sure and wrong costs no more


@dataclass(frozen=True, eq=False)
class Judged:
    """What was said of each row by fits that had not seen it.

    Attributes
    ----------
    said : ndarray
        Probabilities of shape (n_rows, n_classes), or values of shape (n_rows,).
    how : str
        A sentence on whose they are.
    loss : float
        Mean negative log probability of the given label, or mean absolute error.
    by : str
        "model" or "forest".
    """

    said: np.ndarray
    how: str
    loss: float
    by: str = "model"


def judged(
    model: Any, X: Any, y: np.ndarray, codes: np.ndarray, classes: Sequence[Any], seed: int, tell: Tell, by: str = ""
) -> Judged:
    """The probabilities, or values, that label the rows better: of the model's recipe, or of a forest.

    Parameters
    ----------
    X : frame or array
        As the model takes it.
    y, codes : ndarray of shape (n_rows,)
        The labels, and their places among `classes`; for a regressor the values, and 0.
    classes : sequence
        Empty for a regressor.
    by : str
        "model" or "forest" where that is settled already; empty to try both.

    Raises
    ------
    ValueError
        If neither can be fitted, or the model cannot be copied unfitted.
    """
    model = settled(model)
    if bagged(model):
        return own_forest(model, X, y, codes, classes, seed, tell)
    mute = bool(classes) and not hasattr(model, "predict_proba")
    forest, why = (None, "") if by == "model" else other_forest(model, X, y, codes, classes, seed, tell)
    if mute and forest is None:
        raise ValueError(f"{type(model).__name__} gives no probabilities, and {why}")
    if forest is not None and (mute or by == "forest"):
        return forest
    own = own_folds(model, X, y, codes, classes, seed, tell)
    return forest if forest is not None and forest.loss < own.loss else own


def own_forest(
    model: Any, X: Any, y: np.ndarray, codes: np.ndarray, classes: Sequence[Any], seed: int, tell: Tell
) -> Judged:
    tell("one fit, judged out of bag")
    said, own = out_of_bag(model, X, y, seed)
    how = "Judged by the model's own trees, each row by those that had not seen it (out of bag)."
    return weighed(said if own is None else aligned(said, own, classes), codes, y, how)


def own_folds(
    model: Any, X: Any, y: np.ndarray, codes: np.ndarray, classes: Sequence[Any], seed: int, tell: Tell
) -> Judged:
    def ask(fitted: Any, rows: Any) -> np.ndarray:
        if not classes:
            return np.asarray(fitted.predict(rows), dtype=float).reshape(-1)
        return aligned(np.asarray(fitted.predict_proba(rows), dtype=float), fitted.classes_, classes)

    said = out_of_fold(model, X, y, codes, ask, seed, tell)
    how = "Judged by refits of the whole recipe, each fifth of the rows by a fit on the other four."
    return weighed(said, codes, y, how)


def other_forest(
    model: Any, X: Any, y: np.ndarray, codes: np.ndarray, classes: Sequence[Any], seed: int, tell: Tell
) -> tuple[Judged | None, str]:
    """A forest behind the model's own preprocessing; None, and why, where that cannot be."""
    from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

    rows_a_tree = min(1.0, MOST_ROWS_A_TREE / len(y))
    settings: Any = dict(n_estimators=N_TREES, min_samples_leaf=3, max_samples=rows_a_tree, random_state=seed)
    forest = RandomForestClassifier(**settings) if classes else RandomForestRegressor(**settings, max_features=0.5)
    whole = inside(model).wrapped(forest)
    if learns_from_y_before(model):
        return None, "a forest could not judge instead: a step before it learns from the labels."
    try:
        judge = own_forest(whole, X, y, codes, classes, seed, tell)
    except ValueError as wrong:
        return None, f"a forest could not judge instead: {wrong}"
    name = type(inside(model).estimator).__name__
    why = "gives no probabilities" if classes and not hasattr(model, "predict_proba") else "knows the rows less well"
    how = f"Judged out of bag by a forest behind the model's own preprocessing: {name} {why}."
    return Judged(judge.said, how, judge.loss, "forest"), ""


def weighed(said: np.ndarray, codes: np.ndarray, y: np.ndarray, how: str) -> Judged:
    if said.ndim == 1:
        return Judged(said, how, float(np.abs(y.astype(float) - said).mean()))
    of_given = said[np.arange(len(codes)), codes]
    return Judged(said, how, float(-np.log(of_given.clip(LEAST_PROBABILITY)).mean()))
