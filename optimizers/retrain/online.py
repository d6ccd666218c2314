"""Learning on, label by label."""

from __future__ import annotations

import copy
import time
import warnings
from dataclasses import dataclass
from typing import Any

from optimizers.inside import inside
from optimizers.refit import first_line
from optimizers.retrain.base import Retrain
from optimizers.retrain.learner import Learner
from optimizers.retrain.served import joined
from optimizers.retrain.windows import Batch, Window


@dataclass(frozen=True)
class Online(Retrain):
    """Online (partial_fit).

    Update the model with each step's labels. For estimators with `partial_fit`; in a pipeline the last step
    learns, and what stands before it stays as it was fitted. Updates are counted apart from retrainings, and no
    window is kept.

    References
    ----------
    Bottou (1998). Online learning and stochastic approximations. On-line Learning in Neural Networks.
    """

    def unsuitable(self, model: Any) -> str:
        estimator = inside(model).estimator
        if not hasattr(estimator, "partial_fit"):
            return f"{type(estimator).__name__} has no partial_fit; take EveryKSteps, or SGDClassifier or GaussianNB."
        if getattr(estimator, "early_stopping", False) and "MLP" in type(estimator).__name__:
            return f"{type(estimator).__name__} learns on only with early_stopping=False; fit it anew so."
        return ""

    def label(self) -> str:
        return "online"

    def due(self, seen: Learner, batch: Batch) -> bool:
        return len(batch) > 0

    def renew(self, seen: Learner) -> None:
        batch = seen.newest()
        if batch is None:
            return
        seen.buy((batch.step,))
        begun = time.perf_counter()
        try:
            model = learned_on(seen.model, batch)
        except MemoryError:
            raise
        except Exception as wrong:  # any estimator, any rows
            seen.note(f"kept the old model: it cannot learn from these rows ({first_line(wrong)})")
            return
        seen.cost["fit_s"] += time.perf_counter() - begun
        seen.cost["updates"] = seen.cost.get("updates", 0) + 1
        seen.model, seen.made = model, ("online", seen.cost["updates"], batch.step)
        seen.serve(joined(seen.served[-1].knows, Window(0, (batch.step,))), "learned on", counts=False)


def learned_on(model: Any, batch: Batch) -> Any:
    """A copy that has learned from a batch too."""
    opened = inside(model)
    estimator = copy.deepcopy(opened.estimator)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        estimator.partial_fit(opened.rows(batch.X), opened.targets(batch.y))
    return opened.wrapped(estimator)
