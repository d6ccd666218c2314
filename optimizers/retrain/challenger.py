"""A new model is put in use only where it has shown that it is better."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizers.component import param
from optimizers.retrain.base import Retrain
from optimizers.retrain.learner import Learner
from optimizers.retrain.windows import Batch


@dataclass(frozen=True)
class Challenger(Retrain):
    """Challenger.

    Retrain, but swap in only what is better on the newest rows. The challenger is fitted on the window without
    the newest labelled step; both models answer that step, row for row, and the challenger takes over if it
    errs less by more than `sure` standard errors of the paired difference. The model that was tried is the one
    that is put in use: no silent regressions.

    Raises
    ------
    ValueError
        If a parameter is outside its range.

    References
    ----------
    Bifet, Read, Zliobaite, Pfahringer, Holmes (2013). Pitfalls in benchmarking data stream classification and
    how to avoid them. ECML PKDD.
    """

    in_label = ("sure",)

    every: int = param(1, 1, 100, "steps", "How many steps lie between two challengers.")
    sure: float = param(1.0, 0.0, 5.0, "standard errors", "By how much the challenger must be better.")

    def label(self) -> str:
        return f"challenger, {self.sure:g} standard errors{self.over()}"

    def due(self, seen: Learner, batch: Batch) -> bool:
        return len(batch) > 0 and (seen.step + 1) % self.every == 0

    def renew(self, seen: Learner) -> None:
        newest, window = seen.newest(), seen.window(without_last=True)
        made = ("fit", window)
        if newest is None or not window.steps or made == seen.made:
            return
        found = seen.fit(window)
        if found.problem:
            seen.note(f"kept the old model: {found.problem}")
            return
        better, error = gain(seen.losses(newest), seen.losses(newest, found.model, made))
        if better > self.sure * error:
            seen.adopt(found.model, made)


def gain(old: np.ndarray, new: np.ndarray) -> tuple[float, float]:
    """By how much the new losses are lower, and the standard error of that, row for row.

    Losses that are lacking, because a model cannot answer these rows, are no evidence: a gain of 0.
    """
    if not len(old) or len(old) != len(new):
        return 0.0, 0.0
    difference = old - new
    error = difference.std(ddof=1) / np.sqrt(len(old)) if len(old) > 1 else 0.0
    return float(difference.mean()), float(error)
