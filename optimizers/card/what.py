"""What the model is: its class, its steps and settings, and what fitting left behind."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
import pandas as pd

from optimizers.card.answers import class_names
from optimizers.card.fitted import fitted_counts
from optimizers.card.walk import is_estimator, parameters, steps
from optimizers.case import Case
from optimizers.words import listed

LONGEST = 80
DISTRIBUTION = {"sklearn": "scikit-learn", "xgboost": "xgboost-cpu"}


def what(case: Case, saved_by: Mapping[str, str] | None = None) -> tuple[dict[str, Any], dict[str, pd.DataFrame]]:
    """The model's description.

    Parameters
    ----------
    case : Case
    saved_by : mapping of str to str, optional
        Versions that the file says saved it: {"scikit-learn": "1.5.2"}.

    Returns
    -------
    head : dict
        "class", "module", "task", "n_features", "features", "classes", "fitted" (counts by kind),
        "saved_by", "installed" (versions), "version_note" (a sentence, or empty).
    frames : dict
        "steps" (step, class, columns) and "parameters" (step, parameter, value, default): those that
        differ from their defaults.
    """
    model = case.model
    features = [str(f) for f in getattr(model, "feature_names_in_", case.X_train.columns)]
    saved, here = dict(saved_by or {}), installed(model, saved_by or {})
    head = {
        "class": getattr(model, "kind_", type(model).__name__),
        "module": type(model).__module__,
        "task": case.task,
        "n_features": len(features),
        "features": features,
        "classes": class_names(case),
        "fitted": fitted_counts(model),
        "saved_by": saved,
        "installed": here,
        "version_note": version_note(saved, here),
    }
    return head, {"steps": step_frame(model), "parameters": parameter_frame(model)}


def step_frame(model: Any) -> pd.DataFrame:
    """The estimators that the model is made of, outermost first."""
    records = [
        {"step": path, "class": type(part).__name__, "columns": "" if cols is None else columns_text(cols)}
        for path, part, cols in steps(model)
    ]
    return pd.DataFrame(records, columns=["step", "class", "columns"])


def columns_text(columns: Any) -> str:
    return listed(columns) if isinstance(columns, list | tuple | np.ndarray | pd.Index) else short(columns)


def parameter_frame(model: Any) -> pd.DataFrame:
    """Parameters that differ from their defaults, estimators among them left out: they are steps."""
    records = []
    for path, part, _ in steps(model):
        usual = defaults(type(part))
        for name, value in parameters(part).items():
            if not (is_estimator(value) or holds_estimators(value) or same(value, usual.get(name, "(none)"))):
                default = short(usual[name]) if name in usual else "(none)"
                records.append({"step": path, "parameter": name, "value": short(value), "default": default})
    return pd.DataFrame(records, columns=["step", "parameter", "value", "default"])


def defaults(kind: type) -> dict[str, Any]:
    """The defaults of a class' parameters."""
    import inspect

    try:
        signature = inspect.signature(kind)
    except (TypeError, ValueError):
        return {}
    return {k: p.default for k, p in signature.parameters.items() if p.default is not p.empty}


def holds_estimators(value: Any) -> bool:
    return isinstance(value, list | tuple) and any(
        isinstance(entry, tuple) and len(entry) > 1 and is_estimator(entry[1]) for entry in value
    )


def same(value: Any, default: Any) -> bool:
    """Whether two settings are the same; arrays never are, NaN is itself."""
    if value is default or (value != value and default != default and isinstance(value, float)):
        return True
    return type(value) is type(default) and not isinstance(value, np.ndarray | pd.Series) and bool(value == default)


def short(value: Any) -> str:
    """A setting on one line."""
    text = getattr(value, "__name__", None) or " ".join(repr(value).split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def installed(model: Any, saved_by: Mapping[str, str]) -> dict[str, str]:
    """Versions here of the libraries that saved the model and of those that its steps come from."""
    packages = {type(part).__module__.partition(".")[0] for _, part, _ in steps(model)}
    names = {*saved_by, *(DISTRIBUTION.get(p, p) for p in packages if p in sys.modules)}
    found = {name: installed_version(name) for name in sorted(names)}
    if hasattr(model, "sklearn_"):  # it answers from another version's process
        found["sklearn"] = model.sklearn_
    return {name: v for name, v in found.items() if v}


def installed_version(name: str) -> str:
    for spelled in (name, DISTRIBUTION.get(name, name)):
        try:
            return version(spelled)
        except PackageNotFoundError:
            continue
    return ""


def version_note(saved: Mapping[str, str], here: Mapping[str, str]) -> str:
    """A sentence where a library is not the one that saved the model."""
    other = [f"{k} {v} (here {here.get(k, 'none')})" for k, v in saved.items() if here.get(k) != v]
    return f"Saved by {' and '.join(other)}: answers may differ." if other else ""
