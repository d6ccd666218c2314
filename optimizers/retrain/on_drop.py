"""Retraining when the measured or the estimated performance has dropped."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from optimizers.component import param
from optimizers.retrain.base import Retrain
from optimizers.retrain.learner import Learner
from optimizers.retrain.windows import Batch
from optimizers.strategy import Candidate

MEASURED, ESTIMATED, BOTH = "measured", "estimated", "one of each"


@dataclass
class Known:
    """The model that the first loss is of, that loss, and the estimate of the step that is ending."""

    made: Any = None
    first: float = float("nan")
    estimate: float = float("nan")


@dataclass(frozen=True)
class OnDrop(Retrain):
    """On a drop.

    Retrain when a loss rises by a margin, or above a threshold. A loss is the share of wrong predictions, or
    the mean absolute error as a share of what guessing the median costs; a model is compared with its own first
    step. Measured: on the labels that have arrived. Estimated: on each step's rows before any label comes, from
    what the model was worth out of fold on rows like these (CBPE for classifiers, DLE for regressors). The
    estimate buys labels for refitting alone and is not late; it is blind to a change of the relation between
    features and target, and when labels are late a refit on what has arrived may not hold the new rows yet.

    Raises
    ------
    ValueError
        If a parameter is outside its range.

    References
    ----------
    Gama, Zliobaite, Bifet, Pechenizkiy, Bouchachia (2014). A survey on concept drift adaptation. ACM Computing
    Surveys 46(4).
    Kivimaki, Bialek, Nurminen, Kuberski (2025). Confidence-based estimators for predictive performance in
    model monitoring. JAIR 82.
    """

    in_label = ("by", "above", "performance")

    by: float = param(0.02, 0.0, 1.0, "of loss", "Retrain when a step's loss exceeds the model's first by more.")
    above: float = param(1.0, 0.0, 10.0, "of loss", "Retrain when a step's loss is above this, whatever it was before.")
    performance: str = param(
        MEASURED, doc="What it goes by: labels that have arrived, an estimate without any, or a policy of each.",
        choices=(MEASURED, ESTIMATED, BOTH),
    )  # fmt: skip

    def label(self) -> str:
        limit = f" or above {self.above:g}" if self.above != 1 else ""
        kind = {MEASURED: "a drop", ESTIMATED: "an estimated drop", BOTH: "a drop of either kind"}[self.performance]
        return f"on {kind} by {self.by:g}{limit}{self.over()}"

    def candidates(self, model: Any, X: pd.DataFrame, y: pd.Series, rng: np.random.Generator) -> Iterator[Candidate]:
        for kind in (MEASURED, ESTIMATED) if self.performance == BOTH else (self.performance,):
            yield from Retrain.candidates(replace(self, performance=kind), model, X, y, rng)

    def unsuitable(self, model: Any) -> str:
        if self.performance == MEASURED or not hasattr(model, "classes_") or hasattr(model, "predict_proba"):
            return ""
        return (
            f"{type(model).__name__} gives no probabilities to estimate a drop from; go by the measured performance, "
            "or wrap it in CalibratedClassifierCV."
        )

    def memory(self, seen: Learner) -> Known:
        return Known()

    def saw(self, seen: Learner, X: pd.DataFrame) -> None:
        if self.performance == ESTIMATED:
            seen.memory.estimate = seen.expected_loss(X)

    def due(self, seen: Learner, batch: Batch) -> bool:
        known, loss = seen.memory, self.loss(seen, batch)
        if math.isnan(loss):
            return False
        if known.made != seen.made:
            known.made, known.first = seen.made, loss
        if not (loss > known.first + self.by or loss > self.above):
            return False
        seen.since = seen.step
        said = "estimated loss" if self.performance == ESTIMATED else "loss"
        seen.note(f"alarm: {said} {loss:.3f} after {known.first:.3f}")
        return True

    def loss(self, seen: Learner, batch: Batch) -> float:
        """Of this step: estimated, or measured on the labels that have just arrived; NaN where there is none."""
        if self.performance == ESTIMATED:
            return seen.memory.estimate
        losses = seen.losses(batch)
        return float(losses.mean()) if len(losses) else float("nan")
