"""Cost-complexity pruning of a fitted tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizers.component import param
from optimizers.prune.base import Prune, PruningRows
from optimizers.prune.private import complexity_cut, complexity_path, with_tree
from optimizers.prune.sizes import SINGLE_TREES, n_leaves, root_already, spread


@dataclass(frozen=True)
class CostComplexity(Prune):
    """Cut branches that do not pay for their leaves.

    The fitted tree itself is cut along its own path of alphas (training impurity a leaf must save);
    nothing is refitted, and the nodes equal those of a refit with the same `ccp_alpha`. The rows only
    serve to compare the candidates: the tree's own impurities choose the branches.

    Raises
    ------
    ValueError
        If a parameter is outside its range.

    References
    ----------
    Breiman, Friedman, Olshen, Stone (1984). Classification and Regression Trees, ch. 3.
    """

    takes = SINGLE_TREES

    n_alphas: int = param(8, 2, 50, "candidates", "Points kept along the pruning path.")

    def unsuitable(self, estimator: Any) -> str:
        return root_already(type(self).__name__, estimator)

    def pruned(self, estimator: Any, rows: PruningRows, rng: np.random.Generator) -> Iterator[tuple[str, Any]]:
        seen: set[int] = set()
        for alpha in spread(complexity_path(estimator.tree_), self.n_alphas):
            smaller = complexity_cut(estimator.tree_, float(alpha))
            if smaller.node_count not in seen:
                seen.add(smaller.node_count)
                yield n_leaves(smaller), with_tree(estimator, smaller, ccp_alpha=float(alpha))
