"""Concept drift in a region: the target moves there."""

from __future__ import annotations

from dataclasses import dataclass

from optimizers.component import param
from optimizers.drift.base import Drift
from optimizers.drift.labels import values_of, with_values
from optimizers.drift.region import region_of
from optimizers.drift.target_shift import constant_target


@dataclass(frozen=True)
class RegionOffset(Drift):
    """Targets move in a region.

    Concept drift for numbers: where a feature lies in a range of its quantiles, t * offset_sd standard
    deviations of the undrifted target are added to the target. The features stay.

    References
    ----------
    Widmer, Kubat (1996). Learning in the presence of concept drift and hidden contexts. Machine
    Learning 23(1).
    """

    task = "regression"
    instead = "RegionSwap"
    words = "targets move by {offset_sd:+g} sd in a region of {where}"

    columns: tuple[str, ...] = param(
        (), doc="Features that bound the region; none named: the one most related to the target.", of="numeric"
    )
    centre: float = param(0.85, 0.0, 1.0, "as quantile", "Middle of the region.")
    width: float = param(0.3, 0.01, 1.0, "of the quantiles", "Width of the region.")
    offset_sd: float = param(2.0, -5.0, 5.0, "sd", "How far its targets move at full strength.")

    def skip(self, X, y):
        return super().skip(X, y) or constant_target(self, y)

    def study(self, X, y, rng):
        return region_of(X, y, self.columns, self.centre, self.width), float(y.std(ddof=0))

    def change(self, X, y, t, rng, world):
        region, sd = world
        return X, with_values(y, values_of(y) + t * self.offset_sd * sd * region.holds(X))
