"""Linear models, support vectors, neighbours and ensembles of older versions."""

from __future__ import annotations

from typing import Any

import numpy as np

from sandbox.guard_version import numbers
from sandbox.guard_words import damaged, shown, too_old_part
from sandbox.older_names import Former

UNSAID = ("auto", "deprecated", "warn")  # values of multi_class that leave it to the solver


def carry_one_against_rest(model: Any, state: dict[str, Any]) -> bool:
    """Until 1.7 a logistic regression could fit its classes one against the others."""
    way, classes = state.get("multi_class", "auto"), state.get("classes_")
    one_by_one = way == "ovr" or (way in UNSAID and state.get("solver") == "liblinear")
    if classes is None or len(classes) < 3 or not one_by_one:
        return False
    _one_against_rest(model, state)
    return True


def carry_softmax(model: Any, state: dict[str, Any]) -> bool:
    """Until 1.7 a logistic regression could fit two classes by softmax: over (-d, d), a sigmoid of 2 d."""
    way, classes = state.pop("multi_class", "auto"), state.get("classes_")
    if classes is None or len(classes) != 2 or way != "multinomial":
        return False
    state["coef_"], state["intercept_"] = state["coef_"] * 2, state["intercept_"] * 2
    return True


def _one_against_rest(model: Any, state: dict[str, Any]) -> None:
    """The same weights as `OneVsRestClassifier` of two-class regressions, which is what was fitted."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.preprocessing import LabelBinarizer

    weights, offsets, classes = state["coef_"], state["intercept_"], state["classes_"]
    if weights.ndim != 2 or len(weights) != len(classes) or np.shape(offsets) != (len(classes),):
        raise damaged("the weights of a logistic regression")
    recipe = type(model)(**{p: state[p] for p in type(model)().get_params() if p in state})
    parts = [LogisticRegression() for _ in classes]
    width = {name: state[name] for name in ("n_features_in_", "feature_names_in_") if name in state}
    for i, part in enumerate(parts):
        part.coef_, part.intercept_, part.classes_ = weights[i : i + 1], offsets[i : i + 1], np.array([0, 1])
        vars(part).update(width)
    binarizer = LabelBinarizer(sparse_output=True)
    binarizer.classes_, binarizer.y_type_, binarizer.sparse_input_ = classes, "multiclass", False
    version = {"_sklearn_version": state["_sklearn_version"]}
    state.clear()
    state.update(version, **width, estimator=recipe, n_jobs=None, verbose=0)
    state.update(estimators_=parts, label_binarizer_=binarizer, classes_=classes)
    model.__class__ = OneVsRestClassifier  # in its place: others may already hold the object


def carry_poisson(model: Any, state: dict[str, Any]) -> bool:
    """Until 1.0 generalised linear models kept a distribution and a link instead of a loss."""
    if state.pop("_family_instance", None) is None:
        return False
    state.pop("_link_instance", None)
    names = ("alpha", "power", "link", "fit_intercept")
    plain = type(model)(**{n: state[n] for n in type(model)().get_params() if n in names and n in state})
    state["_base_loss"] = plain._get_loss()
    return True


def carry_least_squares_parts(model: Any, state: dict[str, Any]) -> bool:
    """Until 1.4 the coefficients of partial least squares were for scaled columns; until 1.0 they lay on their side."""
    weights = state.pop("_coef_", state.get("coef_"))
    if weights is None:
        return False
    if numbers(state["_sklearn_version"]) < (1, 1):
        weights = weights.T
    state["coef_"] = weights / state["_x_std"]
    state.setdefault("intercept_", state["_y_mean"])
    state.setdefault("_predict_1d", len(weights) == 1)  # until 1.2 one target came as a table of one column
    return True


def carry_ridge_classes(model: Any, state: dict[str, Any]) -> bool:
    """Until 1.7 the classes were read from the binarizer each time."""
    binarizer = state.get("_label_binarizer")
    if binarizer is None or "classes_" in state:
        return False
    state["classes_"] = vars(binarizer)["classes_"]
    return True


def carry_centroids(model: Any, state: dict[str, Any]) -> bool:
    """Until 1.5 all classes were equally likely, and there were no probabilities (columns count as they are)."""
    centroids = state.get("centroids_")
    if not isinstance(centroids, np.ndarray) or centroids.ndim != 2:
        return False
    state["class_prior_"] = np.full(len(centroids), 1 / len(centroids))
    state["within_class_std_dev_"] = np.ones(centroids.shape[1])
    return True


def carry_probability(model: Any, state: dict[str, Any]) -> bool:
    """Until 1.8 `probability` said itself whether there are probabilities."""
    state["_effective_probability"] = bool(state.get("probability"))
    return False  # nothing that a user would want to know


def carry_members(model: Any, state: dict[str, Any]) -> bool:
    """Until 1.1 the template of the members was called `base_estimator`."""
    if "base_estimator" in state and "estimator" not in state:
        state["estimator"] = state.pop("base_estimator")
    if "base_estimator_" in state and "estimator_" not in state:
        state["estimator_"] = state.pop("base_estimator_")
    return False


def carry_label_encoder(model: Any, state: dict[str, Any]) -> bool:
    """Until 1.1 a stack called its encoder of labels `_le`."""
    if "_le" in state:
        state["_label_encoder"] = state.pop("_le")
    return False


def carry_calibrated(model: Any, state: dict[str, Any]) -> bool:
    """Until 1.1 a calibrated member called its model `base_estimator`."""
    if "base_estimator" in state and "estimator" not in state:
        state["estimator"] = state.pop("base_estimator")
    return False


def carry_scorer(model: Any, state: dict[str, Any]) -> bool:
    """Until 1.2 a search without a scoring of its own kept a function that asks the model."""
    from sklearn.metrics._scorer import _PassthroughScorer

    if type(state.get("scorer_")) is Former:
        state["scorer_"] = _PassthroughScorer(state.get("best_estimator_", state.get("estimator")))
    return False


def carry_spline(spline: Any, state: dict[str, Any]) -> bool:
    """Until scipy 1.14 a spline's knots and coefficients were plain attributes."""
    from scipy.interpolate import BSpline

    if "_t" in state or not isinstance(vars(BSpline).get("t"), property):
        return False
    new = BSpline(state["t"], state["c"], state["k"], extrapolate=state["extrapolate"], axis=state["axis"])
    state.clear()
    state.update(vars(new))
    return True


def carry_votes(model: Any, state: dict[str, Any]) -> bool:
    """Until 1.5 AdaBoost voted by probabilities (SAMME.R) unless told otherwise; until 1.2 it weighed other votes."""
    votes, version = state.pop("algorithm", "SAMME"), state["_sklearn_version"]
    if "estimators_" not in state:
        return False
    if votes not in ("SAMME", "deprecated"):
        raise too_old_part("AdaBoostClassifier", version, f"votes by {shown(votes, 20)}")
    if numbers(version) < (1, 3):
        raise too_old_part("AdaBoostClassifier", version, "makes probabilities by an older formula")
    return False
