"""The Python that makes an estimator: its imports and its constructor, with every parameter that is not the default."""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np

WIDTH = 88
INDENT = 4


def source(model: Any, name: str = "model") -> list[str]:
    """Import lines, an empty line and the assignment that makes the unfitted model.

    Parameters
    ----------
    model : estimator
        Fitted or not; only its parameters are read.
    name : str
        What it is assigned to.
    """
    imports = sorted({f"from {public_module(cls)} import {cls.__name__}" for cls in classes(model)})
    return [*imports, "", *f"{name} = {written(model, 0, len(name) + 3)}".split("\n")]


def non_default(model: Any) -> dict[str, Any]:
    """The parameters of an estimator that its class would not have set by itself."""
    own, default = model.get_params(deep=False), defaults(type(model))
    return {k: v for k, v in own.items() if k not in default or not same(v, default[k])}


def defaults(cls: type) -> dict[str, Any]:
    """What the class sets by itself; of one that cannot be made without arguments, what its signature says."""
    try:
        return cls().get_params(deep=False)  # type: ignore[attr-defined]
    except TypeError:
        return {k: p.default for k, p in inspect.signature(cls).parameters.items()}


def same(value: Any, default: Any) -> bool:
    """Whether a value is the default; NaN is equal to NaN, arrays are equal to no default."""
    if isinstance(value, float) and isinstance(default, float) and np.isnan(value):
        return bool(np.isnan(default))
    return value is default or (type(value) is type(default) and is_plain(value) and value == default)


def is_plain(value: Any) -> bool:
    return isinstance(value, bool | int | float | str | tuple | list | dict) and "array" not in repr(value)[:200]


def is_estimator(value: Any) -> bool:
    return hasattr(value, "get_params") and not isinstance(value, type)


def classes(value: Any) -> Iterator[type]:
    """The classes that the text of a value names."""
    if is_estimator(value):
        yield type(value)
        for inner in non_default(value).values():
            yield from classes(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from classes(inner)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from classes(inner)


def public_module(cls: type) -> str:
    """The shortest module that offers the class: sklearn.ensemble for one of sklearn.ensemble._gb."""
    parts = cls.__module__.split(".")
    for n in range(1, len(parts) + 1):
        module = ".".join(parts[:n])
        if getattr(sys.modules.get(module), cls.__name__, None) is cls:
            return module
    return cls.__module__


def written(value: Any, indent: int = 0, before: int = 0) -> str:
    """A value as Python; a call or a list that does not fit the width has one part a line.

    Parameters
    ----------
    value : object
    indent : int
        Of the line that it stands in, in characters.
    before : int
        Characters that stand before it in its line, after the indent.
    """
    opening, parts, closing = taken_apart(value)
    if parts is None:
        return opening
    one_line = opening + ", ".join(f"{head}{written(v)}" for head, v in parts) + closing
    if (indent + before + len(one_line) <= WIDTH and "\n" not in one_line) or not parts:
        return one_line
    deeper = indent + INDENT
    lines = [f"{' ' * deeper}{head}{written(v, deeper, len(head))}," for head, v in parts]
    return "\n".join([opening, *lines, " " * indent + closing])


def taken_apart(value: Any) -> tuple[str, list[tuple[str, Any]] | None, str]:
    """What opens it, its parts with what stands before each, what closes it; None for what has no parts."""
    if is_estimator(value):
        return f"{type(value).__name__}(", [(f"{k}=", v) for k, v in non_default(value).items()], ")"
    if isinstance(value, list):
        return "[", [("", v) for v in value], "]"
    if isinstance(value, tuple):
        return "(", [("", v) for v in value], ",)" if len(value) == 1 else ")"
    if isinstance(value, dict):
        return "{", [(f"{plain(k)}: ", v) for k, v in value.items()], "}"
    return plain(value), None, ""


def plain(value: Any) -> str:
    """A value without parts: numpy's numbers as Python's, functions and classes by name, arrays by their shape."""
    if isinstance(value, np.generic):
        return repr(value.item())
    if isinstance(value, np.ndarray):
        return f"np.array({value.tolist()})" if value.size <= 8 else f"...  # an array of shape {value.shape}"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return getattr(value, "__name__", None) or repr(value)
