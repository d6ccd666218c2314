"""Scikit-learn's two boosters seen alike: their trees, where rows end in them, and the same model of other trees."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizers.prune.private import LEAF, cut, levels, with_tree
from optimizers.prune.private_histograms import cut_predictor, ends_in_predictors
from optimizers.prune.sizes import gains

LOSSES = ("log_loss", "squared_error")


@dataclass(frozen=True, eq=False)
class BoostedTree:
    """One tree of a stage; children behind their parents.

    Attributes
    ----------
    children_left, children_right : int array of shape (n_nodes,)
        `LEAF` at leaves.
    gain : ndarray of shape (n_nodes,)
        What each split gained in training.
    value : ndarray of shape (n_nodes,)
        What it adds to the margin; at inner nodes the mean of the leaves below.
    """

    children_left: np.ndarray
    children_right: np.ndarray
    gain: np.ndarray
    value: np.ndarray

    @property
    def node_count(self) -> int:
        return len(self.value)

    @property
    def n_leaves(self) -> int:
        return (self.node_count + 1) // 2


def is_histogram(model: Any) -> bool:
    return hasattr(model, "_predictors")


def trees_of(model: Any) -> list[list[BoostedTree]]:
    """The trees, stage by stage, one for each column of the margin."""
    if is_histogram(model):
        return [[_of_predictor(tree.nodes) for tree in stage] for stage in model._predictors]
    return [[_of_tree(member.tree_, model.learning_rate) for member in stage] for stage in model.estimators_]


def _of_tree(tree: Any, rate: float) -> BoostedTree:
    left, right = tree.children_left, tree.children_right
    value = averaged(left, right, tree.weighted_n_node_samples, rate * tree.value[:, 0, 0])
    return BoostedTree(left, right, gains(tree), value)


def _of_predictor(nodes: np.ndarray) -> BoostedTree:
    ends = nodes["is_leaf"] == 1
    left, right = (np.where(ends, LEAF, nodes[side].astype(np.intp)) for side in ("left", "right"))
    return BoostedTree(left, right, nodes["gain"], averaged(left, right, nodes["count"], nodes["value"]))


def averaged(left: np.ndarray, right: np.ndarray, weight: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Leaf values, and at every inner node the mean of the leaves below."""
    value, weight = value.astype(float), np.maximum(weight.astype(float), 1e-12)
    for level in reversed(levels(left, right)):
        inner = level[left[level] != LEAF]
        a, b = left[inner], right[inner]
        value[inner] = (weight[a] * value[a] + weight[b] * value[b]) / (weight[a] + weight[b])
    return value


def ends(model: Any, X: Any) -> np.ndarray:
    """The leaf in which each row ends: node numbers of shape (n_rows, n_stages, k)."""
    if is_histogram(model):
        return ends_in_predictors(model, X)
    found = model.apply(plain(X))
    return found.reshape(len(found), len(model.estimators_), -1).astype(np.int32)


def plain(X: Any) -> Any:
    """As scikit-learn's older booster hands rows to its trees: they know no column names."""
    return X if hasattr(X, "tocsr") else np.ascontiguousarray(X, dtype=np.float32)


def margin_before(model: Any, X: Any) -> np.ndarray:
    """The margin before the first stage, (n_rows, k)."""
    if is_histogram(model):
        n_rows = X.shape[0]
        return np.repeat(np.asarray(model._baseline_prediction, dtype=float).reshape(1, -1), n_rows, axis=0)
    return np.asarray(model._raw_predict_init(plain(X)), dtype=float)


def rebuilt(model: Any, stages: list[int], is_leaf: list[list], values: list[list]) -> Any:
    """A copy of the model of these stages, each tree cut at `is_leaf`, with `values` (n_nodes,) in its leaves."""
    out = copy.copy(model)
    if is_histogram(model):
        out._predictors = [
            [cut_predictor(tree, *new) for tree, *new in zip(model._predictors[s], ends, margins)]
            for s, ends, margins in zip(stages, is_leaf, values)
        ]
        out.max_iter = len(stages)
    else:
        out.estimators_ = model.estimators_[stages].copy()
        for place, member in np.ndenumerate(out.estimators_):
            margin = values[place[0]][place[1]] / model.learning_rate
            new = cut(member.tree_, is_leaf[place[0]][place[1]], margin.reshape(-1, 1, 1))
            out.estimators_[place] = with_tree(member, new)
        out.n_estimators = out.n_estimators_ = len(stages)
    for name in ("train_score_", "validation_score_", "oob_improvement_", "oob_scores_", "oob_score_", "_rng"):
        out.__dict__.pop(name, None)
    return out
