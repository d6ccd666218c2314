"""Everything of scikit-learn's trees that is not public: read, cut and rebuilt here and nowhere else."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

NODE_FIELDS = (
    "left_child",
    "right_child",
    "feature",
    "threshold",
    "impurity",
    "n_node_samples",
    "weighted_n_node_samples",
    "missing_go_to_left",
)
LEAF, UNDEFINED = -1, -2
KNOWN = ((1, 4), (1, 10))


@cache
def check_version() -> None:
    """Refuse a scikit-learn whose trees look different inside.

    Raises
    ------
    RuntimeError
        Naming the versions that are known, and the installed one.
    """
    import sklearn
    from sklearn.tree._tree import NODE_DTYPE

    version = tuple(int(part) for part in sklearn.__version__.split(".")[:2])
    if not KNOWN[0] <= version < KNOWN[1] or NODE_DTYPE.names != NODE_FIELDS:
        raise RuntimeError(
            f"Pruning knows the trees of scikit-learn 1.4 to 1.9; this is {sklearn.__version__}: install one of those."
        )


def nodes_and_values(tree: Any) -> tuple[np.ndarray, np.ndarray]:
    """The tree's own arrays: structured (n_nodes,) and (n_nodes, n_outputs, n_classes); read-only use."""
    check_version()
    state = tree.__getstate__()
    return state["nodes"], state["values"]


def tree_of(like: Any, nodes: np.ndarray, values: np.ndarray) -> Any:
    """A Tree of these arrays, as wide and with as many classes as another."""
    from sklearn.tree._tree import Tree

    check_version()
    tree = Tree(like.n_features, np.array(like.n_classes, dtype=np.intp), like.n_outputs)
    depth = len(levels(nodes["left_child"], nodes["right_child"])) - 1
    nodes, values = np.ascontiguousarray(nodes), np.ascontiguousarray(values, dtype=np.float64)
    tree.__setstate__({"max_depth": depth, "node_count": len(nodes), "nodes": nodes, "values": values})
    return tree


def levels(left: np.ndarray, right: np.ndarray) -> list[np.ndarray]:
    """Node numbers level by level, the root first."""
    found, level = [], np.zeros(1, dtype=np.intp)
    while level.size:
        found.append(level)
        inner = level[left[level] != LEAF]
        level = np.concatenate([left[inner], right[inner]])
    return found


def reached(left: np.ndarray, right: np.ndarray, is_leaf: np.ndarray) -> np.ndarray:
    """Which nodes remain when these become leaves; bool (n_nodes,)."""
    remains = np.zeros(len(left), dtype=bool)
    level = np.zeros(1, dtype=np.intp)
    while level.size:
        remains[level] = True
        inner = level[(left[level] != LEAF) & ~is_leaf[level]]
        level = np.concatenate([left[inner], right[inner]])
    return remains


def cut(tree: Any, is_leaf: np.ndarray, values: np.ndarray | None = None, like: Any = None) -> Any:
    """The tree without what hangs below the nodes that become leaves.

    Parameters
    ----------
    tree : Tree
        Stays as it is.
    is_leaf : bool array of shape (n_nodes,)
        Nodes to end at; the tree's own leaves stay leaves.
    values : array of shape (n_nodes, 1, n_classes), optional
        Values in place of the tree's own.
    like : Tree, optional
        A tree with as many classes as `values`, if these are not as many as the tree's own.
    """
    nodes, own = nodes_and_values(tree)
    remains = reached(nodes["left_child"], nodes["right_child"], is_leaf)
    number = np.cumsum(remains) - 1
    fewer, ends = nodes[remains], (is_leaf | (nodes["left_child"] == LEAF))[remains]
    for side in ("left_child", "right_child"):
        fewer[side] = np.where(ends, LEAF, number[fewer[side]])
    fewer["feature"][ends] = fewer["threshold"][ends] = UNDEFINED
    fewer["missing_go_to_left"][ends] = 0
    return tree_of(like or tree, fewer, (own if values is None else values)[remains])


def complexity_path(tree: Any) -> np.ndarray:
    """The alphas at which the tree's own cost-complexity path loses a branch, ascending."""
    from sklearn.tree._tree import ccp_pruning_path

    check_version()
    return np.maximum.accumulate(ccp_pruning_path(tree)["ccp_alphas"])


def complexity_cut(tree: Any, alpha: float) -> Any:
    """The tree as a fit with this `ccp_alpha` leaves it."""
    from sklearn.tree._tree import Tree, _build_pruned_tree_ccp

    check_version()
    smaller = Tree(tree.n_features, np.array(tree.n_classes, dtype=np.intp), tree.n_outputs)
    _build_pruned_tree_ccp(smaller, tree, alpha)
    return smaller


def with_tree(estimator: Any, tree: Any, **changed: Any) -> Any:
    """A copy of a tree estimator around another tree; `changed` are parameters that it then has."""
    out = copy.copy(estimator)
    out.__dict__.update(changed, tree_=tree)
    return out


def with_members(forest: Any, members: Sequence[Any]) -> Any:
    """A copy of a forest with these trees; what described the old ones is dropped."""
    out = copy.copy(forest)
    for name in ("oob_score_", "oob_decision_function_", "oob_prediction_", "_sample_weight"):
        out.__dict__.pop(name, None)
    out.estimators_, out.n_estimators = list(members), len(members)
    return out


def adding_up(forest: Any, n_stages: int) -> Any:
    """A boosted model with a forest's columns and classes that starts at zero; its stages are still to be set."""
    from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor

    classes = getattr(forest, "classes_", None)
    rate = 1.0 if classes is not None else 1 / n_stages
    kind = GradientBoostingRegressor if classes is None else GradientBoostingClassifier
    labels = np.zeros(2) if classes is None else classes
    out = kind(n_estimators=1, learning_rate=rate, init="zero", max_depth=1, random_state=0)
    out.fit(np.zeros((len(labels), forest.n_features_in_)), labels)
    out.n_estimators = out.n_estimators_ = n_stages
    out.train_score_ = np.zeros(n_stages)
    out.__dict__.pop("_rng", None)
    if hasattr(forest, "feature_names_in_"):
        out.feature_names_in_ = forest.feature_names_in_
    return out


def classifying(regressor: Any, classes: np.ndarray) -> Any:
    """A tree fitted to the probabilities of every class, as a classifier with the same nodes."""
    from sklearn.tree import DecisionTreeClassifier
    from sklearn.tree._tree import Tree

    out = DecisionTreeClassifier(max_leaf_nodes=regressor.max_leaf_nodes, random_state=0)
    out.fit(np.zeros((len(classes), regressor.n_features_in_)), classes)
    if hasattr(regressor, "feature_names_in_"):
        out.feature_names_in_ = regressor.feature_names_in_
    nodes, values = nodes_and_values(regressor.tree_)
    like = Tree(regressor.n_features_in_, np.array([len(classes)], dtype=np.intp), 1)
    return with_tree(out, tree_of(like, nodes, values.transpose(0, 2, 1)))


def node_dtype() -> np.dtype:
    """The type of a tree's nodes."""
    from sklearn.tree._tree import NODE_DTYPE

    check_version()
    return NODE_DTYPE


def tree_of_width(n_features: int, n_classes: int, nodes: np.ndarray, values: np.ndarray) -> Any:
    """A Tree of these arrays, of one output; regressors have one class."""
    from sklearn.tree._tree import Tree

    return tree_of(Tree(n_features, np.array([n_classes], dtype=np.intp), 1), nodes, values)
