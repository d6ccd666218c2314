"""What fitting left behind: countable parameters, and how many rows it was done on."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from optimizers.card.walk import parts

COEFFICIENTS = ("coef_", "intercept_")
OTHER = (
    *("mean_", "scale_", "center_", "statistics_", "components_", "theta_", "var_", "feature_log_prob_"),
    *("class_log_prior_", "centroids_", "means_", "cluster_centers_", "class_prior_", "target_mean_"),
)


def fitted_counts(model: Any) -> dict[str, int]:
    """How many fitted things of each kind the model holds.

    Returns
    -------
    dict of str to int
        "trees", "tree nodes", "coefficients", "network weights", "support vectors", "stored rows",
        "other fitted numbers"; only those that occur.
    """
    found: Counter[str] = Counter()
    for part in parts(model):
        held = getattr(part, "__dict__", {})
        for kind, count in (*_trees(part, held), *_numbers(held)):
            found[kind] += count
    return {kind: n for kind, n in found.items() if n}


def _trees(part: Any, held: dict) -> list[tuple[str, int]]:
    if hasattr(held.get("tree_"), "node_count"):
        return [("trees", 1), ("tree nodes", int(held["tree_"].node_count))]
    if type(part).__name__ == "TreePredictor":
        return [("trees", 1), ("tree nodes", len(held["nodes"]))]
    booster = held.get("_Booster")
    if booster is None:
        return []
    dump = getattr(booster, "get_dump", None)  # XGBoost: a line a node; LightGBM: a text that counts leaves
    if dump:
        trees = dump()
        return [("trees", len(trees)), ("tree nodes", sum(t.count("\n") for t in trees))]
    lines = booster.model_to_string(importance_type="split").splitlines()
    leaves = [int(line.partition("=")[2]) for line in lines if line.startswith("num_leaves=")]
    return [("trees", len(leaves)), ("tree nodes", sum(2 * n - 1 for n in leaves))]


def _numbers(held: dict) -> list[tuple[str, int]]:
    rows: Any = held.get("_fit_X", held.get("X_train_"))
    support = held.get("support_vectors_")
    network = [w for key in ("coefs_", "intercepts_") for w in held.get(key, ())]
    return [
        ("coefficients", sum(np.size(held[k]) for k in COEFFICIENTS if k in held)),
        ("network weights", sum(np.size(w) for w in network)),
        ("support vectors", len(held["support_"]) if support is not None and "support_" in held else 0),
        ("stored rows", rows.shape[0] if hasattr(rows, "shape") else 0),
        ("other fitted numbers", sum(np.size(held[k]) for k in OTHER if isinstance(held.get(k), np.ndarray | float))),
    ]


def fitted_rows(model: Any) -> set[int]:
    """Numbers of rows that parts of the model say they were fitted on.

    Scalers, neighbours, Gaussian processes and trees remember it; a tree of a forest
    through the weights of its bootstrap. Parts that were fitted on a fold remember their fold.
    """
    found: set[float] = set()
    for part in parts(model):
        held = getattr(part, "__dict__", {})
        if hasattr(held.get("tree_"), "weighted_n_node_samples"):
            tree = held["tree_"]  # of a bootstrapped tree only the weights add up to the rows
            found.add(max(float(tree.n_node_samples[0]), float(tree.weighted_n_node_samples[0])))
        if type(part).__name__ == "TreePredictor":
            found.add(float(held["nodes"]["count"][0]))
        stored: Any = held.get("_fit_X", held.get("X_train_"))
        found |= {float(stored.shape[0])} if hasattr(stored, "shape") else set()
        seen = held.get("n_samples_seen_", held.get("n_samples_fit_"))
        if seen is not None:
            found.add(float(np.max(seen)))  # by feature where values are missing
    return {round(n) for n in found if abs(n - round(n)) < 1e-6}  # sums of weights are rounded
