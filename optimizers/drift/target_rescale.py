"""Concept drift of a numeric target: offset and slope."""

from __future__ import annotations

from dataclasses import dataclass

from optimizers.component import param
from optimizers.drift.base import Drift
from optimizers.drift.labels import values_of, with_values
from optimizers.drift.target_shift import constant_target


@dataclass(frozen=True)
class TargetRescale(Drift):
    """The same features bring higher, lower or steeper targets.

    Concept drift for numbers: the target's distance from its undrifted mean is multiplied by
    1 + t * (slope - 1), then t * offset_sd standard deviations are added.

    References
    ----------
    Gama, Zliobaite, Bifet, Pechenizkiy, Bouchachia (2014). A survey on concept drift adaptation.
    ACM Computing Surveys 46(4).
    """

    task = "regression"
    instead = "BoundaryRotation"
    words = "targets move by {offset_sd:+g} sd, at {slope:g} times their slope"

    offset_sd: float = param(1.0, -5.0, 5.0, "sd", "How far the targets move at full strength.")
    slope: float = param(1.0, -3.0, 3.0, "times", "How steep they become; -1 turns them upside down.")

    def skip(self, X, y):
        return super().skip(X, y) or constant_target(self, y)

    def study(self, X, y, rng):
        return float(y.mean()), float(y.std(ddof=0))

    def change(self, X, y, t, rng, world):
        mean, sd = world
        slope = 1 + t * (self.slope - 1)
        return X, with_values(y, mean + (values_of(y) - mean) * slope + t * self.offset_sd * sd)
