"""A boosted model of few stages whose leaves work together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizers.component import param
from optimizers.prune.base import Prune, PruningRows
from optimizers.prune.boosted_trees import LOSSES, is_histogram
from optimizers.prune.cut_boosting import CutBoosting
from optimizers.prune.refining import refined, unbounded

PULLS = (1.0, 10.0, 100.0)


@dataclass(frozen=True)
class CutAndRefineBoosting(Prune):
    """Keep a boosted model's best stages and refine their leaves.

    Boosting gives a stage its leaf values once, shrunken, and never looks back. Here stages are put in order (`by`:
    next the one that gains most, or as they were fitted), the first ones are kept, their trees cut best-first, and
    the values of all their leaves are refined together: least log loss of a classifier's margins, least squared error
    of a regressor's values on the teaching rows, stopped where the choosing rows stop gaining. Scikit-learn's two
    boosters with `log_loss` or `squared_error`; the trees of XGBoost and LightGBM are locked in their libraries and can
    only be truncated. A `class_weight` weighs the rows here too; sample weights are not known any more. Monotonic
    constraints are refused. Rows that the model was fitted on may be among those that choose: then fewer steps of
    refinement are kept than would be worth it.

    Raises
    ------
    ValueError
        If a parameter is outside its range.

    References
    ----------
    Friedman (2001). Greedy function approximation: a gradient boosting machine. Annals of Statistics 29.
    Johnson, Zhang (2014). Learning nonlinear functions using regularized greedy forest. IEEE TPAMI 36.
    Ren, Cao, Wei, Sun (2015). Global refinement of random forest. CVPR.
    """

    takes = ("GradientBoostingClassifier", "GradientBoostingRegressor", "BaseHistGradientBoosting")

    n_sizes: int = param(8, 2, 20, "sizes", "Sizes in equal ratios, each of whole trees and of half ones.")
    by: str = param("gain", doc="What the order of the stages is made by.", choices=("gain", "first"))

    def unsuitable(self, estimator: Any) -> str:
        if estimator.loss not in LOSSES:
            return (
                f"CutAndRefineBoosting refines log_loss and squared_error, not {estimator.loss}; use TruncateBoosting."
            )
        bound = getattr(estimator, "monotonic_cst", None) is not None and is_histogram(estimator)
        return "CutAndRefineBoosting would break the model's monotonic_cst; use TruncateBoosting." if bound else ""

    def pruned(self, estimator: Any, rows: PruningRows, rng: np.random.Generator) -> Iterator[tuple[str, Any]]:
        model = CutBoosting.of(estimator, rows, self.by, rng)
        for stages, leaves in model.sizes(self.n_sizes):
            part = model.part(stages, leaves)
            values = refined(part.values, part.fit, part.choose, model.link, unbounded, PULLS)
            name = "stage" if stages == 1 else "stages"
            yield f"{stages} {name} of {leaves} leaves", model.rebuilt(part, values.astype(float))
