"""A forest in the place of nearest neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from optimizers.component import param
from optimizers.swap.base import Swap
from optimizers.swap.carrying import Proposal, Seen, carry, options


@dataclass(frozen=True)
class TreesForNeighbours(Swap):
    """Trade nearest neighbours for a forest.

    Neighbours keep every learning row and compare each new one with them. A forest is a neighbourhood that was learned:
    the rows that share its leaves vote, so the rows a leaf needs are open between one and the number of neighbours.
    Weights by distance and the metric have no counterpart: a forest asks columns, not distances.

    Raises
    ------
    ValueError
        If the learning rows are too few for the folds.

    References
    ----------
    Lin, Jeon (2006). Random forests and adaptive nearest neighbors. JASA 101.
    """

    takes: ClassVar[tuple[str, ...]] = (
        "KNeighborsClassifier",
        "KNeighborsRegressor",
        "RadiusNeighborsClassifier",
        "RadiusNeighborsRegressor",
    )

    n_trees: int = param(40, 5, 200, "trees", "Of the forest.", log=True)

    def proposals(self, own: Any, seen: Seen) -> list[Proposal]:
        from sklearn import ensemble

        build = getattr(ensemble, seen.named("RandomForest"))
        says = carry(own, {"n_neighbors": lambda v: {"min_samples_leaf": v}, "n_jobs": "n_jobs"}).says
        leaves = [1, min(getattr(own, "n_neighbors", 5), max(1, len(seen.y) // 10))]
        fixed = {"n_estimators": self.n_trees, "n_jobs": own.n_jobs}
        return [Proposal(build.__name__, options(build, fixed, "min_samples_leaf", leaves), says)]
