"""A numeric target becomes noisy."""

from __future__ import annotations

from dataclasses import dataclass

from optimizers.component import param
from optimizers.drift.base import Drift
from optimizers.drift.labels import values_of, with_values
from optimizers.drift.target_shift import constant_target


@dataclass(frozen=True)
class TargetNoise(Drift):
    """A numeric target becomes noisy.

    Gaussian noise of standard deviation t * noise_sd, in standard deviations of the undrifted target,
    is added to every target.

    References
    ----------
    Frenay, Verleysen (2014). Classification in the presence of label noise: a survey. IEEE Transactions
    on Neural Networks and Learning Systems 25(5).
    """

    task = "regression"
    instead = "LabelNoise"
    words = "the target becomes noisy ({noise_sd:g} sd)"

    noise_sd: float = param(0.5, 0.0, 5.0, "sd", "Size of the noise at full strength.")

    def skip(self, X, y):
        return super().skip(X, y) or constant_target(self, y)

    def study(self, X, y, rng):
        return float(y.std(ddof=0))

    def change(self, X, y, t, rng, world):
        return X, with_values(y, values_of(y) + t * self.noise_sd * world * rng.standard_normal(len(y)))
