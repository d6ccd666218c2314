"""Walks through a model: the steps that were written down, and the parts that were fitted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

MOST_PARTS = 200_000


def steps(model: Any, name: str = "") -> Iterator[tuple[str, Any, Any]]:
    """(path, estimator, columns) of the model and of every estimator among its parameters, outermost first."""
    yield name, model, None
    for child, estimator, columns in children(model):
        for path, part, own in steps(estimator, f"{name} / {child}" if name else child):
            yield path, part, columns if part is estimator else own


def children(model: Any) -> Iterator[tuple[str, Any, Any]]:
    """Estimators among the parameters: alone, or in lists of (name, estimator[, columns])."""
    best = getattr(model, "best_estimator_", None)
    for key, value in parameters(model).items():
        if is_estimator(value):
            yield ("best", best, None) if key == "estimator" and best is not None else (key, value, None)
        elif isinstance(value, list | tuple):
            for entry in value:
                if isinstance(entry, tuple) and len(entry) >= 2 and is_estimator(entry[1]):
                    yield str(entry[0]), entry[1], entry[2] if len(entry) > 2 else None


def parameters(model: Any) -> dict[str, Any]:
    """What the estimator was made with; empty where it does not say."""
    try:
        return dict(model.get_params(deep=False))
    except (AttributeError, TypeError, RuntimeError):
        return {}


def is_estimator(value: Any) -> bool:
    return hasattr(value, "get_params") and not isinstance(value, type)


def parts(model: Any) -> Iterator[Any]:
    """The model and every object that it holds in lists, dicts, object arrays and attributes, each once.

    Follows estimators and the private objects of scikit-learn only, and reads no properties.
    """
    seen: set[int] = set()
    stack = [model]
    while stack and len(seen) < MOST_PARTS:
        part = stack.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        if isinstance(part, list | tuple | set):
            stack.extend(part)
        elif isinstance(part, dict):
            stack.extend(part.values())
        elif isinstance(part, np.ndarray):
            if part.dtype == object:
                stack.extend(part.ravel().tolist())
        elif is_estimator(part) or type(part).__module__.partition(".")[0] == "sklearn":
            yield part
            stack.extend(getattr(part, "__dict__", {}).values())
