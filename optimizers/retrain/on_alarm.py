"""Retraining when a drift detector alarms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimizers.component import param
from optimizers.retrain.alarms import FEATURE_ALARMS
from optimizers.retrain.base import Retrain
from optimizers.retrain.learner import Learner
from optimizers.retrain.windows import Batch

STREAMS = ("ADWIN", "DDM", "EDDM", "HDDM", "Page-Hinkley", "KSWIN", "CUSUM")
PROPORTIONS = ("DDM", "EDDM", "HDDM")


@dataclass(frozen=True)
class OnAlarm(Retrain):
    """On a drift alarm.

    Retrain when a drift detector alarms. Detectors of features (KS, PSI, classifier) compare each step's rows,
    before their labels come, with the last learning rows, and after an alarm with the rows of the steps up to
    it. The others watch the errors of the model in use, row by row, on labels that have arrived, and begin anew
    after a retraining.

    Raises
    ------
    ValueError
        If a parameter is outside its range, or the detector's package is not installed.

    References
    ----------
    Gama, Zliobaite, Bifet, Pechenizkiy, Bouchachia (2014). A survey on concept drift adaptation. ACM Computing
    Surveys 46(4).
    """

    in_label = ("detector",)

    detector: str = param("KS", doc="What alarms.", choices=(*FEATURE_ALARMS, *STREAMS))
    alpha: float = param(0.01, 0.0001, 0.2, "", "KS and classifier: the rate of false alarms, over all features.")

    def label(self) -> str:
        return f"on alarm of {self.detector}{self.over()}"

    def unsuitable(self, model: Any) -> str:
        if self.detector in PROPORTIONS and not hasattr(model, "classes_"):
            return f"{self.detector} counts wrong labels, and this model predicts values; choose Page-Hinkley or ADWIN."
        if self.detector in STREAMS:
            try:
                self.stream()
            except ValueError as why:
                return str(why)
        return ""

    def stream(self) -> Any:
        from optimizers.detect.streaming import detector

        return detector(self.detector)

    def memory(self, seen: Learner) -> Any:
        """A detector of the stream; or the rows to compare with, named, those since, and what was found."""
        if self.detector in STREAMS:
            return self.stream()
        return Compared(seen.X.iloc[-MOST_ROWS:], ("learning rows",))

    def saw(self, seen: Learner, X: pd.DataFrame) -> None:
        if self.detector in STREAMS or not len(X):
            return
        kept, step = seen.memory, seen.step + 1
        kept.newest = [*kept.newest, X][-self.window_steps :]
        question = ("alarm", self.detector, self.alpha, kept.named, step)
        kept.alarm = seen.once(question, lambda: FEATURE_ALARMS[self.detector](kept.reference, X, self.alpha))
        if kept.alarm:
            kept.reference = pd.concat(kept.newest).iloc[-MOST_ROWS:]
            kept.named = ("up to", step, self.window_steps)

    def due(self, seen: Learner, batch: Batch) -> bool:
        found = self.errors_alarm(seen, batch) if self.detector in STREAMS else seen.memory.taken()
        if not found:
            return False
        seen.since = seen.step
        seen.note(f"alarm: {found}")
        return True

    def errors_alarm(self, seen: Learner, batch: Batch) -> str:
        if not len(batch):
            return ""
        losses = np.asarray(seen.losses(batch), dtype=float)
        places = seen.memory.update(losses[np.isfinite(losses)])
        return f"{self.detector} at row {places[0] + 1:,} of {len(batch):,}" if places else ""

    def renew(self, seen: Learner) -> None:
        if seen.retrain() and self.detector in STREAMS:
            seen.memory.restart()


MOST_ROWS = 20_000


@dataclass(eq=False)
class Compared:
    """What the features are compared with, and the alarm that nobody has acted on yet."""

    reference: pd.DataFrame
    named: tuple[Any, ...]
    newest: list[pd.DataFrame]
    alarm: str = ""

    def __init__(self, reference: pd.DataFrame, named: tuple[Any, ...]) -> None:
        self.reference, self.named, self.newest, self.alarm = reference, named, [], ""

    def taken(self) -> str:
        """The alarm, once."""
        found, self.alarm = self.alarm, ""
        return found
