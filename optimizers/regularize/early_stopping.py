"""Stop fitting when held-out rows no longer gain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimizers.component import param
from optimizers.regularize.base import Regularize
from optimizers.regularize.places import steps_to
from optimizers.regularize.settings import NAN, Setting

ROUNDS = {"GradientBoosting": "n_estimators", "HistGradientBoosting": "max_iter", "MLP": "max_iter",
          "SGD": "max_iter", "Perceptron": "max_iter"}  # fmt: skip
TAKES = ("Perceptron", *(f"{family}{kind}" for family in ROUNDS for kind in ("Classifier", "Regressor")))


@dataclass(frozen=True)
class EarlyStopping(Regularize):
    """Stop fitting when held-out rows no longer gain.

    For gradient boosting, networks and stochastic gradient descent. The estimator itself holds out a part of the
    rows that it is given, and stops when they have not gained for some rounds (the patience). It may take more
    rounds than the model had; beside the patiences stands the recipe without early stopping.

    Raises
    ------
    ValueError
        If the learning rows are too few to hold any out.

    References
    ----------
    Prechelt (1998). Early stopping, but when? Neural Networks: Tricks of the Trade.
    Zhang, Yu (2005). Boosting with early stopping: convergence and consistency. Annals of Statistics 33.
    """

    n_settings: int = param(4, 2, 8, "settings", "Patiences that are tried, and no early stopping.")
    longest: int = param(20, 2, 200, "rounds", "The largest patience.", log=True)
    most: float = param(2.0, 1.0, 8.0, "times the model's rounds", "How long fitting may go on.", log=True)
    held_out: float = param(0.15, 0.05, 0.5, "of the rows", "What each fit holds out to know when to stop.")

    def unsuitable(self, model: Any) -> str:
        own = steps_to(model)[-1][1]
        name = type(own).__name__
        if name not in TAKES:
            return f"{name} has no early stopping: use RegularizationPath, or a boosted model, a network or SGD."
        if getattr(own, "solver", "") == "lbfgs":
            return f"{name} with solver='lbfgs' has no early stopping: fit it with solver='adam' and upload that."
        return ""

    def settings(self, model: Any, X: pd.DataFrame, y: pd.Series) -> list[Setting]:
        own = steps_to(model)[-1][1]
        patiences = np.unique(np.geomspace(self.longest, 2, self.n_settings - 1).round().astype(int))[::-1]
        return [
            Setting("no early stopping", NAN, never(own)),
            *[Setting(f"patience {p}", float(p), self.stopping(own, int(p))) for p in patiences],
        ]

    def stopping(self, own: Any, patience: int) -> dict[str, Any]:
        """Parameters that stop after so many rounds without a gain."""
        rounds = next(r for family, r in ROUNDS.items() if type(own).__name__.startswith(family))
        params = {
            "n_iter_no_change": patience,
            "validation_fraction": self.held_out,
            rounds: max(1, round(getattr(own, rounds) * self.most)),
        }
        return params | ({"early_stopping": True} if hasattr(own, "early_stopping") else {})


def never(own: Any) -> dict[str, Any]:
    """Parameters that let the estimator run all its rounds."""
    return {"early_stopping": False} if hasattr(own, "early_stopping") else {"n_iter_no_change": None}
