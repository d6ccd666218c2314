"""What is not public of scikit-learn's histogram boosting: where rows end in its trees, and the trees cut."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np

from optimizers.prune.private import LEAF, check_version, reached

FIELDS = {"value", "count", "feature_idx", "num_threshold", "left", "right", "gain", "is_leaf", "is_categorical"}


def check_nodes(nodes: np.ndarray) -> None:
    """Refuse nodes that look different inside.

    Raises
    ------
    RuntimeError
        Naming what is missing.
    """
    check_version()
    if missing := FIELDS - set(nodes.dtype.names or ()):
        raise RuntimeError(f"The trees of this histogram booster have no {', '.join(sorted(missing))} in their nodes.")


def ends_in_predictors(model: Any, X: Any) -> np.ndarray:
    """The leaf in which each row ends: node numbers of shape (n_rows, n_stages, k)."""
    given = model._preprocess_X(X, reset=False)
    known, places = model._bin_mapper.make_known_categories_bitsets()
    found = np.empty((len(given), len(model._predictors), model.n_trees_per_iteration_), dtype=np.int32)
    for stage, trees in enumerate(model._predictors):
        for k, tree in enumerate(trees):
            numbered = copy.copy(tree)  # a tree whose leaves say which one they are
            numbered.nodes = tree.nodes.copy()
            check_nodes(tree.nodes)
            numbered.nodes["value"] = np.arange(len(tree.nodes))
            found[:, stage, k] = numbered.predict(given, known, places, 1)
    return found


def cut_predictor(predictor: Any, is_leaf: np.ndarray, values: np.ndarray) -> Any:
    """A predictor that ends at the nodes that become leaves, with these values, (n_nodes,), in its leaves."""
    nodes, out = predictor.nodes, copy.copy(predictor)
    check_nodes(nodes)
    ends = is_leaf | (nodes["is_leaf"] == 1)
    left, right = (np.where(ends, LEAF, nodes[side].astype(np.intp)) for side in ("left", "right"))
    remains = reached(left, right, is_leaf)
    number = np.cumsum(remains) - 1
    out.nodes, ends = nodes[remains], ends[remains]
    out.nodes["value"] = values[remains]
    for side, child in (("left", left), ("right", right)):
        out.nodes[side] = np.where(ends, 0, number[child[remains]])
    out.nodes["is_leaf"] = ends
    out.nodes["is_categorical"][ends] = 0
    asked = np.flatnonzero(out.nodes["is_categorical"])
    sets = out.nodes["bitset_idx"][asked].astype(np.intp)
    out.nodes["bitset_idx"][asked] = np.arange(len(asked))
    for name in ("binned_left_cat_bitsets", "raw_left_cat_bitsets"):
        setattr(out, name, getattr(predictor, name)[sets])
    return out
