"""Several settings of a model on the same folds: five times two-fold cross-validation, and its test.

Two scores of one fold share their training rows with the other folds, so that their spread understates the
error of their mean; the corrected test widens it by the share of test to training rows.

References
----------
Nadeau, Bengio (2003). Inference for the generalization error. Machine Learning 52.
Dietterich (1998). Approximate statistical tests for comparing supervised classification learning algorithms.
Neural Computation 10.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from optimizers.diagnose.rows import DiagnosisRows
from optimizers.refit import first_line

N_REPEATS = 5
SPLIT_RATIO = 1.0  # test rows over training rows, of two folds

Split = tuple[np.ndarray, np.ndarray]  # places of the training and of the test rows


@dataclass(frozen=True, eq=False)
class Resampled:
    """What every setting scored in every fold.

    Attributes
    ----------
    training, validation : ndarray of shape (n_settings, n_splits)
        NaN for a setting that could not be fitted.
    answers : ndarray of shape (n_repeats, n_rows)
        What the first setting said of each row when it had not seen it: codes of classes, or values.
    splits : list of (training places, test places)
    """

    training: np.ndarray
    validation: np.ndarray
    answers: np.ndarray
    splits: list[Split]


@dataclass(frozen=True)
class Compared:
    """A mean over folds, its 95 % interval, its standard error, and p of the mean being no more than zero."""

    mean: float
    low: float
    high: float
    se: float
    p: float


def resampled(
    models: Sequence[Any],
    rows: DiagnosisRows,
    rng: np.random.Generator,
    n_repeats: int = N_REPEATS,
    fitted: Callable[[], None] = lambda: None,
) -> Resampled:
    """Fit every model whole (with its preprocessing) in every fold of repeated two-fold cross-validation.

    Parameters
    ----------
    models : sequence of unfitted estimators
        The first is the model's own setting.
    rows : DiagnosisRows
    rng : Generator
        Draws the folds, which all models share.
    n_repeats : int
    fitted : callable
        Called after every fit.

    Raises
    ------
    ValueError
        If the first model cannot be fitted on one half of the rows.
    """
    splits = list(two_folds(rows.strata, n_repeats, rng))
    shape = (len(models), len(splits))
    training, validation = np.full(shape, np.nan), np.full(shape, np.nan)
    answers = np.zeros((n_repeats, len(rows.y)))
    for j, (train, test) in enumerate(splits):
        for i, model in enumerate(models):
            told = told_or_none(model, rows, train, must=i == 0)
            fitted()
            if told is None:
                continue
            training[i, j], validation[i, j] = rows.score(told.said, train), rows.score(told.said, test)
            if i == 0:
                answers[j // 2, test] = rows.answers(told.model, told.said)[test]
    broken = np.isnan(validation).any(1)
    training[broken] = validation[broken] = np.nan
    return Resampled(training, validation, answers, splits)


class Told(NamedTuple):
    """A fitted copy, and what it says of every row."""

    model: Any
    said: np.ndarray


def told_or_none(model: Any, rows: DiagnosisRows, train: np.ndarray, must: bool = False) -> Told | None:
    """Fit a copy and ask it for all rows; None where this setting does not work on so few rows.

    Raises
    ------
    ValueError
        If it must work.
    """
    from sklearn.base import clone

    fresh = clone(model)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            fresh.fit(rows.at(train), rows.y[train])
            return Told(fresh, rows.said(fresh))
        except Exception as wrong:  # any estimator, any rows: the reason becomes the sentence
            if must:
                said = f"The model could not be fitted again on {len(train):,} rows: {first_line(wrong)}."
                raise ValueError(said) from wrong
            return None


def two_folds(strata: np.ndarray, n_repeats: int, rng: np.random.Generator) -> Iterator[Split]:
    """Both ways round of `n_repeats` random halvings; every class is halved to within one row.

    Parameters
    ----------
    strata : ndarray of int, shape (n_rows,)
        The class of each row; all the same for a regressor.
    """
    for _ in range(n_repeats):
        order = np.lexsort((rng.random(len(strata)), strata))
        first, second = np.sort(order[::2]), np.sort(order[1::2])
        yield first, second
        yield second, first


def stratified_order(strata: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A random order of the rows in which every beginning holds about the same share of each class."""
    place = np.empty(len(strata))
    for stratum in np.unique(strata):
        rows = rng.permutation(np.flatnonzero(strata == stratum))
        place[rows] = (np.arange(len(rows)) + rng.random()) / len(rows)
    return np.argsort(place, kind="stable")


def corrected_t(values: np.ndarray, ratio: float = SPLIT_RATIO) -> Compared:
    """The corrected resampled t-test of a mean over folds being greater than zero.

    Parameters
    ----------
    values : ndarray of shape (n_splits,)
        Scores, or differences of scores, by fold.
    ratio : float
        Test rows over training rows: SE = s * sqrt(1 / n_splits + ratio).
    """
    from scipy.special import stdtr, stdtrit

    n = len(values)
    mean = float(np.mean(values))
    if n < 2 or not np.isfinite(mean):
        return Compared(mean, np.nan, np.nan, np.nan, 1.0)
    se = float(np.std(values, ddof=1) * np.sqrt(1 / n + ratio))
    half = float(stdtrit(n - 1, 0.975) * se)
    p = float(stdtr(n - 1, -mean / se)) if se > 0 else float(mean <= 0)
    return Compared(mean, mean - half, mean + half, se, p)
