"""One parameter: its kind, range, unit and words, and what is wrong with a value."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Param:
    """What is declared about one parameter.

    Attributes
    ----------
    name, kind : str
        The field's name; `kind` is "int", "float", "bool", "choice", "columns" or "rows".
    default, low, high
        The default and the closed range (None: no bound).
    unit, doc : str
        The unit as it stands in a sentence, and what the parameter does.
    choices : tuple of str
        The values of a "choice".
    of : str
        Which columns "columns" may name: "numeric", "categorical" or "any"; "rows" for places of learning rows.
    log : bool
        True when a logarithmic slider serves better.
    """

    name: str
    kind: str
    default: Any
    low: float | None = None
    high: float | None = None
    unit: str = ""
    doc: str = ""
    choices: tuple[str, ...] = ()
    of: str = ""
    log: bool = False


def param(
    default: Any,
    low: float | None = None,
    high: float | None = None,
    unit: str = "",
    doc: str = "",
    *,
    choices: tuple[str, ...] = (),
    of: str = "",
    log: bool = False,
    kw_only: bool = False,
) -> Any:
    """Declare a parameter: the only place where its range, unit and words stand."""
    declared = {"low": low, "high": high, "unit": unit, "doc": doc, "choices": choices, "of": of, "log": log}
    return field(default=default, metadata={"declared": declared}, kw_only=kw_only)


def kind_of(hint: Any, declared: Mapping[str, Any]) -> str:
    if declared["choices"]:
        return "choice"
    if declared["of"]:
        return "rows" if declared["of"] == "rows" else "columns"
    if hint in (int, float, bool):
        return hint.__name__
    raise TypeError(f"A parameter is an int, a float, a bool, a choice, columns or rows; got {hint!r}.")


def complaint(p: Param, value: Any) -> str:
    """What is wrong with a value, as the middle of a sentence; empty if nothing is."""
    if p.kind == "choice":
        return "" if value in p.choices else f"must be one of {', '.join(p.choices)}"
    if p.kind == "columns":
        ok = isinstance(value, tuple) and all(isinstance(c, str) for c in value)
        return "" if ok else "must be a tuple of column names"
    if p.kind == "rows":
        ok = isinstance(value, tuple) and all(type(r) is int and r >= 0 for r in value)
        return "" if ok else "must be a tuple of places of rows, counted from 0"
    if p.kind == "bool":
        return "" if isinstance(value, bool) else "must be True or False"
    whole = isinstance(value, int) and not isinstance(value, bool)
    if p.kind == "int" and not whole:
        return "must be a whole number"
    if p.kind == "float" and not (whole or (isinstance(value, float) and math.isfinite(value))):
        return "must be a number"
    return "" if in_range(p, value) else f"must be {range_of(p)}"


def in_range(p: Param, value: float) -> bool:
    return (p.low is None or value >= p.low) and (p.high is None or value <= p.high)


def range_of(p: Param) -> str:
    """The range as words: "between 2 and 50 candidates"."""
    unit = f" {p.unit}" if p.unit else ""
    if p.low is not None and p.high is not None:
        return f"between {p.low} and {p.high}{unit}"
    return f"at least {p.low}{unit}" if p.low is not None else f"at most {p.high}{unit}"
