"""The model as uploaded, for ever."""

from __future__ import annotations

from dataclasses import dataclass

from optimizers.retrain.base import Retrain
from optimizers.retrain.learner import Learner
from optimizers.retrain.windows import Batch


@dataclass(frozen=True)
class Never(Retrain):
    """Never retrain.

    The model stays as it was uploaded. It costs nothing but its errors: what every other policy has to beat.

    References
    ----------
    Mahadevan, Mathioudakis (2024). Cost-aware retraining for machine learning. Knowledge-Based Systems 293.
    """

    def label(self) -> str:
        return "never"

    def due(self, seen: Learner, batch: Batch) -> bool:
        return False
