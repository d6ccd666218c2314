"""Ensembles of trees: their members must be as wide as they are, since compiled code does not look again."""

from __future__ import annotations

from typing import Any

import numpy as np

from sandbox.guard_words import damaged

MOST_MEMBERS = 100_000


def width(model: Any) -> int:
    """`n_features_in_`, which guards the width of every later table."""
    n_features = vars(model).get("n_features_in_")
    if not isinstance(n_features, (int, np.integer)) or isinstance(n_features, bool) or n_features < 1:
        raise damaged(f"{type(model).__name__} does not say how many columns it takes")
    return int(n_features)


def _tree(member: Any) -> Any:
    from sklearn.tree._tree import Tree

    tree = vars(member).get("tree_") if hasattr(member, "__dict__") else None
    if type(tree) is not Tree:
        raise damaged("an ensemble whose member is not a tree")
    return tree


def check_decision_tree(model: Any) -> None:
    """A tree estimator and its tree agree on the number of columns."""
    if "tree_" in vars(model) and _tree(model).n_features != width(model):
        raise damaged("a tree of another width than its model")


def check_tree_ensemble(model: Any) -> None:
    """A forest's or boosted model's trees are all as wide as the model (isolation forests: as their features)."""
    if "estimators_" not in vars(model):
        return
    members = _members(vars(model)["estimators_"])
    features = vars(model).get("estimators_features_") if _isolates(model) else None
    for i, member in enumerate(members):
        wanted = width(model) if features is None else len(features[i])
        if _tree(member).n_features != wanted:
            raise damaged("an ensemble whose trees are of another width")


def _isolates(model: Any) -> bool:
    return any(base.__name__ == "IsolationForest" for base in type(model).__mro__)


def _members(estimators: Any) -> list:
    members = estimators.ravel().tolist() if isinstance(estimators, np.ndarray) else estimators
    if type(members) is not list or not 0 < len(members) <= MOST_MEMBERS:
        raise damaged("the members of an ensemble")
    return members


def check_boosting(model: Any) -> None:
    """Each stage of gradient boosting adds to exactly as many columns as there are raw predictions.

    `predict_stages` writes into `out[:, k]` for every column k of `estimators_`; one tiny prediction shows how
    many columns there are.
    """
    if "estimators_" not in vars(model):
        return
    stages = vars(model)["estimators_"]
    if not isinstance(stages, np.ndarray) or stages.ndim != 2:
        raise damaged("the stages of a boosted model")
    first = model._raw_predict_init(np.zeros((2, width(model)), dtype=np.float32))
    if not isinstance(first, np.ndarray) or first.shape != (2, stages.shape[1]):
        raise damaged("the stages of a boosted model are of another width than its classes")


def check_hist_boosting(model: Any) -> None:
    """Histogram boosting: features and categorical splits lie inside the table and its known categories."""
    if "_predictors" not in vars(model):
        return
    n_features = width(model)
    if vars(model).get("_n_features", n_features) != n_features:
        raise damaged("a boosted model of another width than it says")
    nodes = _predictor_nodes(model)
    split = nodes["is_leaf"] == 0
    if split.any() and int(nodes["feature_idx"][split].max()) >= n_features:
        raise damaged("the feature of a tree lies outside the table")
    categorical = nodes["feature_idx"][split & (nodes["is_categorical"] != 0)].astype(np.int64)
    known = np.asarray(getattr(vars(model).get("_bin_mapper"), "is_categorical_", np.zeros(0))).astype(bool)
    if categorical.size and (categorical.max() >= len(known) or not known[categorical].all()):
        raise damaged("a tree splits a column into categories that has none")


def _predictor_nodes(model: Any) -> np.ndarray:
    from sklearn.ensemble._hist_gradient_boosting.predictor import TreePredictor

    rows = vars(model)["_predictors"]
    if type(rows) is not list or any(type(row) is not list for row in rows) or not any(rows):
        raise damaged("the stages of a boosted model")
    predictors = [p for row in rows for p in row]
    if any(type(p) is not TreePredictor for p in predictors):
        raise damaged("the stages of a boosted model")
    return np.concatenate([p.nodes for p in predictors])
