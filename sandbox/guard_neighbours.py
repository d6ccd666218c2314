"""Neighbour searches: k-d and ball trees, their metrics, and the labels of the neighbours."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from sandbox.guard_words import damaged, not_allowed

SEARCH_TREES = ("BinaryTree64", "BinaryTree32")
WEIGHTED = ("SEuclidean", "Mahalanobis")


@cache
def is_search_tree(kind: Any) -> bool:
    """Whether the class is a k-d or ball tree, which keeps its parts out of sight of `vars`."""
    return any(base.__name__ in SEARCH_TREES for base in kind.__mro__)


def check_metric_state(metric: Any, state: Any) -> None:
    """Distance metrics: numbers and arrays only, never a function of one's own."""
    if "PyFunc" in type(metric).__name__:
        raise not_allowed(type(metric).__name__)
    if type(state) is not tuple or len(state) not in (3, 4) or not isinstance(state[0], (int, float)):
        raise damaged("the state of a distance metric")
    if not all(isinstance(a, np.ndarray) and a.dtype == np.float64 for a in state[1:3]):
        raise damaged("the arrays of a distance metric")


def check_search_tree_state(tree: Any, state: Any) -> None:
    """The 13 parts of a k-d or ball tree, before its `__setstate__` reads the weights."""
    if type(state) is not tuple or len(state) != 13:
        raise damaged("the state of a neighbour tree")
    data, index, nodes, bounds, leaf_size, n_levels, n_nodes = state[:7]
    if not all(isinstance(a, np.ndarray) for a in (data, index, nodes, bounds)) or data.ndim != 2:
        raise damaged("the arrays of a neighbour tree")
    n_rows = len(data)
    if index.shape != (n_rows,) or index.dtype.kind != "i" or (np.sort(index) != np.arange(n_rows)).any():
        raise damaged("the row numbers of a neighbour tree")
    if state[12] is not None and (not isinstance(state[12], np.ndarray) or state[12].shape != (n_rows,)):
        raise damaged("the weights of a neighbour tree")
    _check_levels(n_rows, leaf_size, n_levels, n_nodes)
    if bounds.ndim != 3 or bounds.shape[0] not in (1, 2) or bounds.shape[1:] != (n_nodes, data.shape[1]):
        raise damaged("the bounds of a neighbour tree")
    if "KDTree" in type(tree).__name__ and bounds.shape[0] != 2:
        raise damaged("the bounds of a neighbour tree")
    _check_nodes(nodes, n_nodes, n_rows)


def _check_levels(n_rows: int, leaf_size: Any, n_levels: Any, n_nodes: Any) -> None:
    if type(leaf_size) is not int or leaf_size < 1 or n_rows < 1:
        raise damaged("the leaf size of a neighbour tree")
    wanted = int(np.log2(max(1, (n_rows - 1) / leaf_size)) + 1)
    if n_levels != wanted or n_nodes != 2**wanted - 1:
        raise damaged("the levels of a neighbour tree")


def _check_nodes(nodes: np.ndarray, n_nodes: int, n_rows: int) -> None:
    if nodes.shape != (n_nodes,) or "idx_start" not in (nodes.dtype.names or ()):
        raise damaged("the nodes of a neighbour tree")
    start, end = nodes["idx_start"], nodes["idx_end"]
    if (start < 0).any() or (end > n_rows).any() or (start > end).any():
        raise damaged("the rows of a neighbour tree's node")
    if not (nodes["is_leaf"][n_nodes // 2 :] != 0).all():
        raise damaged("the last level of a neighbour tree")


def check_search_tree(tree: Any) -> None:
    """The finished tree: its parts once more, and a metric as wide as its points."""
    state = tree.__getstate__()
    check_search_tree_state(tree, state)
    n_features, metric = state[0].shape[1], state[11]
    for array in metric.__getstate__()[1:3]:
        empty = np.size(array) <= 1 and not (type(metric).__name__.startswith(WEIGHTED) and n_features != 1)
        if not empty and np.size(array) not in (n_features, n_features * n_features):
            raise damaged("a distance metric of another width than its points")


def check_labels(model: Any) -> None:
    """The neighbours' labels: as many as rows, each one of the classes (compiled code counts by them)."""
    state = vars(model)
    labels, classes = state.get("_y"), state.get("classes_")
    if labels is None or classes is None:
        return
    if (
        not isinstance(labels, np.ndarray)
        or labels.dtype.kind not in "iu"
        or len(labels) != state.get("n_samples_fit_")
    ):
        raise damaged("the labels of the neighbours")
    n_classes = [len(classes)] if labels.ndim == 1 else [len(c) for c in classes]
    columns = labels.reshape(len(labels), -1)
    if columns.shape[1] != len(n_classes) and labels.ndim != 2:
        raise damaged("the labels of the neighbours")
    if len(labels) and ((columns < 0).any() or (columns.max(axis=0) >= max(n_classes)).any()):
        raise damaged("the labels of the neighbours are not among the classes")
    points = state.get("_fit_X")
    if points is not None and points.shape[0] != len(labels):
        raise damaged("the labels of the neighbours")
