"""Whole models with one number forged: neighbour trees, support vectors, sparse matrices, splines."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics._dist_metrics import DistanceMetric64
from sklearn.neighbors._ball_tree import BinaryTree64 as BallTree
from sklearn.neighbors._kd_tree import BinaryTree64 as KDTree
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import SplineTransformer

from tests.sandbox.hostile_file import Hostile
from tests.sandbox.hostile_trees import Change, Forged, forged, with_attribute
from tests.sandbox.models import X, classifier, y


def files() -> Iterator[Hostile]:
    for maker in (neighbours, labels, machines, matrices, readers):
        for kind, name, raw, code in maker():
            yield Hostile(kind, name, raw, (code,))


def part(position: int, value: Any) -> Change:
    def change(state: tuple) -> tuple:
        parts = list(state)
        parts[position] = value(parts[position]) if callable(value) else value
        return tuple(parts)

    return change


def _nodes(field: str, value: int) -> Change:
    def put(nodes: np.ndarray) -> np.ndarray:
        nodes[field] = value
        return nodes

    return part(2, put)


def neighbours() -> Forged:
    for model in ("k-d tree", "ball tree"):
        for name, change in {
            "a row outside": part(1, lambda i: i + 10),
            "a row twice": part(1, lambda i: i * 0),
            "nodes cut": part(2, lambda n: n[:1]),
            "rows of a node outside": _nodes("idx_end", 10**6),
            "rows before the start": _nodes("idx_start", -5),
            "a last level that goes on": _nodes("is_leaf", 0),
            "bounds cut": part(3, lambda b: b[:, :, :1]),
            "a leaf of nothing": part(4, 0),
            "too many levels": part(5, 40),
            "too many nodes": part(6, 10**6),
            "no metric": part(11, None),
            "short weights": part(12, np.ones(2)),
            "a part too few": lambda s: s[:12],
            "a flat table": part(0, lambda d: d.ravel()),
        }.items():
            yield (
                "forged neighbour trees",
                f"{name} in a {model}",
                forged(classifier(model), (KDTree, BallTree), change),
                "damaged",
            )
    for name, change in {
        "a narrow metric": part(1, lambda v: v[:1]),
        "a metric without numbers": part(0, "x"),
        "a metric of lists": part(1, [1, 2]),
        "a metric with a function": lambda s: (*s[:3], print, {}),
    }.items():
        raw = forged(classifier("seuclidean"), DistanceMetric64, change)
        yield "distance metrics", name, raw, "not_allowed" if "function" in name else "damaged"


def labels() -> Forged:
    model = classifier("brute")
    yield (
        "forged labels",
        "a class that is not there",
        with_attribute(model, "_y", lambda v: v + 100),
        "damaged",
    )
    yield "forged labels", "negative", with_attribute(model, "_y", lambda v: v - 5), "damaged"
    yield "forged labels", "too few", with_attribute(model, "_y", lambda v: v[:3]), "damaged"
    yield "forged labels", "too few rows", with_attribute(model, "_fit_X", lambda v: v[:3]), "damaged"


def machines() -> Forged:
    for model in ("svc", "svr"):
        for name, value in {
            "_n_support": lambda v: v + 100,
            "_dual_coef_": lambda v: v[:, :2],
            "_intercept_": lambda v: v[:0],
            "_probA": np.ones(5),
            "support_": lambda v: v + 1000,
            "support_vectors_": lambda v: v[:, :1],
            "n_features_in_": 1,
        }.items():
            if (model, name) != ("svr", "_n_support"):
                yield (
                    "forged support vectors",
                    f"{name} of {model}",
                    with_attribute(classifier(model), name, value),
                    "damaged",
                )
    yield (
        "forged support vectors",
        "too few",
        with_attribute(classifier("svc"), "support_vectors_", lambda v: v[:2]),
        "damaged",
    )
    yield (
        "forged support vectors",
        "an unknown machine",
        with_attribute(classifier("svc"), "_impl", 1),
        "damaged",
    )
    yield (
        "forged support vectors",
        "three classes of one",
        with_attribute(classifier("svr"), "_n_support", np.ones(3, "i4")),
        "damaged",
    )
    rows = with_attribute(classifier("precomputed"), "shape_fit_", (2, 2))
    yield "forged support vectors", "a row that was none", rows, "damaged"


def _holding(value: Any) -> Any:
    model = LogisticRegression().fit(X, y)
    model.class_weight = value
    return model


def matrices() -> Forged:
    for made in (sparse.csr_matrix, sparse.csc_matrix, sparse.csr_array, sparse.csc_array):
        for name, value in {
            "indices": lambda v: v + 10**6,
            "indptr": lambda v: v * 7,
            "data": lambda v: v[:2],
            "_shape": (1, 1),
        }.items():
            matrix = made(np.eye(3))
            vars(matrix)[name] = value(vars(matrix)[name]) if callable(value) else value
            yield (
                "forged sparse matrices",
                f"{name} of {made.__name__}",
                pickle.dumps(_holding(matrix)),
                "damaged",
            )
    spline = make_pipeline(SplineTransformer(), LogisticRegression()).fit(X, y)
    for name, value in {"t": np.zeros(2), "c": np.zeros((0, 1)), "k": 10**6}.items():
        broken = copy.deepcopy(spline)
        attributes = vars(broken[0].bsplines_[0])
        attributes[name if name in attributes else f"_{name}"] = value
        yield "forged splines", name, pickle.dumps(broken), "damaged"


def readers() -> Forged:
    texts = ["red hat", "blue hat"] * 10
    for source in ("filename", "file"):
        model = make_pipeline(CountVectorizer(), LogisticRegression()).fit(texts, [0, 1] * 10)
        model[0].input = source
        yield "reads files", source, pickle.dumps(model), "reads_files"
