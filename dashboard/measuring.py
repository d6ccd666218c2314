"""Measurements that a button starts: kept with their time, and made anew when asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from dashboard import asking, state
from dashboard.cases import OpenCase
from sandbox.client import Reply


def wanted(case: OpenCase, question: str, label: str, why: str, **look: Any) -> bool:
    """Whether a measurement is kept, or was asked for with the button that stands here otherwise."""
    if state.answers_for(case).get(question) is not None or st.session_state.get("measuring") == question:
        return True
    st.button(label, key=f"measure-{hash(question)}", on_click=measure_again, args=(case, question), **look)
    st.caption(why)
    return False


def measured(case: OpenCase, question: str, work: asking.Work, stop: Callable[[], None], doing: str) -> Reply | None:
    """What is kept or found out, below its time and a button that makes it anew; None as for `asking.ask`."""
    answer = asking.found_out(case, question, work, stop, doing)
    if answer is None:
        if st.session_state.get("stopped") != question:  # refused: the button comes back
            st.session_state["measuring"] = None
        return None
    if st.session_state.get("measuring") == question:
        st.session_state["measuring"] = None
    since = state.answers_for(case).since(question)
    with st.container(horizontal=True, vertical_alignment="center"):
        if since is not None:
            st.caption(at_time(since), width="content")
        st.button(
            "Measure again", key=f"anew-{hash(question)}", type="tertiary", icon=":material/replay:",
            on_click=measure_again, args=(case, question),
        )  # fmt: skip
    return answer


def measure_again(case: OpenCase, question: str) -> None:
    state.answers_for(case).drop(question)
    st.session_state["measuring"] = question
    if st.session_state.get("stopped") == question:
        st.session_state["stopped"] = None


def at_time(since: float, now: float | None = None) -> str:
    """When something was measured, with the day where it is not today.

    >>> at_time(50_520.0, 60_000.0), at_time(50_520.0, 1e6)
    ('Measured 14:02 UTC.', 'Measured 1970-01-01 14:02 UTC.')
    """
    then, today = datetime.fromtimestamp(since, UTC), datetime.now(UTC)
    today = today if now is None else datetime.fromtimestamp(now, UTC)
    return f"Measured {then:%H:%M} UTC." if then.date() == today.date() else f"Measured {then:%Y-%m-%d %H:%M} UTC."
