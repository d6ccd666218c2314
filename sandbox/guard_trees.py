"""Decision trees: compiled code follows their child and feature indexes without looking, so they are checked here."""

from __future__ import annotations

from typing import Any

import numpy as np

from sandbox.guard_words import damaged

STATE_KEYS = {"max_depth", "node_count", "nodes", "values"}
DEEPEST = 10_000
MOST_FEATURES = 1 << 20


def check_tree_state(tree: Any, state: Any) -> None:
    """Before `Tree.__setstate__`, which believes node_count and the depth."""
    if set(state) != STATE_KEYS:
        raise damaged("the state of a tree")
    nodes, values = state["nodes"], state["values"]
    if not isinstance(nodes, np.ndarray) or not isinstance(values, np.ndarray) or nodes.ndim != 1:
        raise damaged("the nodes of a tree")
    if type(state["node_count"]) is not int or state["node_count"] != len(nodes) or len(nodes) < 1:
        raise damaged("the number of nodes of a tree")
    if type(state["max_depth"]) is not int or not 0 <= state["max_depth"] < 1 << 31:
        raise damaged("the depth of a tree")


def check_trees(trees: list[Any]) -> None:
    """Every `sklearn.tree._tree.Tree` of a model at once: children, features and depth."""
    if not trees:
        return
    sizes = np.array([t.node_count for t in trees], dtype=np.int64)
    if (sizes < 1).any():
        raise damaged("a tree without nodes")
    left, right, feature = (
        np.concatenate([getattr(t, name) for t in trees]) for name in ("children_left", "children_right", "feature")
    )
    if ((left == -1) != (right == -1)).any():
        raise damaged("half a leaf in a tree")
    split = left != -1
    n_features = np.repeat([t.n_features for t in trees], sizes)
    if (feature[split] < 0).any() or (feature[split] >= n_features[split]).any():
        raise damaged("the feature of a tree lies outside the table")
    depth = check_links(left, right, split, sizes)
    if (depth > [t.max_depth for t in trees]).any():
        raise damaged("a tree is deeper than it says")


def check_predictors(predictors: list[Any]) -> None:
    """Every `TreePredictor` of histogram gradient boosting at once."""
    if not predictors:
        return
    for predictor in predictors:
        _check_predictor(predictor)
    nodes = np.concatenate([p.nodes for p in predictors])
    left, right = nodes["left"].astype(np.int64), nodes["right"].astype(np.int64)
    split, feature = nodes["is_leaf"] == 0, nodes["feature_idx"].astype(np.int64)
    if (feature[split] < 0).any() or (feature[split] > MOST_FEATURES).any():
        raise damaged("the feature of a tree lies outside the table")
    check_links(left, right, split, np.array([len(p.nodes) for p in predictors]))


def _check_predictor(predictor: Any) -> None:
    from sklearn.ensemble._hist_gradient_boosting.common import PREDICTOR_RECORD_DTYPE

    nodes = vars(predictor).get("nodes")
    if not isinstance(nodes, np.ndarray) or nodes.ndim != 1 or nodes.dtype != PREDICTOR_RECORD_DTYPE or len(nodes) < 1:
        raise damaged("the nodes of a tree")
    for name in ("raw_left_cat_bitsets", "binned_left_cat_bitsets"):
        bitsets = vars(predictor).get(name)
        if not isinstance(bitsets, np.ndarray) or bitsets.dtype != np.uint32 or bitsets.ndim != 2:
            raise damaged("the categories of a tree")
        used = nodes["bitset_idx"][(nodes["is_leaf"] == 0) & (nodes["is_categorical"] != 0)]
        if used.size and (bitsets.shape[1] != 8 or int(used.max()) >= len(bitsets)):
            raise damaged("the categories of a tree")


def check_links(left: np.ndarray, right: np.ndarray, split: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Children of many trees laid end to end: inside their tree, after their parent, each used once.

    Parameters
    ----------
    left, right, split : (n_nodes,) arrays
        Child indexes within the node's own tree; whether the node has children.
    sizes : (n_trees,) array
        Number of nodes of each tree.

    Returns
    -------
    (n_trees,) array
        Depth of each tree.
    """
    starts = np.cumsum(sizes) - sizes
    first, size = np.repeat(starts, sizes)[split], np.repeat(sizes, sizes)[split]
    here = np.flatnonzero(split) - first
    links = np.full((2, len(left)), -1, dtype=np.int64)
    for side, child in enumerate((left[split], right[split])):
        if (child <= here).any() or (child >= size).any():
            raise damaged("a child of a tree lies outside it or before its parent")
        links[side, split] = child + first
    if split.any() and np.bincount(links[:, split].ravel()).max() > 1:
        raise damaged("a child of a tree is used twice")
    return _depths(links, split, starts, sizes)


def _depths(links: np.ndarray, split: np.ndarray, starts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    tree_of = np.repeat(np.arange(len(sizes)), sizes)
    depths, level = np.zeros(len(sizes), dtype=np.int64), starts
    for depth in range(DEEPEST):
        depths[tree_of[level]] = depth
        level = links[:, level[split[level]]].ravel()
        if not level.size:
            return depths
    raise damaged(f"a tree of more than {DEEPEST} levels")
