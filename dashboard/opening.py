"""Opening uploads: files go to a worker, facts and a preview come back; refusals are shown where they arise."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import asking, state
from dashboard.cases import OpenCase, files_key
from dashboard.versions import installed
from dashboard.words import plain
from sandbox.client import Refused

OF_ANOTHER_VERSION = ("too_old", "unsupported")


def look(files: dict[str, tuple[str, bytes]]) -> OpenCase | None:
    """The uploaded files, checked; None, with the reason on the page, when one is refused or the check is stopped."""
    key = files_key(files)
    version = st.session_state.get("look-version", {}).get(key, "")
    looked = st.session_state.setdefault("looked", {})
    if (key, version) not in looked:
        forget(looked)
        title = files["table"][0].rsplit("/")[-1].split(".")[0][:60] or "Uploaded case"
        case = OpenCase(key, title, files, {"name": title}, state.parent(), version=version)
        found = asking.wait_for(f"{key} {version}", case.look, case.stop, "Checking the files")
        if found is None:
            return None
        looked[key, version] = found
    found = looked[key, version]
    if isinstance(found, Refused):
        st.error(plain(found.sentence), icon=":material/block:")
        if not version and found.code in OF_ANOTHER_VERSION:
            offer_its_own_version(key, files["model"][1])
        return None
    return found


def offer_its_own_version(key: str, raw: bytes) -> None:
    """A model file that the installed version cannot open may open in the one that saved it."""
    saved = saved_by(key, raw)
    if not saved or saved == installed():
        return
    if st.button(f"Open it with scikit-learn {saved}, in a process of its own", icon=":material/dns:"):
        st.session_state["look-version"] = {key: saved}
        st.rerun()


def saved_by(key: str, raw: bytes) -> str:
    """The version that a model file names; empty where it names none or cannot be read."""
    known = st.session_state.setdefault("saved-by", {})
    if key not in known:
        try:
            with state.parent().worker() as worker:
                known[key] = worker.ask("saved by", {}, [raw], timeout=60).head["saved_by"].get("sklearn", "")
        except Refused:
            known[key] = ""
    return known[key]


def forget(looked: dict[tuple[str, str], Any]) -> None:
    """Only the newest look is kept; cases that were opened stay with the session."""
    opened = state.session().cases
    for (key, version), case in list(looked.items()):
        if opened.get(key) is not case and isinstance(case, OpenCase):
            case.close()
        del looked[key, version]


def guesses(case: OpenCase) -> dict[str, Any]:
    return case.suggested


def assemble(case: OpenCase, choices: dict[str, Any]) -> None:
    """Make the case with these choices.

    Raises
    ------
    Refused
        With the sentence for the user; whatever was open stays open.
    """
    before = case.choices
    case.choices = {"name": case.title} | choices
    try:
        case.assemble()
    except Refused:
        case.choices = before
        raise


@st.cache_resource(show_spinner=False)
def self_test() -> Any:
    """The six attempts of a confined process, made once a server."""
    from sandbox.self_test import check

    with state.parent().worker() as worker:
        return check(worker)
