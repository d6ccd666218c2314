"""A path over one regularizer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from optimizers.component import param
from optimizers.regularize.base import Regularize
from optimizers.regularize.regularizers import Regularizer, probe, regularizers, table
from optimizers.regularize.settings import Setting, along

STRONGEST = "strongest known effect"
NAMES = tuple(sorted({r.name for own in table().values() for r in own}))


@dataclass(frozen=True)
class RegularizationPath(Regularize):
    """Try one regularizer from little to much.

    The settings lie on both sides of the model's own. All are refitted on the learning rows, so that accuracy,
    size and speed along the path are seen; the chosen one is marked. Choosing is optimistic: beside the score
    that chose stands the score on rows that chose nothing.

    Raises
    ------
    ValueError
        If the model has no such regularizer, or the learning rows cannot be shared out into folds.

    References
    ----------
    Hastie, Tibshirani, Friedman (2009). The Elements of Statistical Learning, sections 3.4 and 7.10.
    Tsamardinos, Greasidou, Borboudakis (2018). Bootstrapping the out-of-sample predictions. Machine Learning 107.
    """

    regularizer: str = param(
        STRONGEST, choices=(STRONGEST, *NAMES), doc="The parameter; by default the one with the strongest known effect."
    )
    n_settings: int = param(8, 2, 50, "settings", "Points on the path, the model's own among them.")

    def settings(self, model: Any, X: pd.DataFrame, y: pd.Series) -> list[Setting]:
        chosen = self.which(model)
        return along(chosen.name, probe(model, chosen, self.n_settings))

    def which(self, model: Any) -> Regularizer:
        """The regularizer of this model that the path is over."""
        own = regularizers(model)
        if self.regularizer == STRONGEST:
            return own[0]
        found = [r for r in own if r.name == self.regularizer]
        if not found:
            names = ", ".join(r.name for r in own)
            raise ValueError(
                f"RegularizationPath: {self.regularizer} does not regularize this model; choose one of {names}."
            )
        return found[0]
