"""Cross-validation of many settings at once: each row's share in each setting's score, out of fold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimizers.case import model_input
from optimizers.metrics import Metric
from optimizers.predict import codes, outputs
from optimizers.regularize.judging import row_scores
from optimizers.regularize.paths import fitted_path
from optimizers.regularize.settings import Setting, settled

Folds = Sequence[tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True, eq=False)
class Rows:
    """The learning rows, and how they are scored.

    Attributes
    ----------
    X : DataFrame
    given : table
        The same rows as the model takes them.
    y : ndarray
        Labels or values.
    truth : ndarray
        Codes of the labels, or the values.
    classes : tuple
        Empty for a regressor.
    metric : Metric
    """

    X: pd.DataFrame
    given: Any
    y: np.ndarray
    truth: np.ndarray
    classes: tuple[Any, ...]
    metric: Metric


@dataclass(frozen=True, eq=False)
class Tried:
    """What the settings scored.

    Attributes
    ----------
    valid : ndarray of shape (n_judged, n_settings)
        Each judged row's share in the score of its fold, NaN where a setting could not be fitted.
    fold : ndarray of shape (n_judged,)
        Which fold judged the row.
    train : ndarray of shape (n_folds, n_settings)
        Training scores.
    test_to_train : float
        Judged rows for each row learned from, in a fold.
    errors : dict of int to Exception
        Why a setting could not be fitted.
    """

    valid: np.ndarray
    fold: np.ndarray
    train: np.ndarray
    test_to_train: float
    errors: dict[int, Exception]


def rows_of(model: Any, X: pd.DataFrame, y: pd.Series, metric: Metric) -> Rows:
    """The learning rows as the model takes them and as the metric scores them."""
    labels = y.to_numpy()
    if metric.task == "regression":
        return Rows(X, model_input(model, X), labels, labels.astype(float), (), metric)
    classes = tuple(np.unique(labels).tolist())
    return Rows(X, model_input(model, X), labels, codes(labels, classes), classes, metric)


def part(given: Any, places: np.ndarray) -> Any:
    return given.iloc[places] if hasattr(given, "iloc") else given[places]


def fitted_on(recipe: Any, settings: Sequence[Setting], rows: Rows, places: np.ndarray) -> list[Any]:
    """The recipe fitted with each setting on some of the rows; errors where it could not be."""
    X, y = rows.X.iloc[places], rows.y[places]
    return fitted_path(recipe, [settled(s, X, y) for s in settings], part(rows.given, places), y)


def try_settings(recipe: Any, settings: Sequence[Setting], rows: Rows, folds: Folds) -> Tried:
    """Fit every setting in every fold, on the fold's own rows from the first step of a pipeline on."""
    spread = float(np.var(rows.truth)) if not rows.classes else 1.0
    n_judged = sum(len(judged) for _, judged in folds)
    valid = np.full((n_judged, len(settings)), np.nan)
    fold = np.repeat(np.arange(len(folds)), [len(judged) for _, judged in folds])
    train = np.full((len(folds), len(settings)), np.nan)
    errors: dict[int, Exception] = {}
    for f, (learned, judged) in enumerate(folds):
        models = fitted_on(recipe, settings, rows, learned)
        for j, scores in enumerate(scored(models, rows, learned, judged, spread)):
            if isinstance(scores, Exception):
                errors[j] = scores
            else:
                train[f, j], valid[fold == f, j] = scores
    learned_all = sum(len(learned) for learned, _ in folds)
    return Tried(valid, fold, train, n_judged / learned_all, errors)


def scored(models: list[Any], rows: Rows, learned: np.ndarray, judged: np.ndarray, spread: float) -> Iterator[Any]:
    """(training score, the judged rows' shares) of each model of a fold, or the error."""
    for model in models:
        if isinstance(model, Exception):
            yield model
            continue
        try:
            own = _shares(model, rows, learned, spread)
            yield float(own.mean()), _shares(model, rows, judged, spread)
        except ValueError as wrong:
            yield wrong


def _shares(model: Any, rows: Rows, places: np.ndarray, spread: float) -> np.ndarray:
    prediction = outputs(model, rows.X.iloc[places], rows.metric.needs, rows.classes)
    return row_scores(rows.metric, rows.truth[places], prediction, spread)
