"""Covariate shift: features move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from optimizers.component import param
from optimizers.drift.base import Drift
from optimizers.drift.columns import floats, spreads, with_columns


@dataclass(frozen=True)
class Move(Drift):
    """Numeric features move up or down.

    Covariate shift: every value of a chosen feature gets t * by_sd standard deviations of the
    undrifted rows added. Integers become floats; constant features stay; missing values stay missing.

    References
    ----------
    Shimodaira (2000). Improving predictive inference under covariate shift by weighting the
    log-likelihood function. Journal of Statistical Planning and Inference 90(2).
    """

    words = "{where} move{s} by {by_sd:+g} sd"

    columns: tuple[str, ...] = param((), doc="Features that move; none named: all.", of="numeric")
    by_sd: float = param(1.0, -5.0, 5.0, "sd", "How far they move at full strength.")

    def skip(self, X, y):
        return super().skip(X, y) or constant(self, X)

    def study(self, X, y, rng):
        return spreads(X, self.columns)

    def change(self, X, y, t, rng, world):
        return with_columns(X, {c: floats(X, c) + t * self.by_sd * sd for c, sd in world.items()}), y


def constant(drift: Any, X: pd.DataFrame) -> str:
    """Why a drift measured in standard deviations cannot act: no chosen feature varies."""
    if spreads(X, drift.columns):
        return ""
    return f"{type(drift).__name__} is measured in standard deviations and no chosen column varies; take UnitChange."
