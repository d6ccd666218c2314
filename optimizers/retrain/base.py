"""What all retraining policies share: the window, the recipe, the candidate that observes."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from optimizers.component import param
from optimizers.reference import recipe
from optimizers.refit import weights_name
from optimizers.retrain.fits import SEED
from optimizers.retrain.learner import Learner
from optimizers.retrain.windows import EVERYTHING, SINCE, SLIDING, WEIGHTED, WINDOWS, Batch
from optimizers.strategy import Candidate, Strategy

if TYPE_CHECKING:
    from optimizers.world import Future


@dataclass(frozen=True)
class Retrain(Strategy):
    """A policy: it plays the model as uploaded, and says at the end of each step whether to refit it.

    A policy is told of rows when they arrive and of labels when they arrive. A refit on labels of this step
    answers from the next step on. What it must remember lives in the candidate's `memory`.
    """

    learns = True
    in_label: ClassVar[tuple[str, ...]] = ()  # parameters that `label` tells of

    window: str = param(
        EVERYTHING,
        doc="Rows to refit on: all, the last steps, all with older rows counting less, or since the last alarm.",
        choices=WINDOWS,
        kw_only=True,
    )
    window_steps: int = param(
        4, 1, 100, "steps", "Sliding: how many it holds. Weighted: after how many a row counts half.", kw_only=True
    )

    def skip(self, model: Any) -> str:
        try:
            fresh = recipe(model, SEED)
        except ValueError as why:
            return f"{why} Give an estimator that scikit-learn's clone can copy."
        if self.window == WEIGHTED and not weights_name(fresh):
            return f"{type(self).__name__}: {type(model).__name__} takes no sample_weight; choose another window."
        return self.unsuitable(model)

    def unsuitable(self, model: Any) -> str:
        """Why this very policy does not apply, with a way out; empty if it does."""
        return ""

    def candidates(self, model: Any, X: pd.DataFrame, y: pd.Series, rng: np.random.Generator) -> Iterator[Candidate]:
        yield Learner(self.full_label(), model, policy=self, X=X, y=y)

    @abstractmethod
    def label(self) -> str:
        """What the candidate is called."""

    def full_label(self) -> str:
        """The label with every other parameter that is not the default: two settings, two labels."""
        told = {"kind", *self.in_label}
        if self.over() and self.label().endswith(self.over()):
            told |= {"window"} if self.window == SINCE else {"window", "window_steps"}
        return self.label() + "".join(f", {name} {value}" for name, value in self.spec().items() if name not in told)

    def memory(self, seen: Learner) -> Any:
        """What the policy remembers when play begins."""
        return None

    def begin(self, seen: Learner, world: Future) -> None:
        """Play begins; of the world an honest policy uses `once` alone."""

    def saw(self, seen: Learner, X: pd.DataFrame) -> None:
        """A step's rows have arrived, without labels."""

    @abstractmethod
    def due(self, seen: Learner, batch: Batch) -> bool:
        """Is a new model due? Asked at the end of each step, with the labels that have arrived by then."""

    def renew(self, seen: Learner) -> None:
        """Make the new model."""
        seen.retrain()

    def over(self) -> str:
        """The window, as it stands in a label."""
        n = "step" if self.window_steps == 1 else f"{self.window_steps} steps"
        steps = {SLIDING: f", last {n}", WEIGHTED: f", half-life {n}"}
        return steps.get(self.window, "" if self.window == EVERYTHING else f", {self.window}")
