"""Class priors change."""

from __future__ import annotations

from dataclasses import dataclass

from optimizers.component import param
from optimizers.drift.base import Drift
from optimizers.drift.labels import classes_of, picked_class
from optimizers.drift.rows import to_share


@dataclass(frozen=True)
class LabelShift(Drift):
    """A class becomes more or less frequent.

    Prior shift: rows are resampled within each class, so that at full strength exactly
    round(share * n) of a step's n rows are of the chosen class, and the way there is straight.
    Undrifted rows of a class step in where a step holds none.

    References
    ----------
    Lipton, Wang, Smola (2018). Detecting and correcting for label shift with black box predictors. ICML.
    """

    task = "classification"
    instead = "TargetShift"
    words = "the {toward} class comes to {share:.0%} of the rows"

    toward: str = param("rarest", doc="Which class changes its share.", choices=("rarest", "commonest"))
    share: float = param(0.6, 0.0, 1.0, "of the rows", "Its share at full strength.")

    def skip(self, X, y):
        return super().skip(X, y) or one_class(self, y)

    def study(self, X, y, rng):
        label = picked_class(y, self.toward)
        return label, (X, y, (y == label).to_numpy(dtype=bool, na_value=False))

    def change(self, X, y, t, rng, world):
        label, spare = world
        inside = (y == label).to_numpy(dtype=bool, na_value=False)
        share = inside.mean() + t * (self.share - inside.mean())
        return to_share(X, y, inside, share, rng, spare)


def one_class(drift: Drift, y) -> str:
    """Why a drift of classes cannot act: there are not two."""
    if len(classes_of(y)) > 1:
        return ""
    name = type(drift).__name__
    return f"{name} needs at least two classes among the judging rows; choose another target or split."
