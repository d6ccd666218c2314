"""Retraining by the calendar."""

from __future__ import annotations

from dataclasses import dataclass

from optimizers.component import param
from optimizers.retrain.base import Retrain
from optimizers.retrain.learner import Learner
from optimizers.retrain.windows import Batch


@dataclass(frozen=True)
class EveryKSteps(Retrain):
    """Every k steps.

    Whatever happens: what most schedules do. It pays where the world changes all the time; elsewhere it buys noise.

    Raises
    ------
    ValueError
        If a parameter is outside its range.

    References
    ----------
    Mahadevan, Mathioudakis (2024). Cost-aware retraining for machine learning. Knowledge-Based Systems 293.
    """

    in_label = ("every",)

    every: int = param(4, 1, 100, "steps", "How many steps lie between two retrainings.")

    def label(self) -> str:
        return f"every {'step' if self.every == 1 else f'{self.every} steps'}{self.over()}"

    def due(self, seen: Learner, batch: Batch) -> bool:
        return (seen.step + 1) % self.every == 0
