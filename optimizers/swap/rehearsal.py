"""Teacher and student in every fold: what a student scores, and how faithful it is, on rows that neither has seen."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from optimizers.metrics import METRICS, score
from optimizers.predict import outputs
from optimizers.reference import recipe
from optimizers.regularize.trying import Folds, Rows, Tried, part, scored
from optimizers.swap.teaching import taught

if TYPE_CHECKING:
    from optimizers.swap.student import Student

Interval = tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class Rehearsed:
    """What the students did in the folds.

    Attributes
    ----------
    tried : Tried
        A column a student, against the true target.
    fidelity : list of (value, low, high)
        A student each: the share of rows that it labels as its teacher does, or its R2 against the teacher's values.
    classifier : bool
    """

    tried: Tried
    fidelity: list[Interval]
    classifier: bool

    def told(self, i: int) -> str:
        """How faithful the student is, in a sentence."""
        value, low, high = self.fidelity[i]
        if not self.classifier:
            return f"Of unseen rows it explains {value:.1%} of its teacher's variance ({low:.1%} to {high:.1%})."
        return f"It labels {value:.1%} of unseen rows as its teacher does ({low:.1%} to {high:.1%})."


def fitted_teacher(old: Any, rows: Rows, places: np.ndarray, seed: int) -> Any:
    """The teacher's recipe, fitted on some of the learning rows.

    Raises
    ------
    ValueError
        If it cannot be fitted on them.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return recipe(old, seed).fit(part(rows.given, places), rows.y[places])
        except Exception as wrong:  # any estimator, any rows: the reason becomes a sentence
            why = str(wrong).strip().split("\n")[0].rstrip(".")
            raise ValueError(f"the recipe of {type(old).__name__} could not be fitted in the folds ({why}).") from wrong


def rehearsed(strategy: Student, old: Any, rows: Rows, folds: Folds, seed: int) -> Rehearsed:
    """Fit the teacher on a fold, teach every student, judge them all on the rows that were left out."""
    spread = float(np.var(rows.truth)) if not rows.classes else 1.0
    needs = "labels" if rows.classes else "values"
    errors: dict[int, Exception] = {}
    valid, train, said, heard = [], [], [], []
    for learned, judged in folds:
        teacher = fitted_teacher(old, rows, learned, seed)
        lesson = strategy.lesson(teacher, rows.X.iloc[learned], seed)
        students = strategy.students(lesson.opened.estimator, lesson.seen(), seed)
        models = [taught(new, lesson) for new in students.values()]
        found = list(scored(models, rows, learned, judged, spread))
        errors |= {j: one for j, one in enumerate(found) if isinstance(one, Exception)}
        lost = (np.nan, np.full(len(judged), np.nan))
        pairs = [lost if isinstance(one, Exception) else one for one in found]
        train.append([own for own, _ in pairs])
        valid.append(np.column_stack([shares for _, shares in pairs]))
        said.append(np.column_stack([outputs(m, rows.X.iloc[judged], needs, rows.classes) for m in models]))
        heard.append(outputs(teacher, rows.X.iloc[judged], needs, rows.classes))
    fold = np.repeat(np.arange(len(folds)), [len(judged) for _, judged in folds])
    n_learned = sum(len(learned) for learned, _ in folds)
    tried = Tried(np.vstack(valid), fold, np.array(train), len(fold) / n_learned, errors)
    return Rehearsed(tried, fidelity(np.concatenate(heard), np.vstack(said), bool(rows.classes)), bool(rows.classes))


def fidelity(teacher: np.ndarray, students: np.ndarray, classifier: bool) -> list[Interval]:
    """How well each student's answers match the teacher's."""
    metric = METRICS["accuracy" if classifier else "r2"]
    found = [score(metric, teacher, own) for own in students.T]
    return [(s.value, s.low, s.high) for s in found]
