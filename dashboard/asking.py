"""Asking a case from a page: cached, with progress and a stop button, and never a traceback."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard import state
from dashboard.answers import named
from dashboard.cases import OpenCase
from dashboard.jobs import Job
from dashboard.words import plain
from sandbox.client import Refused, Reply, Stopped

Work = Callable[[Callable[[dict], None]], Any]
QUIET_S = 0.25
POLL_S = 0.1


def ask(case: OpenCase, command: str, head: dict[str, Any], doing: str) -> Reply | None:
    """The answer to a question; None, with a message on the page, when there is none.

    Parameters
    ----------
    case : OpenCase
    command, head
        As the worker knows them.
    doing : str
        What the user reads while it lasts: "Playing 24 steps".
    """
    question = named(case.identity, command, head)
    return found_out(case, question, lambda tell: case.ask(command, head, on_progress=tell), case.stop, doing)


def found_out(case: OpenCase, question: str, work: Work, stop: Callable[[], None], doing: str) -> Reply | None:
    """The answer that is kept under a question, or what `work` finds out; `stop` ends that at once."""
    kept = state.answers_for(case)
    if (answer := kept.get(question)) is not None:
        return answer
    if st.session_state.get("stopped") == question:
        _stopped(question, doing)
        return None

    def found(tell: Callable[[dict], None]) -> Reply:
        """Another session may have been answered while this one waited for a core."""
        if (given := kept.get(question)) is None:
            given = work(tell)
            kept.put(question, given)
        return given

    try:
        return _wait(job_for(question, found, stop), question, doing)
    except Stopped:
        _stopped(question, doing)
        return None
    except Refused as refused:
        st.error(plain(refused.sentence), icon=":material/block:")
        return None


def begun(case: OpenCase, command: str, head: dict[str, Any]) -> bool:
    """Whether the session works on this question, or has stopped working on it: the button that asked is pressed."""
    question, running = named(case.identity, command, head), st.session_state.get("job")
    return (running is not None and running[0] == question) or st.session_state.get("stopped") == question


def job_for(question: str, work: Work, stop: Callable[[], None]) -> Job:
    """The session's running job if it works on this question; any other is ended."""
    running = st.session_state.get("job")
    if running is not None and running[0] == question:
        return running[1]
    if running is not None and not running[1].wait(0):
        running[1].stop()
        running[1].wait(2)
    job = Job(work, stop)
    st.session_state.job = (question, job)
    return job


def _wait(job: Job, question: str, doing: str) -> Reply:
    """Wait in short naps, so that the page can be left, changed or stopped at any moment."""
    if not job.wait(QUIET_S):
        place = st.empty()
        with place.container():
            bar = st.progress(0.0, doing)
            st.button(
                "Stop",
                key=f"stop-{hash(question)}",
                icon=":material/stop_circle:",
                on_click=stop,
                args=(job, question),
            )
        said = None
        while not job.wait(POLL_S):
            st.session_state.get("job")  # where streamlit leaves a run that nobody wants any more
            if (p := job.progress) is not said:
                bar.progress(p["done"] / p["of"] if p["of"] else 0.0, f"{doing}: {p['doing']}")
                said = p
        place.empty()
    st.session_state.job = None
    return job.answer()


def wait_for(question: str, work: Callable[[], Any], stop: Callable[[], None], doing: str) -> Any:
    """Do something long that is no question to a case; a refusal is returned, not raised.

    None, with a message on the page, when it was stopped.
    """
    if st.session_state.get("stopped") == question:
        _stopped(question, doing)
        return None
    try:
        return _wait(job_for(question, lambda tell: work(), stop), question, doing)
    except Refused as refused:
        return refused
    except Stopped:
        _stopped(question, doing)
        return None


def stop(job: Job, question: str) -> None:
    st.session_state.stopped = question
    job.stop()


def _stopped(question: str, doing: str) -> None:
    st.session_state.job = None
    st.info(f"{doing} was stopped; nothing that was loaded is lost.", icon=":material/stop_circle:")
    if st.button("Run again", key=f"again-{hash(question)}", icon=":material/play_arrow:"):
        st.session_state.stopped = None
        st.rerun()
