"""The panels of the card: what each fills in, its share of the work, and what is said meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from optimizers.card.answers import Answers, class_names, judging, learning
from optimizers.case import Case

Tell = Callable[[float], None]
Filled = tuple[dict[str, Any], dict[str, pd.DataFrame], list[str]]


@dataclass(eq=False)
class Work:
    """A case and the model's answers, which the panels share."""

    case: Case
    seed: int = 0
    saved_by: dict[str, str] = field(default_factory=dict)

    @cached_property
    def judging(self) -> Answers:
        return judging(self.case, self.case.model)

    @cached_property
    def learning(self) -> Answers:
        return learning(self.case, self.case.model)


@dataclass(frozen=True)
class Panel:
    """How a panel is filled: (work, rng, tell) -> (head, frames, notes); `share` is in hundredths of the work."""

    fill: Callable[[Work, np.random.Generator, Tell], Filled]
    share: int
    doing: str


def _what(work: Work, rng: np.random.Generator, tell: Tell) -> Filled:
    from optimizers.card.what import what

    head, frames = what(work.case, work.saved_by)
    return head, frames, []


def _scores(work: Work, rng: np.random.Generator, tell: Tell) -> Filled:
    from optimizers.card.scores import scores

    parts = {"judging": work.judging, "learning": work.learning}
    frame, notes = scores(parts, work.case.task, rng, tell)
    return {}, {"scores": frame}, notes


def _calibration(work: Work, rng: np.random.Generator, tell: Tell) -> Filled:
    from optimizers.card.calibration import calibration

    frame, numbers = calibration(work.judging, work.case.task, class_names(work.case))
    return numbers, {"calibration": frame}, []


def _errors(work: Work, rng: np.random.Generator, tell: Tell) -> Filled:
    from optimizers.card.errors import error_frames

    return {}, *error_frames(work.judging, work.case.task, class_names(work.case), rng)


def _importance(work: Work, rng: np.random.Generator, tell: Tell) -> Filled:
    from optimizers.card.importance import importance

    frame, notes = importance(work.case, rng, tell)
    return {}, {"importance": frame}, notes


def _operation(work: Work, rng: np.random.Generator, tell: Tell) -> Filled:
    from optimizers.card.operation import operation

    return {}, *operation(work.case, tell)


def _seen(work: Work, rng: np.random.Generator, tell: Tell) -> Filled:
    from optimizers.card.seen import seen

    return seen(work.case, work.judging, work.seed, tell), {}, []


PANELS = {
    "what": Panel(_what, 2, "looking at the model"),
    "scores": Panel(_scores, 13, "scoring, with intervals"),
    "calibration": Panel(_calibration, 3, "checking calibration"),
    "errors": Panel(_errors, 2, "collecting errors"),
    "importance": Panel(_importance, 35, "shuffling features"),
    "operation": Panel(_operation, 25, "measuring size and speed"),
    "seen": Panel(_seen, 20, "refitting the recipe"),
}
