"""Words and steps that the pruning of trees shares: labels, points along a path, best-first cuts."""

from __future__ import annotations

import heapq
from typing import Any

import numpy as np

from optimizers.prune.private import LEAF

SINGLE_TREES = ("DecisionTreeClassifier", "DecisionTreeRegressor")
FORESTS = ("RandomForestClassifier", "RandomForestRegressor", "ExtraTreesClassifier", "ExtraTreesRegressor")


def n_leaves(tree: Any) -> str:
    """ "12 leaves": the label of a single tree."""
    n = (tree.node_count + 1) // 2
    return f"{n} {'leaf' if n == 1 else 'leaves'}"


def n_trees(n: int) -> str:
    """ "12 trees": the label of a forest."""
    return f"{n} {'tree' if n == 1 else 'trees'}"


def root_already(name: str, estimator: Any) -> str:
    if estimator.tree_.node_count > 1:
        return ""
    return f"{name} cuts branches, and this tree is a root without any; fit a deeper tree first."


def spread(path: np.ndarray, n: int) -> np.ndarray:
    """At most n values of a path that loses a branch at each: both ends, denser where few branches are left."""
    left = np.geomspace(len(path), 1, min(n, len(path)))
    return path[np.unique(len(path) - np.round(left).astype(int))]


def sizes_down(largest: int, n: int, smallest: int = 1) -> list[int]:
    """At most n sizes from the largest to the smallest, in equal ratios."""
    return sorted(set(np.round(np.geomspace(largest, min(smallest, largest), n)).astype(int).tolist()), reverse=True)


def some_rows(X: Any, y: np.ndarray, rng: np.random.Generator, most: int) -> tuple[Any, np.ndarray]:
    """At most so many of the rows, drawn by chance, in their order."""
    if len(y) <= most:
        return X, y
    chosen = np.sort(rng.choice(len(y), most, replace=False))
    return (X.iloc[chosen] if hasattr(X, "iloc") else X[chosen]), y[chosen]


def gains(tree: Any) -> np.ndarray:
    """Weighted training impurity that each split takes away; 0 at leaves."""
    left, right = tree.children_left, tree.children_right
    weight = tree.weighted_n_node_samples * tree.impurity
    return np.where(left == LEAF, 0.0, weight - weight[left] - weight[right])


def best_first(tree: Any, gain: np.ndarray) -> np.ndarray:
    """When each split would be made, were the tree grown best-first; leaves get the number of nodes.

    A cut to L leaves ends at every node whose turn is L - 1 or later.
    """
    left, right = tree.children_left.tolist(), tree.children_right.tolist()
    worth, turn = (-gain).tolist(), np.full(tree.node_count, tree.node_count)
    waiting = [(worth[0], 0)] if left[0] != LEAF else []
    count = 0
    while waiting:
        _, node = heapq.heappop(waiting)
        turn[node] = count
        count += 1
        for child in (left[node], right[node]):
            if left[child] != LEAF:
                heapq.heappush(waiting, (worth[child], child))
    return turn
