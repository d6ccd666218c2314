"""A forest's cut and refined trees, summed by a boosted model instead of averaged by a forest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from optimizers.component import param
from optimizers.measure import size_kib
from optimizers.prune.base import Prune, PruningRows
from optimizers.prune.cut_forest import CutForest, Part
from optimizers.prune.ordering import ORDERS
from optimizers.prune.private import adding_up, with_tree
from optimizers.prune.refining import Link, refined, unbounded
from optimizers.prune.sizes import FORESTS, n_trees

PULLS = (1.0, 10.0, 100.0)


@dataclass(frozen=True)
class CutAndSum(Prune):
    """Cut and refine a forest into a boosted model.

    As CutAndRefine, but the result is a GradientBoostingClassifier (or Regressor) that holds the forest's own
    cut trees: it adds them up and bends the sum, so that leaves may correct each other freely and probabilities
    stay calibrated; it also answers single rows many times faster than a forest does. More than two classes
    need one tree each for every tree of the forest; sizes that are not smaller than the forest are left out.
    It cannot take missing values.

    Raises
    ------
    ValueError
        If a parameter is outside its range, or the rows hold missing values.

    References
    ----------
    Ren, Cao, Wei, Sun (2015). Global refinement of random forest. CVPR.
    Buschjaeger, Morik (2021). Improving the accuracy-memory trade-off of random forests via leaf-refinement.
    """

    takes = FORESTS
    keeps_class: ClassVar[bool] = False

    n_sizes: int = param(6, 1, 20, "candidates", "Sizes, each a fraction of the one before.")
    most_leaves: int = param(128, 2, 4096, "leaves a tree", "The largest trees that are tried.", log=True)
    by: str = param("brier", doc="What the order of a classifier's trees is made by.", choices=tuple(ORDERS))

    def pruned(self, estimator: Any, rows: PruningRows, rng: np.random.Generator) -> Iterator[tuple[str, Any]]:
        refuse_missing(rows)
        limit_kib = size_kib(estimator)
        forest = CutForest.of(estimator, rows, self.by, rng)
        for size, leaves in forest.sizes(self.n_sizes, self.most_leaves):
            part = forest.part(size, leaves)
            if hasattr(estimator, "classes_"):
                start = log_odds(part.values) / size
                values = refined(start, part.fit, part.choose, Link(1.0, curved=True), unbounded, PULLS)
            else:
                values = refined(part.values, part.fit, part.choose, Link(1 / size), unbounded)
            found = boosted(forest, part, values.astype(float))
            if size_kib(found) < limit_kib:
                yield f"{n_trees(size)} of {leaves} leaves", found


def boosted(forest: CutForest, part: Part, values: np.ndarray) -> Any:
    """A boosted model that adds up the cut trees, each column of values in trees of its own."""
    out = adding_up(forest.forest, len(part.members))
    member = out.estimators_[0, 0]
    stages = np.empty((len(part.members), values.shape[1]), dtype=object)
    for column in range(values.shape[1]):
        for stage, tree in enumerate(forest.trees(part, values[:, [column]], member.tree_)):
            stages[stage, column] = with_tree(member, tree)
    out.estimators_ = stages
    return out


def refuse_missing(rows: PruningRows) -> None:
    import pandas as pd

    if any(pd.isna(X if hasattr(X, "iloc") else pd.DataFrame(X)).to_numpy().any() for X in (rows.X_fit, rows.X_choose)):
        raise ValueError(
            "CutAndSum makes a boosted model that cannot take missing values, and the learning rows hold some: "
            "use CutAndRefine, or impute them before the forest."
        )


def log_odds(shares: np.ndarray) -> np.ndarray:
    """Centred logarithms of leaf shares, those of empty classes kept finite."""
    if shares.shape[1] == 1:
        inside = np.clip(shares, 0.02, 0.98)
        return np.log(inside / (1 - inside))
    logs = np.log(np.clip(shares, 0.02, 1))
    return logs - logs.mean(axis=1, keepdims=True)
