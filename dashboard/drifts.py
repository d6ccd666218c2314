"""The list of drifts in the sidebar: add, steer, take away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.forms import form
from dashboard.link import MOST_DRIFTS
from optimizers.component import params
from optimizers.drift import DRIFTS, Drift, Profile

SHAPES = {
    "abrupt": "At once",
    "gradual": "Row by row",
    "incremental": "Little by little",
    "recurring": "Comes and goes",
}
NEVER = "never"


def drift_list(begun_with: tuple[Drift, ...], facts: Mapping[str, Any], labels: Sequence[str]) -> tuple[Drift, ...]:
    """Draw the drifts and return them as the user has set them.

    Parameters
    ----------
    begun_with : tuple of Drift
        What the widgets start with in this generation.
    facts : mapping
        The case's: what cannot apply to its columns or task is not offered.
    labels : sequence of str
        The names of the steps.
    """
    generation = st.session_state.generation
    listed = st.session_state.setdefault(f"drifts-{generation}", list(enumerate(begun_with)))
    drifts = []
    for uid, drift in list(listed):
        key = f"drift-{generation}-{uid}"
        with st.expander(drift.title(), expanded=len(listed) <= 2, icon=":material/waves:"):
            drifts.append(steer(drift, facts["columns"], labels, key))
            st.button("Take away", key=f"{key}-gone", icon=":material/delete:", on_click=take_away, args=(listed, uid))
    add(listed, facts, f"add-{generation}", len(labels))
    return tuple(drifts)


def steer(drift: Drift, columns: Mapping[str, str], labels: Sequence[str], key: str) -> Drift:
    """One drift's own parameters, then when and how it comes."""
    set_now = form(drift, columns, key)
    return type(drift)(**{**vars(set_now), "when": profile(drift.when, labels, f"{key}-when")})


def profile(when: Profile, labels: Sequence[str], key: str) -> Profile:
    """When it comes, in the names of the steps."""
    shapes, last = list(SHAPES), len(labels) - 1
    shape = st.selectbox(
        "How it comes", shapes, shapes.index(when.shape), format_func=lambda s: SHAPES[s], key=f"{key}-shape"
    )
    first = st.select_slider(
        "From", range(last + 1), min(when.start, last), format_func=lambda s: labels[s], key=f"{key}-start"
    )
    ends = [0, *range(first + 1, last + 1)]
    end = st.selectbox(
        "Back to normal", ends, ends.index(when.end) if when.end in ends else 0,
        format_func=lambda s: labels[s] if s else NEVER, key=f"{key}-end",
    )  # fmt: skip
    over = when.over
    if shape != "abrupt":
        words = "A full period" if shape == "recurring" else "Takes"
        over = int(st.number_input(f"{words} (steps)", 1, 1000, min(when.over, 1000), 1, key=f"{key}-over"))
    return Profile(shape, first, end, over)


def take_away(listed: list, uid: int) -> None:
    listed[:] = [(u, d) for u, d in listed if u != uid]


def add(listed: list, facts: Mapping[str, Any], key: str, n_steps: int) -> None:
    """Choosing a kind is adding it."""
    task, columns = facts["task"], facts["columns"]
    fitting = {name: cls for name, cls in DRIFTS.items() if applies(cls, task, columns)}
    newest = max((u for u, _ in listed), default=-1)
    name = st.selectbox(
        "Add a drift", list(fitting), index=None, format_func=lambda n: fitting[n].title(),
        placeholder="What shall happen?", key=f"{key}-{len(listed)}-{newest}", disabled=len(listed) >= MOST_DRIFTS,
    )  # fmt: skip
    if name:
        start = min(8, max(1, n_steps // 3))
        listed.append((newest + 1, fitting[name](when=Profile(start=start))))
        st.rerun()


def applies(cls: type[Drift], task: str, columns: Mapping[str, str]) -> bool:
    """Whether this kind of drift can act on such a table at all."""
    wanted = [p.of for p in params(cls).values() if p.kind == "columns"]
    return cls.task in ("", task) and all(of == "any" or of in columns.values() for of in wanted)
