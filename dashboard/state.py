"""What a session has: its case, its settings, and the answers it was given."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import cases, workers
from dashboard.answers import Answers
from dashboard.link import Settings, from_query, to_query
from optimizers.experiment import Experiment
from sandbox.client import Parent

FIRST_SAMPLE = "loans"
MOST_UPLOADS = 3
MOST_UPLOAD_MIB = 500


@st.cache_resource(show_spinner=False, on_release=lambda parent: parent.close())
def parent() -> Parent:
    """The one source of confined workers of this server."""
    begun = workers.warming()
    settle_memory()
    return begun


def settle_memory() -> None:
    """Freeze what the heavy imports left: streamlit collects garbage after every run of a page."""
    import gc

    import plotly.graph_objects  # noqa: F401  (imported now so that it is frozen too)

    gc.collect()
    gc.freeze()


@st.cache_resource(show_spinner=False)
def shared_answers() -> Answers:
    """Answers about sample cases: the same for everybody."""
    return Answers()


class Session:
    """The cases that one browser session opened, and what was answered about its own uploads."""

    def __init__(self) -> None:
        self.cases: dict[str, cases.OpenCase] = {}
        self.answers = Answers()

    def close(self) -> None:
        for case in self.cases.values():
            case.close()
        self.cases.clear()


@st.cache_resource(scope="session", show_spinner=False, on_release=lambda session: session.close())
def session() -> Session:
    return Session()


def keep_upload(case: cases.OpenCase) -> None:
    """Put an upload among the session's cases; the oldest goes when there are too many, or too many bytes."""
    own = session().cases
    before = own.pop(case.key, case)
    if before is not case:
        before.close()
    own[case.key] = case
    uploads = [k for k in own if k.startswith("upload-")]
    while len(uploads) > 1 and (len(uploads) > MOST_UPLOADS or mib_of(own, uploads) > MOST_UPLOAD_MIB):
        own.pop(uploads.pop(0)).close()


def mib_of(own: dict[str, cases.OpenCase], keys: list[str]) -> float:
    """What the files of these cases hold, in MiB."""
    return sum(len(raw) for key in keys for _, raw in own[key].files.values()) / (1 << 20)


def case_named(key: str) -> cases.OpenCase | None:
    """The session's case of that key: a sample is opened on demand, an upload must be there."""
    import sample_data

    own = session().cases
    if key not in own and key in sample_data.keys():  # noqa: SIM118  (a function of the package)
        own[key] = cases.sample(key, parent())
    return own.get(key)


def answers_for(case: cases.OpenCase) -> Answers:
    return session().answers if case.key.startswith("upload-") else shared_answers()


def stories(key: str) -> list[dict[str, Any]]:
    """The experiments that a case suggests, each a title and a spec; the first is shown first."""
    import sample_data

    if key in sample_data.keys():  # noqa: SIM118
        facts = sample_data.describe(key)
        return told_by(facts["experiment"], "month" if facts["time"] else "")
    case = session().cases.get(key)
    return told_by(None, real_timeline(case.facts), case.facts) if case is not None and case.facts else []


def told_by(first: dict[str, Any] | None, real: str, facts: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """A sample's own experiment, what really happened where there are dates, and a simulated world."""
    happened = {"timeline": real, "drifts": []}
    told: dict[str, dict[str, Any]] = {}
    if first is None:
        told = {"As it really happened": happened} if real else {}
        told["With a drift added"] = {"drifts": [usual_drift(facts or {})]}
    else:
        told["With a drift added" if first["drifts"] else "As it really happened"] = first
        if real:
            told.setdefault("As it really happened", first | happened)
        if first["timeline"] != "simulated":
            told["In a simulated world"] = first | {"timeline": "simulated", "n_steps": 24}
    return [{"title": title, "experiment": spec} for title, spec in told.items()]


def real_timeline(facts: dict[str, Any]) -> str:
    """The coarsest calendar that gives a case at least four steps; empty without one."""
    return next((t for t in ("month", "week", "day") if 4 <= len(facts["steps"].get(t, ())) <= 120), "")


def usual_drift(facts: dict[str, Any]) -> dict[str, Any]:
    """What a stranger's table meets first: its numbers move, or a category comes up that was never seen."""
    return {"kind": "Move" if "numeric" in facts.get("columns", {}).values() else "NewCategory"}


def defaults(key: str) -> Settings:
    """Where a case begins."""
    told = stories(key)
    return Settings(key, "", Experiment.from_spec(told[0]["experiment"]) if told else Experiment())


def settings() -> Settings:
    """The settings of this session; read from the link once, and again whenever a page sends one.

    Notes about a wrong link are left in `st.session_state.link_notes`.
    """
    state = st.session_state
    if "settings" not in state:
        query = {k: st.query_params.get_all(k) for k in st.query_params}
        key = query.get("case", [FIRST_SAMPLE])[-1]
        state.link_notes = []
        if not key.startswith("upload-") and not stories(key):
            state.link_notes.append(f"The link's case {key[:40]!r} is not known; {FIRST_SAMPLE} is shown.")
            key = FIRST_SAMPLE
        state.settings, notes = from_query(query, defaults(key))
        state.link_notes += notes
        state.generation = 0
    return state.settings


def change(new: Settings, *, redraw: bool = False) -> None:
    """Take new settings; `redraw` gives every widget a fresh start with them."""
    st.session_state.settings = new
    if redraw:
        st.session_state.generation = st.session_state.get("generation", 0) + 1
        st.session_state.begun_with = new


def write_link() -> None:
    """Put the settings into the address."""
    wanted = to_query(st.session_state.settings)
    if {k: st.query_params.get_all(k) for k in st.query_params} != {
        k: v if isinstance(v, list) else [v] for k, v in wanted.items()
    }:
        st.query_params.from_dict(wanted)
