"""A model of several members in which some columns have become constants: each member is cut for itself."""

from __future__ import annotations

from numbers import Integral
from typing import Any

import numpy as np

from optimizers.members import KINDS, as_given, members, with_members

BAGS = ("BaggingClassifier", "BaggingRegressor")


def shows_columns(estimator: Any) -> bool:
    """Whether every column that a member sees is one of the estimator's own; not those of a stack's last model."""
    return not getattr(estimator, "passthrough", False)


def fixed_members(estimator: Any, columns: np.ndarray, constants: dict[int, float]) -> Any:
    """The estimator over `columns` of its old ones; members are cut where they can be, else get a step in front."""
    from optimizers.prune.fixed_columns import fixed

    seeing = [member.model for member in members(estimator) if member.rows is as_given]
    out = with_members(estimator, seeing, [fixed(model, columns, constants) for model in seeing])
    return of_width(out, columns)


def fixed_bag(estimator: Any, columns: np.ndarray, constants: dict[int, float]) -> Any:
    """The same for a bag, whose members see some columns each, by chance one twice."""
    from optimizers.prune.filled_columns import filled
    from optimizers.prune.fixed_columns import fixed

    kept = [np.flatnonzero(np.isin(seen, columns)) for seen in estimator.estimators_features_]
    if not all(map(len, kept)):  # a member would see nothing
        return filled(estimator, columns, constants)
    new = []
    for model, seen, stays in zip(estimator.estimators_, estimator.estimators_features_, kept):
        gone = {i: constants[int(c)] for i, c in enumerate(seen) if int(c) in constants}
        new.append(fixed(model, stays, gone) if gone else model)
    out = of_width(with_members(estimator, estimator.estimators_, new), columns)
    out.estimators_features_ = [
        np.searchsorted(columns, seen[stays]) for seen, stays in zip(estimator.estimators_features_, kept)
    ]
    out._max_features = min(estimator._max_features, len(columns))
    if isinstance(estimator.max_features, Integral):
        out.max_features = out._max_features
    return out


def of_width(out: Any, columns: np.ndarray) -> Any:
    """Say how many columns are taken, wherever that is kept."""
    if "n_features_in_" in vars(out):
        out.n_features_in_ = len(columns)
    if "feature_names_in_" in vars(out):
        out.feature_names_in_ = out.feature_names_in_[columns]
    return out


SPREAD = {kind: (shows_columns, fixed_bag if kind in BAGS else fixed_members) for kind in KINDS}
del SPREAD["OneVsOneClassifier"]  # its members see an array of their own
