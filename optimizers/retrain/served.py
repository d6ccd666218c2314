"""Which model answered when, and which rows it had learned from: what one scrubs through."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from optimizers.retrain.windows import Window

if TYPE_CHECKING:
    from optimizers.result import Result

COLUMNS = [
    "strategy", "candidate", "model", "what", "first", "last", "n_learning", "window_first", "window_last", "n_labels",
    "half_life",
]  # fmt: skip
COME = ["strategy", "candidate", "step", "n_labels"]


@dataclass(frozen=True)
class Served:
    """A model that was put in use.

    Attributes
    ----------
    first : int
        The first step that it answers.
    knows : Window
        The rows that it has learned from; its steps are those at whose end labels arrived.
    n_labels : int
        How many labelled rows these steps held.
    what : str
        How it came: "as uploaded", "retrained", "learned on".
    counts : bool
        Whether it counts as a retraining.
    """

    first: int
    knows: Window
    n_labels: int
    what: str
    counts: bool = True


def learned_from(made: Hashable, n_learning: int) -> Window:
    """The rows that a model has learned from, going by what it was made of."""
    if isinstance(made, tuple) and made[0] == "fit":
        return made[1]
    if isinstance(made, tuple) and made[0] == "warm":
        return joined(learned_from(made[1], n_learning), made[3])
    return Window(n_learning)


def joined(old: Window, new: Window) -> Window:
    """A model that has learned from one window, then from another."""
    return Window(max(old.n_training, new.n_training), tuple(sorted({*old.steps, *new.steps})), new.half_life)


def served_frame(result: Result) -> pd.DataFrame:
    """Every model of every policy, in the order in which they were in use.

    Returns
    -------
    DataFrame
        strategy, candidate; model (0, 1, ...); what; first and last step that it answered; n_learning (how many of
        the original learning rows, the last ones, it had learned from); window_first, window_last (the steps whose
        rows it had learned from, -1 where none; not when their labels came, which is later by the delay);
        n_labels (how many labelled rows of these); half_life (of a weighted window, in steps; 0: none).
    """
    delay = result.experiment.label_delay
    rows = []
    for (strategy, candidate), own in result.candidates.items():
        served: list[Any] = getattr(own, "served", [])
        ends = [later.first - 1 for later in served[1:]] + [len(getattr(own, "arrived", [])) - 1]
        for i, (model, last) in enumerate(zip(served, ends)):
            knows = model.knows
            steps = (knows.steps[0] - delay, knows.steps[-1] - delay) if knows.steps else (-1, -1)
            told = (model.what, model.first, last, knows.n_training, *steps, model.n_labels, knows.half_life)
            rows.append((strategy, candidate, i, *told))
    return pd.DataFrame(rows, columns=COLUMNS)


def arrived_frame(result: Result) -> pd.DataFrame:
    """How many labelled rows had arrived by the end of each step, for each policy; they came from earlier steps."""
    rows = [
        (strategy, candidate, s, n)
        for (strategy, candidate), own in result.candidates.items()
        for s, n in enumerate(getattr(own, "arrived", []))
    ]
    return pd.DataFrame(rows, columns=COME)
