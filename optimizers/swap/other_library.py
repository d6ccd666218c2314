"""LightGBM or XGBoost in the place of scikit-learn's trees, or of each other."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from typing import Any, ClassVar

from optimizers.component import param
from optimizers.swap.base import Swap
from optimizers.swap.carrying import Proposal, Seen
from optimizers.swap.libraries import LIBRARIES

FAMILIES = ("GradientBoosting", "HistGradientBoosting", "RandomForest", "ExtraTrees", "XGB", "XGBRF", "LGBM")
BOTH = "both"


@dataclass(frozen=True)
class OtherLibrary(Swap):
    """Boost with another library: LightGBM, XGBoost.

    Rounds, learning rate, depth, leaves, subsamples, penalties and the loss carry over where both have them; a forest
    becomes a boosted model. Which libraries take part depends on what is installed.

    Raises
    ------
    ValueError
        If the learning rows are too few for the folds, or their column names are not taken.

    References
    ----------
    Ke et al. (2017). LightGBM: a highly efficient gradient boosting decision tree. NeurIPS 30.
    Chen, Guestrin (2016). XGBoost: a scalable tree boosting system. KDD.
    """

    takes: ClassVar[tuple[str, ...]] = tuple(f + kind for f in FAMILIES for kind in ("Classifier", "Regressor"))

    package: str = param(BOTH, choices=(BOTH, *LIBRARIES), doc="Which to try, of those that are installed.")

    def skip(self, model: Any) -> str:
        if not self.installed():
            names = self.wanted()
            return f"{' and '.join(names)} are not installed here: pip install {' '.join(names)}."
        return super().skip(model)

    def unsuitable(self, own: Any) -> str:
        if not [name for name in self.installed() if not type(own).__module__.startswith(name)]:
            missing = " ".join(n for n in LIBRARIES if n not in self.installed()) or "another library"
            return f"{type(own).__name__} is of that library already: pip install {missing}, or choose the other one."
        return ""

    def wanted(self) -> list[str]:
        return list(LIBRARIES) if self.package == BOTH else [self.package]

    def installed(self) -> list[str]:
        return [name for name in self.wanted() if importlib.util.find_spec(name)]

    def proposals(self, own: Any, seen: Seen) -> list[Proposal]:
        names = [name for name in self.installed() if not type(own).__module__.startswith(name)]
        return [LIBRARIES[name](own, seen, self.n_folds) for name in names]
