"""What a student takes in the code: its construction in the teacher's place, and the fit on the teacher's answers."""

from __future__ import annotations

from typing import Any

from optimizers.regularize.places import opened
from optimizers.swap.effort import diff
from optimizers.swap.placing import innermost, replaced
from optimizers.swap.teaching import LEAST, Lesson
from optimizers.swap.writing import source


def changes_for(old: Any, of: Lesson, student: Any) -> str:
    """A unified diff of construction and fit; the further rows that the teacher is asked are left out.

    Parameters
    ----------
    old : estimator
        The teacher's recipe, or the teacher.
    of : Lesson
    student : estimator
        Unfitted.
    """
    alike = type(innermost(old)) is type(of.opened.estimator)
    new = replaced(old, student) if alike else of.opened.wrapped(student)
    taught = ["model.fit(X, teacher.predict(X))"] if of.answers.ndim == 1 else soft_fit(way(old, student))
    return diff([*source(old), "model.fit(X, y)"], [*source(new), *taught])


def soft_fit(path: str) -> list[str]:
    """Each row once a class, with the teacher's probability as its weight."""
    return [
        "probabilities = teacher.predict_proba(X)  # teacher: the model as it was",
        f"rows, labels = (probabilities > {LEAST}).nonzero()",
        "weights = probabilities[rows, labels]",
        f"model.fit(X.iloc[rows], teacher.classes_[labels], {path}=weights)",
    ]


def way(old: Any, student: Any) -> str:
    """By which name `fit` hands weights to the student inside."""
    names, at = [], old
    while hasattr(at, "steps"):
        names.append(at.steps[-1][0])
        at = opened(at.steps[-1][1])
    own = [student.steps[-1][0]] if hasattr(student, "steps") else []
    return "__".join([*names, *own, "sample_weight"])
