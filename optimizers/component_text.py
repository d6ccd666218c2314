"""Drifts and strategies as short texts, for links and the command line: `Move*columns.income*by_sd.2*start.9`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, unquote

from optimizers.component import Component, params
from optimizers.drift import DRIFTS, Drift, Profile
from optimizers.strategy import Strategy, strategies


def drift_text(drift: Drift) -> str:
    """What is not the default, in letters that a URL leaves alone.

    >>> from optimizers.drift.move import Move
    >>> drift_text(Move(columns=("income",), by_sd=2, when=Profile(start=9)))
    'Move*columns.income*by_sd.2*start.9'
    """
    return text_of(type(drift).__name__, drift, drift.when)


def strategy_text(strategy: Strategy) -> str:
    """A strategy in the same form."""
    return text_of(type(strategy).__name__, strategy)


def text_of(kind: str, *components: Component) -> str:
    parts = [kind]
    for part in components:
        for name, p in params(type(part)).items():
            value = getattr(part, name)
            if value != p.default:
                parts += [f"{name}.{text}" for text in texts_of(value)]
    return "*".join(parts)


def texts_of(value: Any) -> list[str]:
    if isinstance(value, tuple):
        return [quote(str(v), safe="").replace("*", "%2A") for v in value]
    return [quote(f"{value:.9g}" if isinstance(value, float) else str(value), safe="-")]


def drift_from(text: str) -> Drift:
    """The drift of such a text.

    Raises
    ------
    ValueError
        If the kind, a parameter or a value is wrong; the sentence says which.

    >>> drift_from("Move*by_sd.2").by_sd
    2.0
    """
    kind, own = split(text)
    if kind not in DRIFTS:
        raise ValueError(f"there is no drift {kind[:40]!r}; there are {', '.join(DRIFTS)}.")
    profile = {k: own.pop(k) for k in params(Profile) if k in own}
    return build(DRIFTS[kind], own, when=build(Profile, profile))


def strategy_from(text: str) -> Strategy:
    """The strategy of such a text; ValueError as `drift_from`."""
    kind, own = split(text)
    if kind not in strategies():
        raise ValueError(f"there is no strategy {kind[:40]!r}; there are {', '.join(strategies())}.")
    return build(strategies()[kind], own)


def split(text: str) -> tuple[str, dict[str, list[str]]]:
    """The kind, and its parameters' texts by name."""
    kind, *pairs = text.split("*")
    own: dict[str, list[str]] = {}
    for pair in pairs:
        name, _, value = pair.partition(".")
        own.setdefault(name, []).append(unquote(value))
    return kind, own


def build(cls: Any, given: Mapping[str, list[str]], **more: Component) -> Any:
    declared = params(cls)
    for name in given:
        if name not in declared:
            raise ValueError(f"{cls.__name__} has no parameter {name[:40]!r}.")
    return cls(**{k: typed(declared[k], v) for k, v in given.items()}, **more)


def typed(declared: Any, texts: list[str]) -> Any:
    """A parameter's value from its texts; a text that is no number stays one, and is refused by its class."""
    if declared.kind == "columns":
        return tuple(texts)
    if declared.kind == "rows":
        return tuple(int(t) if t.isdecimal() else t for t in texts)
    readers: dict[str, Callable[[str], Any]] = {"int": int, "float": float, "bool": "True".__eq__}
    reader = readers.get(declared.kind, str)
    try:
        return reader(texts[-1])
    except ValueError:
        return texts[-1]
