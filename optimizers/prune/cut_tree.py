"""A fitted tree cut to fewer leaves, to a depth, or where its nodes are pure enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizers.component import param
from optimizers.prune.base import Prune, PruningRows
from optimizers.prune.private import cut, levels, with_tree
from optimizers.prune.sizes import SINGLE_TREES, best_first, gains, n_leaves, root_already, sizes_down


@dataclass(frozen=True)
class CutTree(Prune):
    """Cut a tree to fewer leaves, a depth or an impurity.

    By leaves: the splits that take most training impurity away are kept, best first, as a fit with
    `max_leaf_nodes` grows them. By depth: every branch ends at the same level. By impurity: a node
    that is pure enough becomes a leaf.

    Raises
    ------
    ValueError
        If a parameter is outside its range.

    References
    ----------
    Shi (2007). Best-first decision tree learning. University of Waikato.
    """

    takes = SINGLE_TREES

    by: str = param("leaves", doc="What limits the tree.", choices=("leaves", "depth", "impurity"))
    n_sizes: int = param(8, 2, 50, "candidates", "Sizes from the whole tree down to its root.")

    def unsuitable(self, estimator: Any) -> str:
        return root_already(type(self).__name__, estimator)

    def pruned(self, estimator: Any, rows: PruningRows, rng: np.random.Generator) -> Iterator[tuple[str, Any]]:
        tree, seen = estimator.tree_, set()
        for is_leaf in CUTS[self.by](tree, self.n_sizes):
            smaller = cut(tree, is_leaf)
            if smaller.node_count not in seen:
                seen.add(smaller.node_count)
                yield n_leaves(smaller), with_tree(estimator, smaller)


def by_leaves(tree: Any, n: int) -> list[np.ndarray]:
    turn = best_first(tree, gains(tree))
    return [turn >= size - 1 for size in sizes_down(int(tree.n_leaves), n)]


def by_depth(tree: Any, n: int) -> list[np.ndarray]:
    depth = np.zeros(tree.node_count, dtype=int)
    for d, level in enumerate(levels(tree.children_left, tree.children_right)):
        depth[level] = d
    return [depth >= size - 1 for size in sizes_down(int(tree.max_depth) + 1, n)]


def by_impurity(tree: Any, n: int) -> list[np.ndarray]:
    return [tree.impurity <= limit for limit in np.quantile(tree.impurity, np.linspace(0, 1, n))]


CUTS: dict[str, Callable[[Any, int], list[np.ndarray]]] = {
    "leaves": by_leaves,
    "depth": by_depth,
    "impurity": by_impurity,
}
