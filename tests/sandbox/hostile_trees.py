"""Whole models with one number of a tree forged, where compiled code would follow it out of bounds."""

from __future__ import annotations

import copy
import io
import pickle
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.tree._tree import Tree

from tests.sandbox.hostile_file import Hostile
from tests.sandbox.models import X, classifier, y

Change = Callable[[Any], Any]
Forged = Iterator[tuple[str, str, bytes, str]]


def files() -> Iterator[Hostile]:
    for maker in (trees, ensembles, histograms):
        for kind, name, raw, code in maker():
            yield Hostile(kind, name, raw, (code,))


def forged(model: Any, kind: Any, change: Change) -> bytes:
    """The pickle of a model in which every state of a `kind` is changed."""

    class Forger(pickle.Pickler):
        def reducer_override(self, obj: Any) -> Any:
            if not isinstance(obj, kind):
                return NotImplemented
            parts = list(obj.__reduce_ex__(4))
            state = copy.deepcopy(parts[2])
            return (*parts[:2], change(state) or state, *parts[3:])

    stream = io.BytesIO()
    Forger(stream, 4).dump(model)
    return stream.getvalue()


def with_attribute(model: Any, name: str, value: Any) -> bytes:
    """The pickle of a model with one attribute replaced."""
    twin = copy.deepcopy(model)
    vars(twin)[name] = value(vars(twin)[name]) if callable(value) else value
    return pickle.dumps(twin)


def node(field: str, position: int, value: int) -> Change:
    def change(state: dict) -> None:
        state["nodes"][field][position] = value

    return change


def key(name: str, value: Any) -> Change:
    def change(state: dict) -> None:
        state[name] = value(state[name]) if callable(value) else value

    return change


def _loop(state: dict) -> None:
    state["nodes"]["left_child"][1] = state["nodes"]["right_child"][1] = 1


TREE_CHANGES = {
    "a child far outside": node("left_child", 0, 10**9),
    "a child before the start": node("right_child", 0, -7),
    "a node that is its own child": node("left_child", 0, 0),
    "a loop": _loop,
    "half a leaf": node("left_child", 0, -1),
    "a child used twice": node("left_child", 0, 2),
    "a feature outside": node("feature", 0, 99),
    "a negative feature": node("feature", 0, -2),
    "too many nodes": key("node_count", 10**6),
    "no nodes": key("node_count", 0),
    "a depth that lies": key("max_depth", 0),
    "a negative depth": key("max_depth", -1),
    "values cut": key("values", lambda v: v[:1]),
    "values of another width": key("values", lambda v: v[:, :, :1]),
    "an extra part": key("extra", 1),
    "nodes of another type": key("nodes", lambda n: np.zeros(len(n))),
    "values of another type": key("values", lambda v: v.astype("f4")),
}


def trees() -> Forged:
    for name, change in TREE_CHANGES.items():
        for model in ("tree", "forest"):
            yield "forged trees", f"{name} in a {model}", forged(classifier(model), Tree, change), "damaged"
    wide = with_attribute(classifier("tree"), "n_features_in_", 2)
    yield "forged trees", "a model narrower than its tree", wide, "damaged"
    unsaid = copy.deepcopy(classifier("tree"))
    del unsaid.n_features_in_
    yield "forged trees", "a model that does not say how wide it is", pickle.dumps(unsaid), "damaged"


def ensembles() -> Forged:
    forest, boosted = classifier("forest"), classifier("boosting")
    yield "forged ensembles", "a narrower forest", with_attribute(forest, "n_features_in_", 2), "damaged"
    yield "forged ensembles", "no members", with_attribute(forest, "estimators_", []), "damaged"
    yield (
        "forged ensembles",
        "a member of another kind",
        with_attribute(forest, "estimators_", [LogisticRegression()]),
        "damaged",
    )
    wider = with_attribute(boosted, "estimators_", lambda e: np.hstack([e, e, e]))
    yield "forged ensembles", "more columns of stages than classes", wider, "damaged"
    flat = with_attribute(boosted, "estimators_", lambda e: e.ravel())
    yield "forged ensembles", "stages without columns", flat, "damaged"
    start = DummyClassifier(strategy="prior").fit(X, y)
    fewer = with_attribute(classifier("boosting of three"), "init_", start)
    yield "forged ensembles", "fewer columns at the start", fewer, "damaged"


def every(**fields: int) -> Change:
    """All nodes get these values."""

    def change(state: dict) -> None:
        for field, value in fields.items():
            state["nodes"][field] = value

    return change


def categories(feature: int, width: int) -> Change:
    """Every split is one by category, with bitsets of that width."""

    def change(state: dict) -> None:
        every(is_categorical=1, bitset_idx=0, feature_idx=feature)(state)
        for name in ("raw_left_cat_bitsets", "binned_left_cat_bitsets"):
            state[name] = np.zeros((1, width), "u4")

    return change


HISTOGRAM_CHANGES = {
    "a child outside": every(left=10**6),
    "a loop": every(right=0),
    "a feature outside": every(feature_idx=99),
    "a negative feature": every(feature_idx=-1),
    "no nodes": key("nodes", lambda n: n[:0]),
    "categories outside": every(is_categorical=1, bitset_idx=10**6),
    "categories where there are none": categories(3, 8),
    "narrow categories": categories(0, 1),
    "no categories": key("raw_left_cat_bitsets", None),
}


def histograms() -> Forged:
    from sklearn.ensemble._hist_gradient_boosting.predictor import TreePredictor

    model = classifier("histogram")

    for name, change in HISTOGRAM_CHANGES.items():
        yield "forged histogram trees", name, forged(model, TreePredictor, change), "damaged"
    yield "forged histogram trees", "a narrower model", with_attribute(model, "n_features_in_", 1), "damaged"
    yield (
        "forged histogram trees",
        "another kind of tree",
        with_attribute(model, "_predictors", [[LogisticRegression()]]),
        "damaged",
    )
