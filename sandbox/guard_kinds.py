"""What a loaded object is: only fitted models that predict a target may stay."""

from __future__ import annotations

from typing import Any

import sklearn.base
from sklearn.exceptions import NotFittedError
from sklearn.utils.validation import check_is_fitted

from sandbox.guard_words import damaged, shown, unsupported
from sandbox.refusal import Refused

GROUPS = ("clusterer", "outlier_detector", "density_estimator")


def check_kind(model: Any) -> None:
    """Refuse with one sentence what is no fitted classifier or regressor."""
    try:
        _check_kind(model)
    except (Refused, MemoryError):
        raise
    except Exception as error:
        raise damaged(f"the model cannot say what it is: {type(error).__name__}") from None


def _check_kind(model: Any) -> None:
    name = shown(type(model).__name__, 60)
    if isinstance(model, type) or not isinstance(model, sklearn.base.BaseEstimator):
        raise unsupported(f"The file holds {_described(model)}, not a fitted model", "save the fitted model alone")
    if not (sklearn.base.is_classifier(model) or sklearn.base.is_regressor(model)):
        _refuse_kind(model, name)
    if not hasattr(model, "predict"):
        raise unsupported(f"{name} has no predict", "save the whole pipeline with its last step")
    if not _is_fitted(model):
        raise unsupported(f"{name} is not fitted", "call fit before you save it")


def _refuse_kind(model: Any, name: str) -> None:
    kind = getattr(sklearn.utils.get_tags(model), "estimator_type", None)
    if kind in GROUPS or hasattr(model, "fit_predict"):
        raise unsupported(
            f"{name} finds groups or outliers, and the workbench compares predictions with a target",
            "upload a classifier or a regressor",
        )
    raise unsupported(
        f"{name} does not predict a target",
        "save the whole pipeline, with the classifier or regressor at its end",
    )


def _is_fitted(model: Any) -> bool:
    try:
        check_is_fitted(model)
    except NotFittedError:
        return False
    return True


def _described(obj: Any) -> str:
    if isinstance(obj, dict):
        inside = [k for k, v in obj.items() if isinstance(v, sklearn.base.BaseEstimator)]
        return f"a dict with a model under {shown(repr(inside[0]), 40)}" if inside else "a dict"
    if isinstance(obj, type):
        return f"the class {shown(obj.__name__, 60)}"
    return f"a {shown(type(obj).__name__, 60)}"
