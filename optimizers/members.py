"""The fitted members of an estimator that spreads its model over several, and the way to put others in their place."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd


def as_given(values: Any) -> Any:
    return values


@dataclass(frozen=True, eq=False)
class Member:
    """A fitted model within an estimator.

    Attributes
    ----------
    model : fitted estimator
        May be a pipeline, or have members of its own; not to be changed.
    rows : callable
        What the estimator takes -> what the member takes.
    targets : callable
        What the estimator predicts -> what the member was fitted on; -1 where it was not shown the row.
    """

    model: Any
    rows: Callable[[Any], Any] = as_given
    targets: Callable[[np.ndarray], np.ndarray] = as_given


def members(estimator: Any) -> list[Member]:
    """The members of bags, votes, stacks, calibrated, thresholded, frozen and one-against-other models; else none."""
    kinds = [base.__name__ for base in type(estimator).__mro__]
    kind = next((kind for kind in kinds if kind in KINDS), "")
    return list(KINDS[kind](estimator)) if kind else []


def with_members(estimator: Any, old: Sequence[Any], new: Sequence[Any]) -> Any:
    """A copy with other members wherever it keeps the old ones: in lists, by name, as a frozen setting.

    Parameters
    ----------
    estimator : fitted estimator
        Stays as it is.
    old, new : sequence of fitted estimators
        The models of `members(estimator)`, and those that take their places.
    """
    places = {id(before): after for before, after in zip(old, new)}
    return _replaced(estimator, places)


def _replaced(holder: Any, places: dict[int, Any]) -> Any:
    out = copy.copy(holder)
    vars(out).update({name: _swapped(value, places) for name, value in vars(holder).items()})
    return out


def _swapped(value: Any, places: dict[int, Any]) -> Any:
    if id(value) in places:
        return places[id(value)]
    if type(value) in (list, tuple):
        return type(value)([_swapped(one, places) for one in value])
    if type(value).__name__ == "Bunch":  # of named_estimators_
        return type(value)(**{name: _swapped(one, places) for name, one in value.items()})
    return _replaced(value, places) if type(value).__name__ == "_CalibratedClassifier" else value


class once:
    """A function that remembers its last answer, by the very object that it was asked about."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self.function, self.last = function, (None, None)

    def __call__(self, given: Any) -> Any:
        if given is not self.last[0]:
            self.last = (given, self.function(given))
        return self.last[1]


def coded(classes: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The place of each label among the classes; -1 for one that is not among them."""
    return pd.Index(classes).get_indexer(pd.Index(np.asarray(y)))


def encoding(estimator: Any, member: Any) -> Callable[[np.ndarray], np.ndarray]:
    """How labels become those of a member: it knows some of them, or their places 0 to K - 1."""
    own, classes = getattr(member, "classes_", None), getattr(estimator, "classes_", None)
    if own is None or classes is None or np.all(coded(classes, own) >= 0):
        return as_given
    return partial(coded, classes)


def _alike(estimator: Any, models: Sequence[Any]) -> Iterator[Member]:
    for model in models:
        yield Member(model, targets=encoding(estimator, model))


def _calibrated(estimator: Any) -> Iterator[Member]:
    return _alike(estimator, [one.estimator for one in estimator.calibrated_classifiers_])


def _voting(estimator: Any) -> Iterator[Member]:
    return _alike(estimator, estimator.estimators_)


def _stacking(estimator: Any) -> Iterator[Member]:
    yield from _alike(estimator, estimator.estimators_)
    final = estimator.final_estimator_
    yield Member(final, estimator.transform, encoding(estimator, final))


def _bagging(estimator: Any) -> Iterator[Member]:
    table = once(partial(_array, dtype=None))
    codes = partial(coded, estimator.classes_) if hasattr(estimator, "classes_") else as_given
    for model, columns in zip(estimator.estimators_, estimator.estimators_features_):
        yield Member(model, partial(_columns, table, columns), codes)


def _columns(table: Callable[[Any], Any], columns: np.ndarray, X: Any) -> Any:
    given = table(X)
    return given if np.array_equal(columns, np.arange(given.shape[1])) else given[:, columns]


def _array(X: Any, dtype: str | None = "numeric") -> Any:
    from sklearn.utils import check_array

    return check_array(X, accept_sparse=["csr", "csc"], dtype=dtype, ensure_all_finite=False)


def _one_against_rest(estimator: Any) -> Iterator[Member]:
    if not estimator.multilabel_:
        classes = estimator.classes_ if len(estimator.estimators_) > 1 else estimator.classes_[1:]
        for model, label in zip(estimator.estimators_, classes):
            yield Member(model, targets=partial(_is, label))


def _is(label: Any, y: np.ndarray) -> np.ndarray:
    return (np.asarray(y) == label).astype(int)


def _one_against_one(estimator: Any) -> Iterator[Member]:
    if estimator.pairwise_indices_ is None:
        table, n = once(_array), len(estimator.classes_)
        pairs = [(i, j) for i in range(n) for j in range(i + 1, n)]
        for model, pair in zip(estimator.estimators_, pairs):
            yield Member(model, table, partial(coded, estimator.classes_[list(pair)]))


KINDS: dict[str, Callable[[Any], Iterator[Member]]] = {
    "CalibratedClassifierCV": _calibrated,
    "BaggingClassifier": _bagging,
    "BaggingRegressor": _bagging,
    "VotingClassifier": _voting,
    "VotingRegressor": _voting,
    "StackingClassifier": _stacking,
    "StackingRegressor": _stacking,
    "OneVsRestClassifier": _one_against_rest,
    "OneVsOneClassifier": _one_against_one,
    "FixedThresholdClassifier": lambda estimator: _alike(estimator, [estimator.estimator_]),
    "TunedThresholdClassifierCV": lambda estimator: _alike(estimator, [estimator.estimator_]),
    "FrozenEstimator": lambda estimator: _alike(estimator, [estimator.estimator]),
}
