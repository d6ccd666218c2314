"""A bag or a vote without the members that it can do without."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizers.component import param
from optimizers.members import coded, members
from optimizers.prune.base import Prune, PruningRows
from optimizers.prune.ordering import ORDERS, one_hot, ordered
from optimizers.prune.sizes import sizes_down, some_rows

MOST_ROWS = 3000


@dataclass(frozen=True)
class SelectMembers(Prune):
    """Keep the members that serve a bag or a vote best.

    The members of a bagging or an unweighted averaging vote are put in order on the choosing rows, each where the
    ones before it are weak, and the first ones are kept as they are. If they were fitted on the choosing rows, those
    that learned them by heart look better than they are.

    References
    ----------
    Martinez-Munoz, Hernandez-Lobato, Suarez (2009). An analysis of ensemble pruning techniques based on
    ordered aggregation. IEEE Transactions on Pattern Analysis and Machine Intelligence 31.
    """

    takes = ("BaggingClassifier", "BaggingRegressor", "VotingClassifier", "VotingRegressor")

    by: str = param("brier", doc="What the order of a classifier's members is made by.", choices=tuple(ORDERS))
    n_sizes: int = param(8, 2, 50, "candidates", "Sizes from the whole down to one member.")

    def unsuitable(self, estimator: Any) -> str:
        if getattr(estimator, "voting", "soft") == "hard" or getattr(estimator, "weights", None) is not None:
            return "SelectMembers takes votes that average without weights; fit one with voting='soft', weights=None."
        if len(estimator.estimators_) < 2:
            return "SelectMembers drops members, and this model has one only; fit more of them first."
        return ""

    def pruned(self, estimator: Any, rows: PruningRows, rng: np.random.Generator) -> Iterator[tuple[str, Any]]:
        X, y = some_rows(rows.X_choose, rows.y_choose, rng, MOST_ROWS)
        order, n_all = ordered(self.by, answers(estimator, X), one_hot(estimator, y)), len(estimator.estimators_)
        for size in sizes_down(n_all, self.n_sizes):
            yield f"{size} of {n_all} members", with_some(estimator, np.sort(order[:size]))


def answers(estimator: Any, X: Any) -> np.ndarray:
    """What each member answers: (n_members, n_rows, n_classes or 1) float32."""
    classes = getattr(estimator, "classes_", None)
    return np.stack([answer(one.model, one.rows(X), classes) for one in members(estimator)]).astype(np.float32)


def answer(model: Any, X: Any, classes: np.ndarray | None) -> np.ndarray:
    if classes is None:
        return np.asarray(model.predict(X), dtype=float).reshape(-1, 1)
    own = model.classes_
    proba = model.predict_proba(X) if hasattr(model, "predict_proba") else model.predict(X)[:, None] == own
    places = coded(classes, own) if np.array_equal(own, classes) else np.asarray(own, dtype=int)
    out = np.zeros((len(proba), len(classes)))
    out[:, places] = proba
    return out


def with_some(estimator: Any, kept: np.ndarray) -> Any:
    """A copy with some of its members, in their old order."""
    out = copy.copy(estimator)
    out.estimators_ = [estimator.estimators_[i] for i in kept]
    if hasattr(estimator, "estimators_features_"):
        out.estimators_features_ = [estimator.estimators_features_[i] for i in kept]
        out.n_estimators, out._seeds = len(kept), estimator._seeds[kept]
        for name in ("oob_score_", "oob_decision_function_", "oob_prediction_"):
            vars(out).pop(name, None)
        return out
    there = [pair for pair in estimator.estimators if not isinstance(pair[1], str)]  # "drop"
    out.estimators = [there[i] for i in kept]
    out.named_estimators_ = type(estimator.named_estimators_)(
        **{name: one for (name, _), one in zip(out.estimators, out.estimators_)}
    )
    return out
