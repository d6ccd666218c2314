"""Reduced error pruning of a fitted tree, on rows that it has not seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizers.component import param
from optimizers.prune.base import Prune, PruningRows
from optimizers.prune.private import LEAF, cut, levels, with_tree
from optimizers.prune.sizes import SINGLE_TREES, n_leaves, root_already


@dataclass(frozen=True)
class ReducedError(Prune):
    """Cut bottom up what held-out rows do not support.

    A branch becomes a leaf when it does not save enough errors (squared errors for a regressor) on the
    choosing rows: none at first, then more and more for each of its leaves. If the tree was fitted on
    the choosing rows too, they support every branch, and the first candidates stay large.

    Raises
    ------
    ValueError
        If a parameter is outside its range.

    References
    ----------
    Quinlan (1987). Simplifying decision trees. International Journal of Man-Machine Studies 27.
    """

    takes = SINGLE_TREES

    n_prices: int = param(8, 1, 50, "candidates", "Prices of a leaf that are tried, from nothing upwards.")

    def unsuitable(self, estimator: Any) -> str:
        return root_already(type(self).__name__, estimator)

    def pruned(self, estimator: Any, rows: PruningRows, rng: np.random.Generator) -> Iterator[tuple[str, Any]]:
        errors, seen = errors_as_leaf(estimator, rows.X_choose, rows.y_choose), set()
        for price in [0.0, *np.geomspace(5e-4, 0.25, self.n_prices)[: self.n_prices - 1] * errors[0]]:
            smaller = cut(estimator.tree_, unsupported(estimator.tree_, errors, price))
            if smaller.node_count not in seen:
                seen.add(smaller.node_count)
                yield n_leaves(smaller), with_tree(estimator, smaller)


def errors_as_leaf(estimator: Any, X: Any, y: np.ndarray) -> np.ndarray:
    """What each node would cost on these rows, were it a leaf: errors or squared errors, (n_nodes,)."""
    tree = estimator.tree_
    path = estimator.decision_path(X).tocoo()
    value = tree.value[:, 0, :]
    if hasattr(estimator, "classes_"):
        wrong = y[path.row] != estimator.classes_[value.argmax(axis=1)][path.col]
    else:
        wrong = (np.asarray(y, dtype=float)[path.row] - value[path.col, 0]) ** 2
    return np.bincount(path.col, weights=wrong, minlength=tree.node_count)


def unsupported(tree: Any, errors: np.ndarray, price: float) -> np.ndarray:
    """Nodes that become leaves: their branch costs as much, with a price on each leaf; bool (n_nodes,)."""
    left, right = tree.children_left, tree.children_right
    cost, is_leaf = errors + price, left == LEAF
    for level in reversed(levels(left, right)):
        inner = level[left[level] != LEAF]
        branch = cost[left[inner]] + cost[right[inner]]
        is_leaf[inner] = cost[inner] <= branch
        cost[inner] = np.minimum(cost[inner], branch)
    return is_leaf
