"""Trees and support vectors in ONNX nodes: the runtime follows their indexes."""

from __future__ import annotations

from typing import Any

from sandbox.guard_words import damaged

MOST_FEATURES = 1 << 20
LEAF = b"LEAF"
COLUMNS = ("nodes_treeids", "nodes_nodeids", "nodes_truenodeids", "nodes_falsenodeids", "nodes_featureids")


def check_tree_ensemble(attributes: dict[str, Any]) -> None:
    """Children and features of every tree of a TreeEnsemble node, in the old and the new form."""
    if "nodes_treeids" in attributes:
        _check_by_ids(attributes)
    elif "tree_roots" in attributes:
        _check_by_positions(attributes)
    else:
        raise damaged("an ONNX tree without nodes")


def _check_features(features: list[int]) -> None:
    if any(feature < 0 or feature > MOST_FEATURES for feature in features):
        raise damaged("the feature of an ONNX tree lies outside the table")


def _check_by_ids(attributes: dict[str, Any]) -> None:
    columns = [list(attributes[name].ints) if name in attributes else [] for name in COLUMNS]
    modes = list(attributes["nodes_modes"].strings) if "nodes_modes" in attributes else []
    if len({len(column) for column in (*columns, modes)}) != 1:
        raise damaged("the nodes of an ONNX tree")
    _check_features(columns[4])
    known = set(zip(columns[0], columns[1]))
    if len(known) != len(modes):
        raise damaged("two nodes of an ONNX tree have one number")
    used = set()
    for tree, node, yes, no, mode in zip(*columns[:4], modes):
        for child in () if mode == LEAF else (yes, no):
            if (tree, child) not in known or child <= node or (tree, child) in used:
                raise damaged("a child of an ONNX tree lies outside it or is used twice")
            used.add((tree, child))
    _check_targets(attributes, known)


def _check_targets(attributes: dict[str, Any], known: set[tuple[int, int]]) -> None:
    """The values of leaves name nodes that are there, and outputs that are there."""
    for prefix in ("class", "target"):
        if f"{prefix}_nodeids" not in attributes:
            continue
        trees, nodes, ids = (list(attributes[f"{prefix}_{key}"].ints) for key in ("treeids", "nodeids", "ids"))
        if not len(trees) == len(nodes) == len(ids) or not set(zip(trees, nodes)) <= known:
            raise damaged("the leaves of an ONNX tree")
        if any(i < 0 or i >= _n_outputs(attributes, prefix) for i in ids):
            raise damaged("the leaves of an ONNX tree name an output that is not there")


def _n_outputs(attributes: dict[str, Any], prefix: str) -> int:
    if prefix == "target":
        return attributes["n_targets"].i
    labels = (attributes.get(f"classlabels_{kind}") for kind in ("int64s", "strings"))
    return max(len(found.ints) + len(found.strings) for found in labels if found is not None)


def _check_by_positions(attributes: dict[str, Any]) -> None:
    features, yes, no, yes_leaf, no_leaf, roots = (
        list(attributes[name].ints)
        for name in (
            "nodes_featureids", "nodes_truenodeids", "nodes_falsenodeids", "nodes_trueleafs", "nodes_falseleafs",
            "tree_roots",
        )
    )  # fmt: skip
    n_nodes, n_leaves = len(features), len(attributes["leaf_targetids"].ints)
    _check_features(features)
    if not n_nodes == len(yes) == len(no) == len(yes_leaf) == len(no_leaf):
        raise damaged("the nodes of an ONNX tree")
    if any(root < 0 or root >= n_nodes for root in roots):
        raise damaged("the root of an ONNX tree")
    for node in range(n_nodes):
        for child, is_leaf in ((yes[node], yes_leaf[node]), (no[node], no_leaf[node])):
            if not (0 <= child < n_leaves if is_leaf else node < child < n_nodes):
                raise damaged("a child of an ONNX tree lies outside it")


def check_svm(attributes: dict[str, Any]) -> None:
    """Lengths of the vectors and coefficients of an SVMClassifier or SVMRegressor node."""
    counts = list(attributes["vectors_per_class"].ints) if "vectors_per_class" in attributes else []
    if not counts:
        return
    n_vectors = sum(counts)
    vectors, coefficients = (len(attributes[name].floats) for name in ("support_vectors", "coefficients"))
    if min(counts) < 0 or n_vectors < 1 or vectors % n_vectors or coefficients != n_vectors * (len(counts) - 1):
        raise damaged("the support vectors of an ONNX model")
