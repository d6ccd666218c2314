"""A form from a component's declared parameters: one widget a parameter, nothing written twice."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import streamlit as st

from optimizers.component import Component, Param, params
from optimizers.drift import Drift


def form(component: Component, columns: Mapping[str, str], key: str, leave_out: tuple[str, ...] = ()) -> Component:
    """Draw the parameters and return the component as the user has set it.

    Parameters
    ----------
    component : Component
        Where the widgets begin.
    columns : mapping of str to str
        The table's columns and their kind, "numeric" or "categorical".
    key : str
        Unique on the page.
    leave_out : tuple of str
        Parameters that do not matter just now and keep their value.
    """
    values = {
        p.name: widget(p, getattr(component, p.name), columns, f"{key}-{p.name}")
        for p in params(type(component)).values()
        if p.name not in leave_out
    }
    kept = {name: getattr(component, name) for name in leave_out}
    kept |= {"when": component.when} if isinstance(component, Drift) else {}
    return type(component)(**kept, **values)


def widget(p: Param, value: Any, columns: Mapping[str, str], key: str) -> Any:
    label, words = label_of(p), p.doc
    if p.kind == "choice":
        return st.selectbox(label, p.choices, p.choices.index(value), key=key, help=words)
    if p.kind == "bool":
        return st.toggle(label, value, key=key, help=words)
    if p.kind == "columns":
        fitting = [c for c, kind in columns.items() if p.of in ("any", kind)]
        shown = [c for c in value if c in fitting]
        picked = st.multiselect(label, fitting, shown, key=key, help=words, placeholder="All that fit")
        return tuple(picked)
    if p.kind == "rows":
        st.caption(f"{label}: {len(value):,} named. {words}")
        return value
    if p.kind == "float" and p.low is not None and p.high is not None and not p.log:
        return st.slider(label, float(p.low), float(p.high), float(value), slider_step(p), key=key, help=words)
    if p.kind == "int":
        return int(st.number_input(label, as_int(p.low), as_int(p.high), int(value), 1, key=key, help=words))
    return st.number_input(
        label, as_float(p.low), as_float(p.high), float(value), None, number_format(p), key=key, help=words
    )


def label_of(p: Param) -> str:
    """ "by sd (sd)" -> "By sd": the name, with its unit unless it says so itself."""
    words = p.name.replace("_", " ")
    unit = f" ({p.unit})" if p.unit and p.unit not in words.split() else ""
    return words[0].upper() + words[1:] + unit


def slider_step(p: Param) -> float:
    """A hundredth of the range, rounded to 1, 2 or 5 times a power of ten."""
    rough = (float(p.high or 0) - float(p.low or 0)) / 100
    scale = 10.0 ** math.floor(math.log10(rough))
    return scale * min((1, 2, 5, 10), key=lambda k: abs(k * scale - rough))


def number_format(p: Param) -> str:
    return "%g"


def as_int(bound: float | None) -> int | None:
    return None if bound is None else int(bound)


def as_float(bound: float | None) -> float | None:
    return None if bound is None else float(bound)
