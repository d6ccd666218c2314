"""What a fitted estimator says about its own size: depth, leaves, impurity, and what its words come to."""

from __future__ import annotations

import math
from typing import Any

import numpy as np


def trees_of(estimator: Any) -> list[Any]:
    """The fitted trees of a tree or of an ensemble, none if there are none."""
    members = getattr(estimator, "estimators_", None)
    found = [estimator] if members is None else list(np.ravel(np.asarray(members, dtype=object)))
    return [t.tree_ for t in found if hasattr(t, "tree_")]


def highest(estimator: Any, name: str) -> float:
    """Beyond which value of this parameter nothing changes, nothing works or everything takes too long."""
    now, n_rows, n_columns = getattr(estimator, name, None), rows_of(estimator), columns_of(estimator)
    share_of_rows = {"min_samples_leaf": 0.2, "min_samples_split": 0.5, "n_neighbors": 0.3}
    if name in ("max_depth", "max_leaf_nodes"):
        size = full_size(estimator, name)
        return max(2, size - 1) if size and (now is None or size < now) else math.inf
    if name in share_of_rows and n_rows:
        return max(2.0, round(share_of_rows[name] * n_rows))
    if name in ("n_components", "n_nonzero_coefs"):
        return n_columns or math.inf
    return 8 * now if name in ("n_estimators", "max_iter") and now else math.inf


def rows_of(estimator: Any) -> int:
    """How many rows the estimator was fitted on; 0 where unknown."""
    trees = trees_of(estimator)
    if trees:
        return int(max(t.n_node_samples[0] for t in trees))
    predictors = getattr(estimator, "_predictors", None)
    return int(predictors[0][0].nodes["count"][0]) if predictors else int(getattr(estimator, "n_samples_fit_", 0))


def columns_of(estimator: Any) -> int:
    return int(getattr(estimator, "n_features_in_", 0))


def full_size(estimator: Any, name: str) -> int:
    """How deep, or of how many leaves, the fitted trees are at most; 0 where unknown."""
    trees = trees_of(estimator)
    if name == "max_depth":
        return max((t.max_depth for t in trees), default=0) or histogram_depth(estimator)
    return max((t.n_leaves for t in trees), default=0)


def share(estimator: Any, name: str, value: float, whole: bool) -> float:
    """A number of rows as the share of them that it is; any other number as it is."""
    n_rows = rows_of(estimator)
    counts = name == "max_samples" and whole and n_rows
    return min(1.0, value / n_rows) if counts else value


def histogram_depth(estimator: Any) -> int:
    predictors = [p for stage in getattr(estimator, "_predictors", ()) for p in stage]
    return max((p.get_max_depth() for p in predictors), default=0)


def root_impurity(estimator: Any) -> float:
    """The mean impurity of the fitted trees' roots; 1 where unknown."""
    roots = [t.impurity[0] for t in trees_of(estimator) if t.impurity[0] > 0]
    return float(np.mean(roots)) if roots else 1.0


def word_value(estimator: Any, name: str, word: str) -> float | None:
    """What "scale", "auto", "sqrt" and "log2" come to in the fitted estimator; None where unknown."""
    n = getattr(estimator, "n_features_in_", 0)
    if name == "gamma":
        return float(getattr(estimator, "_gamma", 0)) or None
    if name == "max_features" and n:
        return max(1, int({"sqrt": math.sqrt, "log2": math.log2}.get(word, float)(n))) / n
    return None
