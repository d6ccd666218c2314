"""A model's answers to one set of rows, asked for once and shared by every panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimizers.case import Case
from optimizers.metrics import Metric
from optimizers.predict import outputs, truth

NO_SCORES = "gives neither probabilities nor decision values"
NO_PROBABILITIES = "gives no probabilities"


@dataclass(frozen=True, eq=False)
class Answers:
    """What a model says about some rows, and the truth.

    Attributes
    ----------
    y : ndarray of shape (n_rows,)
        Codes of the classes (-1: a label that the model does not know) or values.
    given : ndarray of shape (n_rows,)
        Codes of the predicted classes, or predicted values.
    scores : ndarray of shape (n_rows, n_classes) or (n_rows,), or None
        Probabilities or decision values.
    name : str
        The model's class, for sentences.
    probabilities : bool
        Whether `scores` are probabilities.
    """

    y: np.ndarray
    given: np.ndarray
    scores: np.ndarray | None
    name: str
    probabilities: bool

    def to(self, metric: Metric) -> np.ndarray:
        """What the metric needs.

        Raises
        ------
        ValueError
            If the model does not give it.
        """
        if metric.needs != "scores":
            return self.given
        if self.scores is None:
            raise ValueError(f"{self.name} {NO_SCORES}: no {metric.title}.")
        if not self.probabilities and metric.name != "roc_auc":
            raise ValueError(f"{self.name} {NO_PROBABILITIES}: no {metric.title}.")
        return self.scores


def answers(model: Any, X: pd.DataFrame, y: pd.Series, task: str, classes: Sequence[Any]) -> Answers:
    """Ask a model for all that it can say about some rows."""
    known, name = truth(y, task, classes), type(model).__name__
    if task == "regression":
        return Answers(known, outputs(model, X, "values", ()), None, name, False)
    labels = outputs(model, X, "labels", classes)
    try:
        scores = outputs(model, X, "scores", classes)
    except (ValueError, AttributeError, NotImplementedError):
        scores = None
    return Answers(known, labels, scores, name, scores is not None and hasattr(model, "predict_proba"))


def sampled(n_rows: int, at_most: int) -> np.ndarray:
    """Positions of at most so many rows, evenly spaced: in time order every season keeps its share."""
    return np.unique(np.linspace(0, n_rows - 1, min(n_rows, at_most)).round().astype(int))


def learning(case: Case, model: Any, at_most: int = 20_000) -> Answers:
    """Answers to the rows that may be learned from; beyond `at_most` to a part of them."""
    rows = sampled(len(case.X_train), at_most)
    return answers(model, case.X_train.iloc[rows], case.y_train.iloc[rows], case.task, case.classes)


def judging(case: Case, model: Any) -> Answers:
    """Answers to the rows that judge."""
    return answers(model, case.X_test, case.y_test, case.task, case.classes)


def class_names(case: Case) -> list[str]:
    """The classes as text, in the order of their codes."""
    return [str(c) for c in case.classes]
