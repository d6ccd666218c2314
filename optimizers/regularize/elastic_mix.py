"""Mixes of the L1 and the L2 penalty, at several strengths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimizers.component import param
from optimizers.regularize.base import Regularize
from optimizers.regularize.places import steps_to
from optimizers.regularize.regularizers import listed, probe
from optimizers.regularize.settings import Setting, said

LOWEST_L1 = {"ElasticNet": 0.05, "MultiTaskElasticNet": 0.05}  # coordinate descent does not converge without L1
TAKES = ("LogisticRegression", "ElasticNet", "SGDClassifier", "SGDRegressor", "Perceptron", "MultiTaskElasticNet")


@dataclass(frozen=True)
class ElasticMix(Regularize):
    """Mix L1 and L2 penalties at several strengths.

    L2 shrinks all coefficients, L1 sets some to zero, so that columns drop out and the model gets smaller. Each
    mix is tried at strengths on both sides of the model's own. A logistic regression whose solver knows no mix
    is solved by SAGA; scale the columns before it.

    Raises
    ------
    ValueError
        If the learning rows cannot be shared out into folds.

    References
    ----------
    Zou, Hastie (2005). Regularization and variable selection via the elastic net. JRSS B 67.
    """

    n_mixes: int = param(3, 2, 6, "mixes", "From L2 alone to L1 alone.")
    n_settings: int = param(3, 2, 12, "strengths", "Of each mix, the model's own among them.")

    def unsuitable(self, model: Any) -> str:
        name = type(steps_to(model)[-1][1]).__name__
        if name in TAKES:
            return ""
        swap = {"Ridge": "ElasticNet", "Lasso": "ElasticNet", "LinearRegression": "ElasticNet"}
        return f"{name} has no mix of L1 and L2: fit {swap.get(name, 'LogisticRegression or ElasticNet')} instead."

    def settings(self, model: Any, X: pd.DataFrame, y: pd.Series) -> list[Setting]:
        own = steps_to(model)[-1][1]
        strength = listed(own)[0]
        mixes = np.linspace(LOWEST_L1.get(type(own).__name__, 0.0), 1, self.n_mixes).round(3).tolist()
        return [
            Setting(
                f"{strength.name} = {said(v)}, L1 share {share:.3g}", float(v),
                {strength.name: v, "l1_ratio": share} | solver(own, share), more={"l1_ratio": share},
            )
            for v in probe(own, strength, self.n_settings) if v is not None
            for share in mixes
        ]  # fmt: skip


def solver(own: Any, share: float) -> dict[str, Any]:
    """What else must be set so that the estimator knows the mix."""
    if hasattr(own, "penalty") and type(own).__name__ != "LogisticRegression":
        return {"penalty": "elasticnet"}
    if type(own).__name__ == "LogisticRegression" and share > 0 and own.solver != "saga":
        return {"solver": "saga"}
    return {}
