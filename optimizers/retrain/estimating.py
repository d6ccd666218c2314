"""The loss that a model should have on rows whose labels nobody knows: what it was out of fold, on rows like these."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimizers.case import Case
from optimizers.detect.encoded import encoded
from optimizers.estimate.cbpe import calibration
from optimizers.estimate.dle import loss_model
from optimizers.estimate.out_of_fold import learning_rows, out_of_fold
from optimizers.predict import outputs, truth
from optimizers.quiet import one_thread
from optimizers.retrain.fits import SEED


@dataclass(frozen=True, eq=False)
class Expected:
    """What is expected of a model: rows without labels to the mean loss, or the problem in a few words.

    Attributes
    ----------
    of : callable
        DataFrame -> float, on the scale of `row_losses`; NaN where the model cannot answer these rows.
    seconds : float
        What learning it took.
    problem : str
    """

    of: Callable[[pd.DataFrame], float] = lambda X: float("nan")
    seconds: float = 0.0
    problem: str = ""


def expected_loss(model: Any, X: pd.DataFrame, y: pd.Series, scale: float) -> Expected:
    """Learn to expect a model's loss from the very rows that it has learned from, each by folds without it.

    Classifiers: calibrated probabilities say how often the label is wrong (CBPE). Regressors: a second model has
    learned the absolute error (DLE). Both see that rows come from where the model errs more, never that the
    relation between features and target has changed.

    Parameters
    ----------
    model : fitted estimator
        Left as it is; its recipe is refitted on folds.
    X, y : DataFrame and Series
        What it has learned from.
    scale : float
        As `optimizers.retrain.losses.loss_scale` gives it.

    References
    ----------
    Kivimaki, Bialek, Nurminen, Kuberski (2025). Confidence-based estimators for predictive performance in
    model monitoring. JAIR 82.
    """
    begun = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            case = Case("", model, X, y, X.iloc[:1], y.iloc[:1])
            of = (errors_of if case.task == "classification" else sizes_of)(case, scale)
        except ValueError as why:
            return Expected(problem=str(why).rstrip("."))
    return Expected(answered(of), time.perf_counter() - begun)


def answered(of: Callable[[pd.DataFrame], float]) -> Callable[[pd.DataFrame], float]:
    """Rows that the model cannot answer have no expected loss."""

    def safely(X: pd.DataFrame) -> float:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                return of(X) if len(X) else float("nan")
            except MemoryError:
                raise
            except Exception:  # any model, any rows: there is no evidence then
                return float("nan")

    return safely


def errors_of(case: Case, scale: float) -> Callable[[pd.DataFrame], float]:
    """The chance that the label given is wrong, by confidence calibrated out of fold."""
    rows = learning_rows(case, np.random.default_rng(SEED))
    known, y = out_of_fold(case, rows, "scores", SEED), truth(case.y_train.iloc[rows], case.task, case.classes)
    chances = calibration(known[y >= 0], y[y >= 0])

    def of(X: pd.DataFrame) -> float:
        given = outputs(case.model, X, "labels", case.classes)
        right = chances(outputs(case.model, X, "scores", case.classes))
        return float(1 - right[np.arange(len(X)), given].mean())

    return of


def sizes_of(case: Case, scale: float) -> Callable[[pd.DataFrame], float]:
    """The absolute error that a small boosted forest expects of the rows and their predictions."""
    rows = learning_rows(case, np.random.default_rng(SEED))
    X_known = case.X_train.iloc[rows]
    known = out_of_fold(case, rows, "values", SEED)
    loss = np.abs(case.y_train.iloc[rows].to_numpy(dtype=float) - known) / scale

    def of(X: pd.DataFrame) -> float:
        says = outputs(case.model, X, "values", case.classes)
        both = np.column_stack([encoded(X_known, X)[0], np.r_[known, says]])
        with one_thread():
            learned = loss_model(SEED).fit(both[: len(rows)], loss)
            return float(np.maximum(learned.predict(both[len(rows) :]), 0).mean())

    return of
