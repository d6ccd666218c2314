"""LightGBM and XGBoost: the text or bytes of their models, before and after their own readers."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np

from sandbox.guard_words import damaged

MOST_LEAVES = 1 << 20


def check_lightgbm_state(booster: Any, state: dict) -> None:
    """A LightGBM Booster comes as text; every tree in it is checked before LightGBM reads it."""
    texts = [state[key] for key in ("_handle", "handle") if state.get(key) is not None]
    if not texts or any(type(text) is not str for text in texts):
        raise damaged("a LightGBM model without its text")
    for text in texts:
        check_lightgbm_text(text)


def check_lightgbm_text(text: str) -> None:
    """Children, features and lengths of every tree of a LightGBM model."""
    width = re.search(r"^max_feature_idx=(\d{1,9})$", text, re.M)
    if not width:
        raise damaged("a LightGBM model without a width")
    for block in re.split(r"^Tree=\d+$", text, flags=re.M)[1:]:
        lines = block.split("\n\n")[0].strip().split("\n")
        _check_lightgbm_tree(dict(line.split("=", 1) for line in lines if "=" in line), int(width.group(1)) + 1)


def _check_lightgbm_tree(tree: dict[str, str], n_features: int) -> None:
    n_leaves = int(tree["num_leaves"])
    if not 1 <= n_leaves <= MOST_LEAVES or len(_numbers(tree, "leaf_value")) != n_leaves:
        raise damaged("the leaves of a LightGBM tree")
    if n_leaves == 1:
        return
    left, right, feature, threshold = (
        _numbers(tree, key) for key in ("left_child", "right_child", "split_feature", "threshold")
    )
    if {len(left), len(right), len(feature), len(threshold)} != {n_leaves - 1}:
        raise damaged("the splits of a LightGBM tree")
    if (feature < 0).any() or (feature >= n_features).any():
        raise damaged("the feature of a LightGBM tree lies outside the table")
    children = np.concatenate([left, right])
    inside = (children < n_leaves - 1) & (children >= -n_leaves) & (children != 0)
    if not inside.all() or len(np.unique(children)) != len(children):
        raise damaged("a child of a LightGBM tree lies outside it or is used twice")
    _check_lightgbm_categories(tree, threshold)
    linear = _numbers(tree, "leaf_features")
    if linear.size and (linear.min() < 0 or linear.max() >= n_features):
        raise damaged("the feature of a LightGBM tree lies outside the table")


def _check_lightgbm_categories(tree: dict[str, str], threshold: np.ndarray) -> None:
    """The threshold of a split by category is the number of a bitset, which must be there."""
    by_category = _numbers(tree, "decision_type").astype(np.int64) & 1 == 1
    if len(by_category) != len(threshold):
        raise damaged("the splits of a LightGBM tree")
    if not by_category.any():
        return
    bounds, n_words = _numbers(tree, "cat_boundaries"), len(_numbers(tree, "cat_threshold"))
    if len(bounds) < 2 or (np.diff(bounds) < 0).any() or bounds[0] != 0 or bounds[-1] != n_words:
        raise damaged("the categories of a LightGBM tree")
    if (threshold[by_category] < 0).any() or (threshold[by_category] >= len(bounds) - 1).any():
        raise damaged("the categories of a LightGBM tree")


def _numbers(tree: dict[str, str], key: str) -> np.ndarray:
    return np.array(tree.get(key, "").split(), dtype=float)


def check_xgboost_state(booster: Any, state: dict) -> None:
    """An XGBoost Booster comes as bytes of its own, which its reader writes to: they must be a bytearray."""
    if type(state.get("handle")) is not bytearray or len(state["handle"]) < 16:
        raise damaged("an XGBoost model without its bytes")


def check_xgboost(booster: Any) -> None:
    """The trees that XGBoost has read, written out again as JSON and checked."""
    learner = json.loads(bytes(booster.save_raw("json")))["learner"]
    n_features = int(learner["learner_model_param"]["num_feature"])
    for tree in learner["gradient_booster"].get("model", {}).get("trees", []):
        _check_xgboost_tree(tree, n_features)


def _check_xgboost_tree(tree: dict, n_features: int) -> None:
    left, right = np.array(tree["left_children"]), np.array(tree["right_children"])
    split, feature = left != -1, np.array(tree["split_indices"])
    if len(left) < 1 or {len(right), len(feature), len(tree["split_conditions"])} != {len(left)}:
        raise damaged("the nodes of an XGBoost tree")
    if ((right != -1) != split).any() or (feature[split] < 0).any() or (feature[split] >= n_features).any():
        raise damaged("the feature of an XGBoost tree lies outside the table")
    children = np.concatenate([left[split], right[split]])
    inside = (children > 0) & (children < len(left))
    if not inside.all() or len(np.unique(children)) != len(children):
        raise damaged("a child of an XGBoost tree lies outside it or is used twice")
