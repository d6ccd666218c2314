"""What the model's recipe says about learning rows that it has not learned from."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from optimizers.case import Case
from optimizers.predict import outputs
from optimizers.refit import CannotFit, refit

N_FOLDS, MOST_ROWS, FEWEST_ROWS = 5, 20_000, 30


def learning_rows(case: Case, rng: np.random.Generator) -> np.ndarray:
    """The rows that are used, at most 20,000."""
    n = len(case.X_train)
    if n < FEWEST_ROWS:
        raise ValueError(f"There are {n} learning rows; estimating without labels needs at least {FEWEST_ROWS}.")
    return np.arange(n) if n <= MOST_ROWS else np.sort(rng.choice(n, MOST_ROWS, replace=False))


def out_of_fold(case: Case, rows: np.ndarray, needs: str, seed: int) -> np.ndarray:
    """Answers to learning rows by the recipe refitted on four fifths of them, in turn.

    The uploaded model has seen these rows: its own answers there are more sure than they are right, and what is
    calibrated on them promises too much.

    Raises
    ------
    ValueError
        If the model cannot be copied unfitted or not be fitted on a part of the rows.
    """
    from sklearn.model_selection import KFold, StratifiedKFold

    X, y = case.X_train.iloc[rows], case.y_train.iloc[rows].to_numpy()
    fair = case.task == "classification" and np.unique(y, return_counts=True)[1].min() >= N_FOLDS
    kind = StratifiedKFold if fair else KFold
    answers: Any = None
    for learned, judged in kind(N_FOLDS, shuffle=True, random_state=seed).split(rows, y):
        try:
            fresh = refit(case.model, X.iloc[learned], y[learned], seed)
        except CannotFit as wrong:
            raise ValueError(f"The recipe of {type(case.model).__name__} could not be refitted: {wrong}.") from wrong
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            given = outputs(fresh, X.iloc[judged], needs, case.classes)
        if answers is None:
            answers = np.empty((len(rows), *given.shape[1:]))
        answers[judged] = given
    return answers
