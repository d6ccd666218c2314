"""Measurements become noisy."""

from __future__ import annotations

from dataclasses import dataclass

from optimizers.component import param
from optimizers.drift.base import Drift
from optimizers.drift.columns import floats, spreads, with_columns
from optimizers.drift.move import constant


@dataclass(frozen=True)
class SensorNoise(Drift):
    """Numeric features become noisy.

    Gaussian noise of standard deviation t * noise_sd, in standard deviations of the undrifted rows,
    is added to every value.

    References
    ----------
    Sharma, Golubchik, Govindan (2010). Sensor faults: detection methods and prevalence in real-world
    datasets. ACM Transactions on Sensor Networks 6(3).
    """

    words = "{where} become{s} noisy ({noise_sd:g} sd)"

    columns: tuple[str, ...] = param((), doc="Features that become noisy; none named: all.", of="numeric")
    noise_sd: float = param(1.0, 0.0, 5.0, "sd", "Size of the noise at full strength.")

    def skip(self, X, y):
        return super().skip(X, y) or constant(self, X)

    def study(self, X, y, rng):
        return spreads(X, self.columns)

    def change(self, X, y, t, rng, world):
        noise = {c: t * self.noise_sd * sd * rng.standard_normal(len(X)) for c, sd in world.items()}
        return with_columns(X, {c: floats(X, c) + added for c, added in noise.items()}), y
