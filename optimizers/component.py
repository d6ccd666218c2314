"""A component is a frozen dataclass whose fields are its declared parameters.

One declaration feeds the check, the form, the command line, the docs and the edge-of-range tests.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import Any, cast, get_type_hints

from optimizers.param import Param, complaint, kind_of, param

__all__ = ["Component", "Param", "code", "default_of", "discover", "from_spec", "param", "params"]


@dataclass(frozen=True)
class Component:
    """Base of everything a user can configure: checked when made, compared by value.

    Raises
    ------
    ValueError
        If a parameter is of the wrong type or outside its range; the sentence names both.
    """

    def __post_init__(self) -> None:
        for declared in params(type(self)).values():
            value = getattr(self, declared.name)
            if declared.kind in ("columns", "rows") and isinstance(value, list):
                object.__setattr__(self, declared.name, value := tuple(value))
            wrong = complaint(declared, value)
            if wrong:
                raise ValueError(f"{type(self).__name__}.{declared.name} {wrong}; got {value!r}.")

    def spec(self) -> dict[str, Any]:
        """The component as plain JSON: its kind and every value that is not the default."""
        return {"kind": type(self).__name__} | {
            f.name: plain(getattr(self, f.name)) for f in fields(self) if getattr(self, f.name) != default_of(f)
        }

    @classmethod
    def title(cls) -> str:
        """The first line of the docstring, without its full stop."""
        return (cls.__doc__ or cls.__name__).strip().splitlines()[0].rstrip(".")


def params(cls: type) -> dict[str, Param]:
    """The declared parameters of a component class, in the order of its fields."""
    return _params(cast(Any, cls))


@cache
def _params(cls: Any) -> dict[str, Param]:
    hints = get_type_hints(cls)
    return {
        f.name: Param(f.name, kind_of(hints[f.name], f.metadata["declared"]), f.default, **f.metadata["declared"])
        for f in fields(cls)
        if "declared" in f.metadata
    }


def code(value: Any) -> str:
    """A component as the Python that makes it, without its defaults.

    >>> from optimizers.experiment import Experiment
    >>> code(Experiment(n_steps=12))
    'Experiment(n_steps=12)'
    """
    if isinstance(value, Component):
        own = [f for f in fields(value) if getattr(value, f.name) != default_of(f)]
        return f"{type(value).__name__}({', '.join(f'{f.name}={code(getattr(value, f.name))}' for f in own)})"
    if isinstance(value, tuple):
        return f"({', '.join(map(code, value))}{',' if len(value) == 1 else ''})"
    return repr(value)


def default_of(f: Any) -> Any:
    return (
        f.default if f.default is not MISSING else f.default_factory() if f.default_factory is not MISSING else MISSING
    )


def plain(value: Any) -> Any:
    """A field's value as JSON."""
    if isinstance(value, Component):
        return value.spec()
    return [plain(v) for v in value] if isinstance(value, tuple) else value


def discover(package: str, base: type[Any]) -> dict[str, Any]:
    """Every concrete component of a folder, by class name: dropping a file in is all it takes.

    Parameters
    ----------
    package : str
        The dotted name of the folder, such as "optimizers.drift".
    base : type
        The class that they derive from; itself left out, as are names that begin with "_".
    """
    found = {}
    root = importlib.import_module(package)
    for module in sorted(m.name for m in pkgutil.iter_modules(root.__path__)):
        for value in vars(importlib.import_module(f"{package}.{module}")).values():
            if isinstance(value, type) and issubclass(value, base) and value is not base and concrete(value):
                found[value.__name__] = value
    return found


def concrete(cls: type) -> bool:
    """Neither private nor with a method that a subclass still has to write."""
    return cls.__name__[0] != "_" and not any(getattr(getattr(cls, n), "__isabstractmethod__", False) for n in dir(cls))


def from_spec(spec: Mapping[str, Any], classes: Mapping[str, type]) -> Any:
    """Build a component from its spec; nested components are built by their own field's class.

    Raises
    ------
    ValueError
        If the kind or a parameter is unknown, or a value is refused.
    """
    if not isinstance(spec, Mapping) or spec.get("kind") not in classes:
        got = spec.get("kind") if isinstance(spec, Mapping) else spec
        raise ValueError(f"kind must be one of {', '.join(sorted(classes))}; got {got!r}.")
    cls = classes[spec["kind"]]
    hints = get_type_hints(cls)
    unknown = set(spec) - {f.name for f in fields(cls)} - {"kind"}
    if unknown:
        known = ", ".join(f.name for f in fields(cls))
        raise ValueError(f"{cls.__name__} has no parameter {sorted(unknown)[0]!r}; it has {known}.")
    return cls(**{k: nested(v, hints[k]) for k, v in spec.items() if k != "kind"})


def nested(value: Any, hint: Any) -> Any:
    """A nested component is the one class that its field names, or one value of a plain kind."""
    if isinstance(hint, type) and issubclass(hint, Component) and isinstance(value, Mapping):
        return from_spec(value, {hint.__name__: hint})
    return tuple(value) if isinstance(value, list) else value
