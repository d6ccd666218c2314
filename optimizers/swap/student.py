"""A small model that learns what a large one says."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from optimizers.component import param
from optimizers.inside import inside, why_not
from optimizers.reference import recipe
from optimizers.regularize.base import AUTOMATIC
from optimizers.regularize.base import seen as scores_seen
from optimizers.regularize.checks import check_rows, refusal, shuffled_folds
from optimizers.regularize.judging import BEST
from optimizers.regularize.places import opened
from optimizers.regularize.trying import rows_of
from optimizers.strategy import Candidate
from optimizers.swap.base import Swap, SwappedCandidate
from optimizers.swap.carrying import Proposal, Seen
from optimizers.swap.rehearsal import Rehearsed, fitted_teacher, rehearsed
from optimizers.swap.student_effort import changes_for
from optimizers.swap.students import KINDS, LINEAR, NETWORK, TREE, may_have_gaps, student
from optimizers.swap.teaching import Lesson, lesson, taught, untouched

UPLOADED, REFITTED = "as uploaded", "recipe refitted"
USUAL = "tree and linear"


@dataclass(frozen=True)
class Student(Swap):
    """Teach a small student what the model says.

    Model distillation: a tree, a linear model or a small network learns the probabilities (or values) that the model
    gives for the learning rows and for further rows between them, and takes the place of the model's last estimator.
    What it scores, and how often it says what its teacher says, is measured in folds, with a teacher that never saw the
    judged rows. Taught by the model as uploaded, the student inherits what that has seen.

    Raises
    ------
    ValueError
        If the learning rows are too few for the folds, or the recipe cannot be fitted in them.

    References
    ----------
    Hinton, Vinyals, Dean (2015). Distilling the knowledge in a neural network. arXiv:1503.02531.
    Bucila, Caruana, Niculescu-Mizil (2006). Model compression. KDD.
    """

    kinds: str = param(USUAL, choices=(USUAL, *KINDS, "all"), doc="Which students learn.")
    size: int = param(32, 2, 256, "leaves or units", "Of the tree, or of the network's hidden layer.", log=True)
    extra: float = param(1.0, 0.0, 10.0, "times the learning rows", "Further rows that the teacher answers.")
    teacher: str = param(
        UPLOADED, choices=(UPLOADED, REFITTED), doc="The model as it is, or its recipe refitted on the learning rows."
    )

    takes: ClassVar[tuple[str, ...]] = ()

    def skip(self, model: Any) -> str:
        try:
            recipe(opened(model), 0)
        except ValueError as wrong:
            return str(wrong)
        own, kind = inside(model).estimator, type(inside(model).estimator).__name__
        if "Threshold" in kind:
            return f"A student would lose the threshold of {kind}: give the model inside of it."
        if hasattr(own, "classes_") and not hasattr(own, "predict_proba"):
            return f"{kind} gives labels only, which are no soft ones: put it into CalibratedClassifierCV."
        return why_not(model)

    def proposals(self, own: Any, seen: Seen) -> list[Proposal]:
        """The unfitted students; the seed is that of the first fit."""
        return [Proposal(self.label(kind), {kind: new}) for kind, new in self.students(own, seen, 0).items()]

    def students(self, own: Any, seen: Seen, seed: int) -> dict[str, Any]:
        kinds = {USUAL: (TREE, LINEAR), "all": KINDS}.get(self.kinds, (self.kinds,))
        return {kind: student(kind, seen, self.size, may_have_gaps(own), seed) for kind in kinds}

    def label(self, kind: str) -> str:
        return {TREE: f"tree of {self.size} leaves", NETWORK: f"network of {self.size} units"}.get(
            kind, "linear student"
        )

    def made(self, model: Any, X: pd.DataFrame, y: pd.Series, rng: np.random.Generator) -> list[Candidate]:
        name, seed, old = type(self).__name__, int(rng.integers(2**31)), opened(model)
        rows = rows_of(old, X, y, check_rows(name, model, X, y, AUTOMATIC, self.n_folds))
        begun = time.perf_counter()
        try:
            found = rehearsed(self, old, rows, shuffled_folds(rows, self.n_folds, seed), seed)
            teacher = untouched(old) if self.teacher == UPLOADED else fitted_teacher(old, rows, np.arange(len(y)), seed)
        except ValueError as wrong:
            raise ValueError(f"{name}: {wrong}") from wrong
        choose_s = time.perf_counter() - begun
        usable = np.flatnonzero(~np.isnan(found.tried.valid).any(axis=0))
        if not len(usable):
            raise ValueError(refusal(name, found.tried, X))
        saw = dict(zip(usable.tolist(), scores_seen(found.tried, usable, rows, BEST, rng)))
        begun = time.perf_counter()
        learned = self.lesson(teacher, X, seed)
        cost = {"answers_s": time.perf_counter() - begun, "fit_rows": float(len(learned.answers)), "choose_s": choose_s}
        students = self.students(learned.opened.estimator, learned.seen(), seed)
        return [
            self.student(old, kind, new, learned, saw[i], found, i, cost)
            for i, (kind, new) in enumerate(students.items())
            if i in saw
        ]

    def lesson(self, teacher: Any, X: pd.DataFrame, seed: int) -> Lesson:
        return lesson(teacher, X, round(self.extra * len(X)), np.random.default_rng(seed))

    def student(
        self, old: Any, kind: str, new: Any, of: Lesson, saw: dict, found: Rehearsed, i: int, cost: dict[str, float]
    ) -> Candidate:
        begun = time.perf_counter()
        fitted = taught(new, of)
        choice = {k: v for k, v in saw.items() if k != "position"} | {"fidelity": found.fidelity[i]}
        own_cost = cost | {"fit_s": time.perf_counter() - begun + cost["answers_s"]}
        because = f"{found.told(i)} It learned from {len(of.answers):,} answers of the model {self.teacher}."
        return SwappedCandidate(
            self.label(kind), fitted, own_cost, choice, because=because, changes=changes_for(old, of, new)
        )
