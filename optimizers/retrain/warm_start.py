"""Fitting on from where the last fit ended."""

from __future__ import annotations

import copy
import time
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizers.component import param
from optimizers.inside import inside
from optimizers.refit import first_line
from optimizers.retrain.base import Retrain
from optimizers.retrain.fits import Fit, unfit
from optimizers.retrain.learner import Learner
from optimizers.retrain.windows import Batch, Window, gathered


@dataclass(frozen=True)
class WarmStart(Retrain):
    """Warm start.

    Go on fitting the model in use, on the window. For estimators with `warm_start`: weights go on from where
    they are; forests and boosted trees keep their trees and get more, fitted on the window. What stands before
    the estimator stays as it was fitted.

    Raises
    ------
    ValueError
        If a parameter is outside its range.

    References
    ----------
    Ash, Adams (2020). On warm-starting neural network training. NeurIPS 33.
    """

    in_label = ("every",)

    every: int = param(4, 1, 100, "steps", "How many steps lie between two fits.")
    more_share: float = param(0.25, 0.01, 1.0, "of the first trees", "How many trees each fit adds.")

    def unsuitable(self, model: Any) -> str:
        estimator = inside(model).estimator
        name = type(estimator).__name__
        if "warm_start" not in estimator.get_params():
            return f"{name} has no warm_start; take EveryKSteps."
        if "HistGradientBoosting" in name:
            return f"{name} goes on well only on the rows that it has seen; take EveryKSteps."
        return ""

    def label(self) -> str:
        return f"warm start every {'step' if self.every == 1 else f'{self.every} steps'}{self.over()}"

    def due(self, seen: Learner, batch: Batch) -> bool:
        return (seen.step + 1) % self.every == 0

    def renew(self, seen: Learner) -> None:
        window = seen.window()
        if not window.steps or window.steps[-1] in (seen.memory or ()):
            seen.note("kept the old model: no new labels have arrived")
            return
        seen.buy(window.steps)
        made, model = ("warm", seen.made, self.more_share, window), seen.model
        found = seen.once(made, lambda: self.fitted_on(model, window, seen))
        if found.problem:
            seen.note(f"kept the old model: {found.problem}")
            return
        seen.memory = window.steps
        seen.cost["fits"] += 1
        seen.cost["fit_s"] += found.seconds
        seen.adopt(found.model, made)

    def fitted_on(self, model: Any, window: Window, seen: Learner) -> Fit:
        X, y, weights = gathered(window, seen.X, seen.y, seen.batches)
        opened = inside(model)
        classes = getattr(opened.estimator, "classes_", None)
        if classes is not None and y.nunique() < len(classes):
            return Fit(problem=f"the window lacks {len(classes) - y.nunique()} of {len(classes)} classes")
        if wrong := unfit(model, y):
            return Fit(problem=wrong)
        begun = time.perf_counter()
        try:
            fresh = self.grown(opened.estimator, inside(seen.uploaded).estimator)
            more = {} if weights is None else {"sample_weight": weights}
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                fresh.fit(opened.rows(X), opened.targets(y), **more)
        except MemoryError:
            raise
        except Exception as failed:  # any estimator, any rows
            return Fit(problem=f"it cannot be fitted on ({first_line(failed)})")
        return Fit(opened.wrapped(fresh), time.perf_counter() - begun)

    def grown(self, estimator: Any, first: Any) -> Any:
        """A copy that goes on at the next fit, with room for more trees."""
        fresh = copy.deepcopy(estimator).set_params(warm_start=True)
        if hasattr(fresh, "estimators_") and "n_estimators" in fresh.get_params():
            n_more = max(1, int(np.ceil(self.more_share * len(first.estimators_))))
            fresh.set_params(n_estimators=len(fresh.estimators_) + n_more)
        return fresh
