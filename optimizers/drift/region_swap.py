"""Concept drift in a region: classes change their parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizers.component import param
from optimizers.drift.base import Drift
from optimizers.drift.label_shift import one_class
from optimizers.drift.labels import classes_of, codes_of, relabelled
from optimizers.drift.region import region_of
from optimizers.drift.rows import hit


@dataclass(frozen=True)
class RegionSwap(Drift):
    """Labels follow another rule in a region.

    Concept drift: where a feature lies in a range of its quantiles, every class takes the part of
    another (two classes: they swap; more: a random cycle, the same in all steps). The features stay.
    At strength t each row of the region is struck with probability t * share.

    References
    ----------
    Widmer, Kubat (1996). Learning in the presence of concept drift and hidden contexts. Machine
    Learning 23(1).
    """

    task = "classification"
    instead = "RegionOffset"
    words = "labels follow another rule in a region of {where}"

    columns: tuple[str, ...] = param(
        (), doc="Features that bound the region; none named: the one most related to the target.", of="numeric"
    )
    centre: float = param(0.85, 0.0, 1.0, "as quantile", "Middle of the region.")
    width: float = param(0.3, 0.01, 1.0, "of the quantiles", "Width of the region.")
    share: float = param(1.0, 0.0, 1.0, "of its rows", "How many rows of the region change at full strength.")

    def skip(self, X, y):
        return super().skip(X, y) or one_class(self, y)

    def study(self, X, y, rng):
        classes = classes_of(y)
        cycle = rng.permutation(len(classes))
        part = np.empty_like(cycle)
        part[cycle] = np.roll(cycle, -1)
        return region_of(X, y, self.columns, self.centre, self.width), classes, part

    def change(self, X, y, t, rng, world):
        region, classes, part = world
        codes = codes_of(y, classes)
        struck = region.holds(X) & hit(len(X), t * self.share, rng) & (codes >= 0)
        return X, relabelled(y, struck, part[codes], classes)
