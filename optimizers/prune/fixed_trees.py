"""Trees in which some columns have become constants: their splits are decided, and gone."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np

from optimizers.prune.private import nodes_and_values, tree_of_width


def fixed_nodes(nodes: np.ndarray, sides: tuple[str, str], split: np.ndarray, at: np.ndarray, left_first: np.ndarray):
    """Which nodes stay, and their children's new numbers.

    Parameters
    ----------
    nodes : structured ndarray of shape (n_nodes,)
        Children behind their parents.
    sides : (str, str)
        The fields of the left and the right child.
    split, at : bool ndarray of shape (n_nodes,)
        Nodes that split, and those that split at a constant.
    left_first : bool ndarray of shape (n_nodes,)
        Where the constant goes left.

    Returns
    -------
    stays : bool ndarray of shape (n_nodes,)
    nodes : structured ndarray of shape (n_stays,)
    """
    left, right = (nodes[side].astype(np.intp) for side in sides)
    end = np.where(at, np.where(left_first, left, right), np.arange(len(nodes)))
    while not np.array_equal(end[end], end):
        end = end[end]
    stays, level = np.zeros(len(nodes), dtype=bool), end[:1]
    while level.size:
        stays[level] = True
        inner = level[split[level]]
        level = end[np.concatenate([left[inner], right[inner]])]
    number, out, splits = np.cumsum(stays) - 1, nodes[stays], split[stays]
    for side, child in zip(sides, (left, right)):
        out[side][splits] = number[end[child[stays & split]]]
    return stays, out


def fixed_tree(tree: Any, columns: np.ndarray, constants: dict[int, float]) -> Any:
    """A Tree over `columns` of its old ones; the others are constants."""
    nodes, values = nodes_and_values(tree)
    split, new_number = nodes["left_child"] >= 0, renumbered(columns, tree.n_features)
    at, left_first = decided(nodes["feature"], nodes["threshold"], split, constants, np.float32)
    stays, out = fixed_nodes(nodes, ("left_child", "right_child"), split, at, left_first)
    splits = out["left_child"] >= 0
    out["feature"][splits] = new_number[out["feature"][splits]]
    return tree_of_width(len(columns), int(tree.n_classes[0]), out, values[stays])


def decided(feature: np.ndarray, threshold: np.ndarray, split: np.ndarray, constants: dict[int, float], kind: Any):
    """Which nodes split at a constant, and whether it goes left."""
    at = split & np.isin(feature, list(constants))
    value = np.array([kind(constants.get(f, 0.0)) for f in feature.tolist()], dtype=np.float64)
    return at, value <= threshold


def renumbered(columns: np.ndarray, n_columns: int) -> np.ndarray:
    """The new number of every old column; 0 for those that are gone."""
    number = np.zeros(n_columns, dtype=np.intp)
    number[columns] = np.arange(len(columns))
    return number


def fixed_single(estimator: Any, columns: np.ndarray, constants: dict[int, float]) -> Any:
    out = narrow(estimator, columns)
    out.tree_ = fixed_tree(estimator.tree_, columns, constants)
    out.max_features_ = min(estimator.max_features_, len(columns))
    return out


def fixed_forest(estimator: Any, columns: np.ndarray, constants: dict[int, float]) -> Any:
    out = narrow(estimator, columns)
    out.estimators_ = [fixed_single(tree, columns, constants) for tree in estimator.estimators_]
    return out


def fixed_boosting(estimator: Any, columns: np.ndarray, constants: dict[int, float]) -> Any:
    out = narrow(estimator, columns)
    out.estimators_ = np.empty_like(estimator.estimators_)
    for place, tree in np.ndenumerate(estimator.estimators_):
        out.estimators_[place] = fixed_single(tree, columns, constants)
    out.max_features_ = min(estimator.max_features_, len(columns))
    return out


def fixed_histograms(estimator: Any, columns: np.ndarray, constants: dict[int, float]) -> Any:
    """Histogram boosting without categorical columns."""
    out, number = narrow(estimator, columns), renumbered(columns, estimator.n_features_in_)
    out._n_features, out._bin_mapper = len(columns), copy.copy(estimator._bin_mapper)
    bins = out._bin_mapper
    bins.bin_thresholds_ = [bins.bin_thresholds_[c] for c in columns]
    bins.is_categorical_, bins.n_bins_non_missing_ = bins.is_categorical_[columns], bins.n_bins_non_missing_[columns]
    out._predictors = [[fixed_predictor(p, number, constants) for p in stage] for stage in estimator._predictors]
    return out


def fixed_predictor(predictor: Any, number: np.ndarray, constants: dict[int, float]) -> Any:
    nodes, out = predictor.nodes, copy.copy(predictor)
    split = nodes["is_leaf"] == 0
    at, left_first = decided(nodes["feature_idx"], nodes["num_threshold"], split, constants, float)
    out.nodes = fixed_nodes(nodes, ("left", "right"), split, at, left_first)[1]
    splits = out.nodes["is_leaf"] == 0
    out.nodes["feature_idx"][splits] = number[out.nodes["feature_idx"][splits]]
    return out


def narrow(estimator: Any, columns: np.ndarray) -> Any:
    """A copy that says it takes these columns alone."""
    out = copy.copy(estimator)
    out.n_features_in_ = len(columns)
    if hasattr(estimator, "feature_names_in_"):
        out.feature_names_in_ = estimator.feature_names_in_[columns]
    return out
