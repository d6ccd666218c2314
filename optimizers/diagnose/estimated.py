"""How long a tree, or many of them, will learn: from their settings and the table alone, the same on every machine.

A clock would let a busy machine look at fewer rows than an idle one, and the same seed give other tables.
"""

from __future__ import annotations

import math
from typing import Any

from optimizers.regularize.regularizers import innermost

TREE_S = 1.2e-3  # of a tree, whatever it learns from
CELL_S = 5e-8  # of a row in a column at a level of a tree
BIN_S, ROUND_S = 7e-8, 5e-4  # of a row in a binned column, and of a round
ASKED_S = 1e-7  # of a row and a tree that is asked about it


def estimated_s(model: Any, n_rows: int, n_columns: int, n_classes: int) -> float | None:
    """About how many CPU seconds one fit on half of the rows takes, and predicting all of them.

    Parameters
    ----------
    model : unfitted estimator
        Also a pipeline or the like around it, whose own steps are not counted.
    n_classes : int
        0 for a regressor.

    Returns
    -------
    float, or None where the model is made of no trees
    """
    estimator = innermost(model)
    names = {c.__name__ for c in type(estimator).__mro__}
    many = n_classes if n_classes > 2 else 1
    m = n_rows // 2
    if "BaseHistGradientBoosting" in names:
        rounds = many * estimator.max_iter
        return rounds * (ROUND_S + m * n_columns * BIN_S) + rounds * n_rows * ASKED_S
    if "BaseGradientBoosting" in names:
        trees = many * estimator.n_estimators
    elif "BaseForest" in names:
        trees = estimator.n_estimators
    elif "BaseDecisionTree" in names:
        trees = 1
    else:
        return None
    return trees * (TREE_S + m * levels(estimator, m) * looked_at(estimator, n_columns) * CELL_S + n_rows * ASKED_S)


def levels(estimator: Any, n_rows: int) -> float:
    """How deep a tree on so many rows becomes."""
    leaf = estimator.min_samples_leaf
    fewest = leaf if leaf >= 1 else leaf * n_rows
    deep = math.log2(max(2.0, n_rows / fewest))
    return min(deep, estimator.max_depth) if estimator.max_depth else deep


def looked_at(estimator: Any, n_columns: int) -> float:
    """How many columns a cut is looked for in."""
    asked = estimator.max_features
    named = {None: n_columns, "sqrt": math.sqrt(n_columns), "log2": math.log2(max(2, n_columns))}
    if asked in named:
        return named[asked]
    return max(1.0, asked * n_columns if isinstance(asked, float) else float(asked))
