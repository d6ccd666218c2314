"""A model's recipe in plain words, for another library version: what its maker would have written.

Only settings that differ from the defaults of the version that tells are told, so that a version with other
defaults makes of it what it would make of the same source code. Runs under every Python from 3.9.
"""

from __future__ import annotations

import importlib
import inspect
from typing import Any

from sandbox.refusal import Refused

ROOTS = ("sklearn", "lightgbm", "xgboost")
DEEPEST = 12


def told(model: Any, depth: int = 0) -> dict[str, Any]:
    """The recipe of an estimator: its public class, and its settings as JSON.

    Raises
    ------
    Refused
        If a setting cannot be written down.
    """
    if depth > DEEPEST:
        raise Refused("unsupported", "The recipe of the model is nested too deeply to be fitted anew elsewhere.")
    kind = type(model)
    usual = inspect.signature(kind.__init__).parameters
    params = {}
    for name, value in model.get_params(deep=False).items():
        default = usual[name].default if name in usual else inspect.Parameter.empty
        if not _same(value, default):
            params[name] = _told(value, f"{kind.__name__}.{name}", depth)
    return {"class": public(kind), "params": params}


def public(kind: type) -> str:
    """Where a class is imported from by those who use it."""
    parts = kind.__module__.split(".")
    private = next((i for i, part in enumerate(parts) if part.startswith("_")), len(parts))
    return ".".join([*parts[:private], kind.__name__])


def _same(value: Any, default: Any) -> bool:
    return value is default or (
        type(value) is type(default) and isinstance(value, (bool, int, float, str)) and value == default
    )


def _told(value: Any, where: str, depth: int) -> Any:
    if hasattr(value, "get_params"):
        return {"estimator": told(value, depth + 1)}
    if isinstance(value, (list, tuple)):
        kind = "list" if isinstance(value, list) else "tuple"
        return {kind: [_told(one, where, depth) for one in value]}
    if isinstance(value, dict):
        return {"dict": [[_told(k, where, depth), _told(v, where, depth)] for k, v in value.items()]}
    if hasattr(value, "tolist") and not hasattr(value, "columns"):
        return {"array": value.tolist(), "dtype": str(value.dtype)} if getattr(value, "ndim", 0) else value.item()
    if type(value).__name__ == "ufunc":
        return {"ufunc": value.__name__}
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    raise Refused(
        "unsupported", f"{where} is a {type(value).__name__[:40]}, which cannot be handed to another version."
    )


def made(recipe: Any) -> Any:
    """The unfitted estimator of a recipe, in this version.

    Raises
    ------
    Refused
        If this version lacks the class or a setting.
    """
    module, _, name = str(recipe["class"]).rpartition(".")
    if module.split(".")[0] not in ROOTS:
        raise Refused("not_allowed", f"{module[:60]} is none of the libraries whose recipes are fitted anew.")
    try:
        kind = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError):
        raise Refused("too_old", f"This version has no {name[:60]} in {module[:60]}.") from None
    params = {key: _made(value) for key, value in recipe["params"].items()}
    missing = sorted(set(params) - set(inspect.signature(kind.__init__).parameters))
    if missing:
        raise Refused("too_old", f"{name[:60]} of this version has no parameter {', '.join(missing)[:100]}.")
    return kind(**params)


def _made(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if "estimator" in value:
        return made(value["estimator"])
    if "ufunc" in value or "array" in value:
        import numpy as np

        return getattr(np, value["ufunc"]) if "ufunc" in value else np.array(value["array"], dtype=value["dtype"])
    if "dict" in value:
        return {_made(k): _made(v) for k, v in value["dict"]}
    kind = "list" if "list" in value else "tuple"
    items = [_made(one) for one in value[kind]]
    return items if kind == "list" else tuple(items)
