"""Retraining when it is expected to pay."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizers.component import param
from optimizers.retrain.base import Retrain
from optimizers.retrain.learner import UPLOADED, Learner
from optimizers.retrain.windows import Batch


@dataclass(frozen=True, eq=False)
class Made:
    """A model that could be put in use: from which labels on it has seen nothing yet, and what it is called."""

    model: Any
    key: Hashable
    born: int
    called: str


@dataclass(frozen=True)
class OnBenefit(Retrain):
    """When it should pay.

    Retrain when the expected gain exceeds the price. At the end of each step the recipe is fitted on the window
    and put on the shelf. Each model of the shelf, the one as uploaded too, is compared with the one in use on
    the labelled rows that neither has learned from, row for row, newer rows counting more. Less one standard
    error, so that noise is not bought, that is the gain expected of a step; the model that gains most is put in
    use if the gain over the horizon exceeds the price. Worlds come back: then the best model is an old one.
    Each change of the model in use counts as a retraining; the fits of the shelf cost their time.

    Raises
    ------
    ValueError
        If a parameter is outside its range.

    References
    ----------
    Mahadevan, Mathioudakis (2024). Cost-aware retraining for machine learning. Knowledge-Based Systems 293.
    Regol, Schwinn, Sprague, Coates, Markovich (2025). When to retrain a machine learning model. ICML.
    """

    in_label = ("price",)

    price: float = param(
        0.02, 0.0, 10.0, "error-steps", "What a retraining costs; 1 is one step on which every prediction is wrong."
    )
    horizon: float = param(2.0, 0.1, 100.0, "steps", "For how long a gain is expected to last.")
    half_life: float = param(1.0, 0.1, 100.0, "steps", "After how many steps evidence counts half.")
    sure: float = param(1.0, 0.0, 5.0, "standard errors", "How much is taken off an estimated gain.")
    shelf: int = param(50, 1, 400, "models", "How many models may be put in use again; the oldest go.")

    def label(self) -> str:
        return f"on benefit above {self.price:g}{self.over()}"

    def memory(self, seen: Learner) -> list[Made]:
        return [Made(seen.uploaded, UPLOADED, 0, "as uploaded")]

    def due(self, seen: Learner, batch: Batch) -> bool:
        return len(batch) > 0

    def renew(self, seen: Learner) -> None:
        best, gain = self.best(seen)
        if best is not None and gain * self.horizon > self.price:
            new = best.born == max(m.born for m in seen.memory)
            seen.adopt(best.model, best.key, "retrained" if new else f"went back to the model {best.called}")
        self.put_on_shelf(seen)

    def best(self, seen: Learner) -> tuple[Made | None, float]:
        """The model of the shelf that is expected to gain most over the one in use, and what it gains a step."""
        in_use = next(m for m in seen.memory if m.key == seen.made)
        others = [m for m in seen.memory if m is not in_use]
        gains = [self.gain(seen, in_use, m) for m in others]
        place = int(np.argmax(gains)) if gains else -1
        return (others[place], gains[place]) if gains else (None, 0.0)

    def gain(self, seen: Learner, old: Made, new: Made) -> float:
        """By how much the new model errs less, a step, less `sure` standard errors; 0 without evidence."""
        differences, ages = [], []
        for batch in reversed(seen.batches[max(old.born, new.born) :]):
            age = seen.step - batch.step
            if age > FORGOTTEN * self.half_life:
                break
            a, b = seen.losses(batch, old.model, old.key), seen.losses(batch, new.model, new.key)
            if len(a) and len(a) == len(b):
                differences.append(a - b)
                ages.append(age + 1 - (np.arange(len(a)) + 0.5) / len(a))
        if not differences:
            return 0.0
        mean, error = weighted(np.concatenate(differences), 0.5 ** (np.concatenate(ages) / self.half_life))
        return mean - self.sure * error

    def put_on_shelf(self, seen: Learner) -> None:
        window = seen.window()
        found = seen.fit(window)
        if found.problem:
            seen.note(f"kept the old model: {found.problem}")
            return
        seen.memory.append(Made(found.model, ("fit", window), seen.step + 1, f"of step {seen.step + 1}"))
        while len(seen.memory) > self.shelf + 1:
            seen.memory.remove(next(m for m in seen.memory if m.key != seen.made))


FORGOTTEN = 20  # half-lives after which evidence weighs a millionth


def weighted(values: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    """The weighted mean and its standard error."""
    shares = weights / weights.sum()
    mean = float(shares @ values)
    return mean, float(np.sqrt(np.square(shares) @ np.square(values - mean)))
