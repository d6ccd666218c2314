"""The distribution of a numeric target changes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizers.component import param
from optimizers.drift.base import Drift
from optimizers.drift.labels import values_of
from optimizers.drift.rows import to_share


@dataclass(frozen=True)
class TargetShift(Drift):
    """High targets become more or less frequent.

    Label shift for numbers: rows whose target lies above a quantile of the undrifted targets are
    resampled until they are round(share * n) of a step's n rows; the way there is straight. Only real
    rows occur. A share of 1 - quantile is what the undrifted rows have.

    References
    ----------
    Zhang, Schoelkopf, Muandet, Wang (2013). Domain adaptation under target and conditional shift. ICML.
    """

    task = "regression"
    instead = "LabelShift"
    words = "high targets come to {share:.0%} of the rows"

    quantile: float = param(0.75, 0.01, 0.99, "of the targets", "What counts as high: above this quantile.")
    share: float = param(0.6, 0.0, 1.0, "of the rows", "Share of high targets at full strength.")

    def skip(self, X, y):
        return super().skip(X, y) or constant_target(self, y)

    def study(self, X, y, rng):
        values = values_of(y)
        cut = min(float(np.nanquantile(values, self.quantile)), float(np.nextafter(np.nanmax(values), -np.inf)))
        return cut, (X, y, values > cut)

    def change(self, X, y, t, rng, world):
        cut, spare = world
        inside = values_of(y) > cut
        share = inside.mean() + t * (self.share - inside.mean())
        return to_share(X, y, inside, share, rng, spare)


def constant_target(drift: Drift, y) -> str:
    """Why a drift measured on the target's spread cannot act: all targets are the same."""
    if y.nunique() > 1:
        return ""
    return f"{type(drift).__name__} needs a target that varies, this one is constant; choose another target."
