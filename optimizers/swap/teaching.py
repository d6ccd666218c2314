"""A student learns a teacher's probabilities: each row once a class, weighted by what the teacher gives that class.

The weighted cross entropy of these rows is that of the soft labels, so every classifier that takes weights can be a
student, at temperature 1: its probabilities are on the teacher's own scale.

References
----------
Hinton, Vinyals, Dean (2015). Distilling the knowledge in a neural network. arXiv:1503.02531.
"""

from __future__ import annotations

import copy
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimizers.inside import Inside, inside
from optimizers.parts import everything
from optimizers.prune.base import at as taken
from optimizers.swap.carrying import Seen
from optimizers.swap.more_rows import mixed

LEAST = 1e-3  # a class that gets less of a row is left out of it


@dataclass(frozen=True, eq=False)
class Lesson:
    """What the teacher says of its rows.

    Attributes
    ----------
    opened : Inside
        The teacher's innermost estimator, and the way back out.
    given : table
        The rows as that estimator sees them.
    answers : ndarray
        Probabilities (n_rows, n_classes) or values (n_rows,).
    """

    opened: Inside
    given: Any
    answers: np.ndarray

    def seen(self) -> Seen:
        own = self.opened.estimator
        dtypes = list(self.given.dtypes) if isinstance(self.given, pd.DataFrame) else []
        return Seen(self.given, self.answers, hasattr(own, "classes_"), hasattr(own, "classes_"), dtypes)


def untouched(model: Any) -> Any:
    """The model, or a copy of it where asking would change it: trees of neighbours count what they are asked."""
    counts = any("Neighbors" in type(one).__name__ for one in everything(model))
    return copy.deepcopy(model) if counts else model


def lesson(teacher: Any, X: pd.DataFrame, n_extra: int, rng: np.random.Generator) -> Lesson:
    """Ask a fitted teacher about the learning rows and further ones between them."""
    opened = inside(teacher)
    asked = pd.concat([X.reset_index(drop=True), mixed(X, n_extra, rng)], ignore_index=True) if n_extra else X
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        given = opened.rows(asked)
        own = opened.estimator
        said = own.predict_proba(given) if hasattr(own, "classes_") else own.predict(given)
    return Lesson(opened, given, np.asarray(said, dtype=float))


def taught(student: Any, of: Lesson) -> Any:
    """The whole model with the student, fitted on the lesson, in the place of the teacher's estimator.

    Parameters
    ----------
    student : Pipeline
        Unfitted; its last step takes weights of rows.
    of : Lesson
    """
    from sklearn.base import clone

    fresh = clone(student)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if of.answers.ndim == 1:
            return of.opened.wrapped(fresh.fit(of.given, of.answers))
        places, labels, weights = soft(of.answers)
        y = np.asarray(of.opened.estimator.classes_)[labels]
        path = f"{fresh.steps[-1][0]}__sample_weight" if hasattr(fresh, "steps") else "sample_weight"
        return of.opened.wrapped(fresh.fit(taken(of.given, places), y, **{path: weights}))


def soft(probabilities: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows, classes and weights that together stand for the probabilities; every class is there at least once."""
    kept = probabilities > LEAST
    kept[probabilities.argmax(axis=0), np.arange(probabilities.shape[1])] = True
    places, labels = np.nonzero(kept)
    return places, labels, np.maximum(probabilities[places, labels], 1e-9)
