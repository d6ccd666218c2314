"""Retraining when the measured performance has dropped."""

from __future__ import annotations

from dataclasses import dataclass

from optimizers.component import param
from optimizers.retrain.base import Retrain
from optimizers.retrain.learner import Learner
from optimizers.retrain.windows import Batch


@dataclass(frozen=True)
class OnDrop(Retrain):
    """Retrain when the measured performance drops.

    By a margin, or below a threshold. Measured on the labels that have arrived: the share of wrong predictions, or
    the mean absolute error as a share of what guessing the median costs. A model is compared with its own first
    labelled step.

    Raises
    ------
    ValueError
        If a parameter is outside its range.

    References
    ----------
    Gama, Zliobaite, Bifet, Pechenizkiy, Bouchachia (2014). A survey on concept drift adaptation. ACM Computing
    Surveys 46(4).
    """

    in_label = ("by", "above")

    by: float = param(0.02, 0.0, 1.0, "of loss", "Retrain when a step's loss exceeds the model's first by more.")
    above: float = param(1.0, 0.0, 10.0, "of loss", "Retrain when a step's loss is above this, whatever it was before.")

    def label(self) -> str:
        limit = f" or above {self.above:g}" if self.above != 1 else ""
        return f"on a drop by {self.by:g}{limit}{self.over()}"

    def due(self, seen: Learner, batch: Batch) -> bool:
        losses = seen.losses(batch)
        if not len(losses):
            return False
        loss, first = float(losses.mean()), seen.memory
        if first is None or first[0] != seen.made:
            seen.memory = first = (seen.made, loss)
        if not (loss > first[1] + self.by or loss > self.above):
            return False
        seen.since = seen.step
        seen.note(f"alarm: loss {loss:.3f} after {first[1]:.3f}")
        return True
