"""Labels are recorded wrongly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizers.component import param
from optimizers.drift.base import Drift
from optimizers.drift.label_shift import one_class
from optimizers.drift.labels import classes_of, codes_of, relabelled
from optimizers.drift.rows import hit


@dataclass(frozen=True)
class LabelNoise(Drift):
    """Labels are recorded wrongly.

    Each row gets with probability t * share the label of another class, every other class alike
    (uniform, symmetric noise).

    References
    ----------
    Frenay, Verleysen (2014). Classification in the presence of label noise: a survey. IEEE Transactions
    on Neural Networks and Learning Systems 25(5).
    """

    task = "classification"
    instead = "TargetNoise"
    words = "{share:.0%} of the labels are recorded wrongly"

    share: float = param(0.2, 0.0, 1.0, "of the rows", "How many labels are wrong at full strength.")

    def skip(self, X, y):
        return super().skip(X, y) or one_class(self, y)

    def study(self, X, y, rng):
        return classes_of(y)

    def change(self, X, y, t, rng, world):
        n_classes, codes = len(world), codes_of(y, world)
        wrong = hit(len(y), t * self.share, rng) & (codes >= 0)
        step = 1 + np.minimum((rng.random(len(y)) * (n_classes - 1)).astype(int), n_classes - 2)
        return X, relabelled(y, wrong, (codes + step) % n_classes, world)
