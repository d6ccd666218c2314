"""A forest without its trees: class, settings, classes and columns, as plain JSON."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np

from optimizers.compact.bits import Damaged

KINDS = ("RandomForestClassifier", "RandomForestRegressor", "ExtraTreesClassifier", "ExtraTreesRegressor")
MOST_FEATURES, MOST_CLASSES = 1 << 20, 1 << 16


def described(forest: Any) -> dict[str, Any]:
    """What of a forest is not in its trees.

    Raises
    ------
    ValueError
        If it is no forest, has more than one output, or classes that JSON cannot hold.
    """
    name = type(forest).__name__
    if name not in KINDS or getattr(forest, "n_outputs_", 1) != 1:
        raise ValueError(f"A forest file holds {', '.join(KINDS)} of one output; save this {name} as joblib.")
    params = {k: v.item() if isinstance(v, np.generic) else v for k, v in forest.get_params(deep=False).items()}
    plain = {k: v for k, v in params.items() if v is None or isinstance(v, (bool, int, float, str))}
    names = getattr(forest, "feature_names_in_", None)
    return {
        "kind": name,
        "params": plain,
        "n_features": int(forest.n_features_in_),
        "names": None if names is None else [str(n) for n in names],
        "classes": classes_of(forest),
    }


def classes_of(forest: Any) -> dict[str, Any] | None:
    if not hasattr(forest, "classes_"):
        return None
    values = forest.classes_.tolist()
    if not all(isinstance(v, (bool, int, float, str)) for v in values):
        raise ValueError("A forest file holds classes that are text or numbers; save this forest as joblib.")
    return {"dtype": forest.classes_.dtype.str, "values": values}


def rebuilt(described: dict[str, Any], trees: list[Any]) -> Any:
    """The forest around its trees."""
    empty, member = empty_forest(described)
    members = []
    for tree in trees:
        one = copy.copy(member)
        one.tree_ = tree
        members.append(one)
    empty.estimators_, empty.n_estimators = members, len(members)
    return empty


def empty_forest(described: dict[str, Any]) -> tuple[Any, Any]:
    """A forest fitted to almost nothing, with the right settings, and one of its trees."""
    import sklearn.ensemble

    if described["kind"] not in KINDS or not 1 <= described["n_features"] <= MOST_FEATURES:
        raise Damaged("The file names no forest that is known; save it again.")
    labels = known_classes(described["classes"])
    forest = getattr(sklearn.ensemble, described["kind"])(n_estimators=1, max_depth=1, bootstrap=False, random_state=0)
    forest.fit(np.zeros((len(labels), described["n_features"]), dtype=np.float32), labels)
    forest.__dict__.pop("_sample_weight", None)
    known = forest.get_params(deep=False)
    forest.__dict__.update({k: v for k, v in described["params"].items() if k in known})
    member = forest.estimators_[0]
    member.__dict__.update({k: getattr(forest, k) for k in forest.estimator_params if k != "random_state"})
    if described["names"] is not None:
        forest.feature_names_in_ = np.array(described["names"], dtype=object)
    return forest, member


def known_classes(classes: dict[str, Any] | None) -> np.ndarray:
    if classes is None:
        return np.zeros(2)
    kind = np.dtype(classes["dtype"])
    if kind.kind not in "biufUO" or not 1 <= len(classes["values"]) <= MOST_CLASSES:
        raise Damaged("The classes in the file are not what they should be; save it again.")
    return np.array(classes["values"], dtype=kind)
