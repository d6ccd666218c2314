"""Trees and boosting of older versions."""

from __future__ import annotations

from typing import Any

import numpy as np

from sandbox.guard_words import damaged
from sandbox.older_names import Former


def carry_nodes(tree: Any, state: dict[str, Any]) -> bool:
    """Until 1.2 nodes did not say where a missing value goes; nothing was missing then."""
    from sklearn.tree._tree import NODE_DTYPE

    nodes, names = state.get("nodes"), NODE_DTYPE.names[:-1]
    if not isinstance(nodes, np.ndarray) or nodes.dtype != np.dtype([(n, NODE_DTYPE[n]) for n in names]):
        return False
    state["nodes"] = np.zeros(nodes.shape, NODE_DTYPE)
    for name in names:
        state["nodes"][name] = nodes[name]
    return True


def carry_fractions(model: Any, state: dict[str, Any]) -> bool:
    """Until 1.3 classifiers kept counts and divided when they were asked; now they keep what comes out."""
    from sklearn.tree._tree import Tree

    tree: Any = state.get("tree_")
    if type(tree) is not Tree:
        return False
    for output, n_classes in enumerate(np.atleast_1d(state["n_classes_"])):
        counts = tree.value[:, output, : int(n_classes)]
        total = counts.sum(axis=1, keepdims=True)
        total[total == 0] = 1.0
        counts /= total
    return True


def carry_boosting(model: Any, state: dict[str, Any]) -> bool:
    """Until 1.3 gradient boosting had losses of its own; until 1.0 it kept them as `loss_`."""
    stages = state.get("estimators_")
    if not isinstance(stages, np.ndarray) or stages.ndim != 2:
        return False
    state["n_trees_per_iteration_"] = stages.shape[1]
    loss = state.pop("loss_", state.get("_loss"))
    if type(loss) is Former:
        state["_loss"] = boosting_loss(loss, stages.shape[1])
    return True


def boosting_loss(old: Former, n_columns: int) -> Any:
    """The loss of today that says the same as one of before; only its link matters to predictions."""
    from sklearn._loss import loss

    def number(name: str) -> float:
        return float(old.state[name])

    if old.name in ("MultinomialDeviance", "CategoricalCrossEntropy"):
        return loss.HalfMultinomialLoss(n_classes=n_columns)
    if old.name == "HuberLossFunction":
        return loss.HuberLoss(quantile=number("alpha"), delta=number("gamma"))
    if old.name == "QuantileLossFunction":
        return loss.PinballLoss(quantile=number("alpha"))
    plain = {
        "BinomialDeviance": loss.HalfBinomialLoss, "BinaryCrossEntropy": loss.HalfBinomialLoss,
        "ExponentialLoss": loss.ExponentialLoss, "Poisson": loss.HalfPoissonLoss,
        "LeastSquaresError": loss.HalfSquaredError, "LeastSquares": loss.HalfSquaredError,
        "LeastAbsoluteError": loss.AbsoluteError, "LeastAbsoluteDeviation": loss.AbsoluteError,
    }  # fmt: skip
    if old.name not in plain:
        raise damaged(f"the loss {old.name} of a boosted model")
    return plain[old.name]()


def carry_hist_boosting(model: Any, state: dict[str, Any]) -> bool:
    """Until 1.3 columns were not sorted before they were binned; until 1.0 losses and the baseline were others."""
    rows = state.get("_predictors")
    if type(rows) is not list or not rows or type(rows[0]) is not list:
        return False
    state["_baseline_prediction"] = np.asarray(state["_baseline_prediction"], dtype=np.float64).reshape(1, -1)
    state["_preprocessor"], state["_is_categorical_remapped"] = None, state.get("is_categorical_")
    if type(state.get("_loss")) is Former:
        state["_loss"] = boosting_loss(state["_loss"], len(rows[0]))
    return True
