"""Opening uploads: files go to a worker, facts and a preview come back; refusals are shown where they arise."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import asking, state
from dashboard.cases import OpenCase, files_key
from dashboard.words import plain
from sandbox.client import Refused


def look(files: dict[str, tuple[str, bytes]]) -> OpenCase | None:
    """The uploaded files, checked; None, with the reason on the page, when one is refused or the check is stopped."""
    key = files_key(files)
    looked = st.session_state.setdefault("looked", {})
    if key not in looked:
        forget(looked)
        title = files["table"][0].rsplit("/")[-1].split(".")[0][:60] or "Uploaded case"
        case = OpenCase(key, title, files, {"name": title}, state.parent())
        found = asking.wait_for(key, case.look, case.stop, "Checking the files")
        if found is None:
            return None
        looked[key] = found
    found = looked[key]
    if isinstance(found, Refused):
        st.error(plain(found.sentence), icon=":material/block:")
        return None
    return found


def forget(looked: dict[str, Any]) -> None:
    """Only the newest look is kept; cases that were opened stay with the session."""
    opened = state.session().cases
    for key, case in list(looked.items()):
        if key not in opened and isinstance(case, OpenCase):
            case.close()
        del looked[key]


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
