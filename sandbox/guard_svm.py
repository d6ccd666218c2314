"""Support vector machines: libsvm copies by the lengths it is told, so all lengths must agree."""

from __future__ import annotations

from typing import Any

import numpy as np

from sandbox.guard_ensembles import width
from sandbox.guard_words import damaged

CLASSIFIERS = ("c_svc", "nu_svc")
KINDS = (*CLASSIFIERS, "one_class", "epsilon_svr", "nu_svr")


def check_svm(model: Any) -> None:
    """Numbers of support vectors, coefficients, intercepts and calibration of a fitted libsvm model."""
    state = vars(model)
    if "support_vectors_" not in state:
        return
    kind = state.get("_impl", type(model)._impl)
    if kind not in KINDS:
        raise damaged("an unknown kind of support vector machine")
    counts, vectors, support = state["_n_support"], state["support_vectors_"], state["support_"]
    n_vectors, n_classes = len(support), len(counts)
    if (np.asarray(counts) < 0).any() or n_classes < 2:
        raise damaged("the number of support vectors")
    if kind in CLASSIFIERS:
        _check_counts(state, counts, n_vectors)
    elif n_classes != 2:
        raise damaged("the number of support vectors")
    _check_vectors(model, state, vectors, n_vectors)
    _check_coefficients(state, n_vectors, n_classes, n_classes * (n_classes - 1) // 2)


def _check_counts(state: dict, counts: Any, n_vectors: int) -> None:
    if int(np.sum(counts)) != n_vectors or len(state["classes_"]) != len(counts):
        raise damaged("the number of support vectors")


def _check_vectors(model: Any, state: dict, vectors: Any, n_vectors: int) -> None:
    n_rows = int(state["shape_fit_"][0])
    support = np.asarray(state["support_"])
    if n_vectors and (support.min() < 0 or support.max() >= n_rows):
        raise damaged("a support vector that was no row")
    if callable(state["kernel"]) and len(state["_BaseLibSVM__Xfit"]) != n_rows:
        raise damaged("the rows of a support vector machine")
    if state["kernel"] == "precomputed" or callable(state["kernel"]):
        return
    if vectors.shape != (n_vectors, width(model)):
        raise damaged("the shape of the support vectors")


def _check_coefficients(state: dict, n_vectors: int, n_classes: int, n_pairs: int) -> None:
    dual, intercept = state["_dual_coef_"], state["_intercept_"]
    if dual.shape != (n_classes - 1, n_vectors) or np.shape(intercept) != (n_pairs,):
        raise damaged("the coefficients of a support vector machine")
    if hasattr(dual, "indptr") and len(dual.data) != (n_classes - 1) * n_vectors:
        raise damaged("the coefficients of a support vector machine")
    n_calibrated = np.size(state["_probA"])
    if n_calibrated not in (0, n_pairs) or np.size(state["_probB"]) not in (n_calibrated, 0, n_pairs):
        raise damaged("the calibration of a support vector machine")
    if n_calibrated and np.size(state["_probB"]) == 0 and state.get("_impl") in CLASSIFIERS:
        raise damaged("the calibration of a support vector machine")
