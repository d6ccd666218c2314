"""Moving a case between library versions: to the one that saved it, and back to the installed one."""

from __future__ import annotations

import streamlit as st

from dashboard import asking, state, versions
from dashboard.cases import OpenCase
from dashboard.words import plain
from sandbox.client import Refused


def offer(case: OpenCase) -> None:
    """The button to re-host an upload, or to leave the other version again."""
    if not case.key.startswith("upload-"):
        return
    st.subheader("Run it in its own version", anchor=False)
    if case.version:
        st.caption(
            "What would fit, cut or rebuild the model needs the installed version. Its fitted arrays are carried over "
            "there, as far as rules for them are known; the trial then tells whether it answers the same."
        )
        if st.button("Carry it over to the installed version", icon=":material/move_up:"):
            move(case, "")
        return
    saved = versions.own(case)
    if not saved or saved == versions.installed():
        st.caption("The installed version saved it: it runs in its own version.")
        return
    st.caption(
        f"In a process with scikit-learn {plain(saved)}, every page asks the model there. Strategies that fit or cut a "
        "model do not apply to it then."
    )
    if st.button(f"Re-host it with scikit-learn {saved}", icon=":material/dns:"):
        move(case, saved)


def move(case: OpenCase, version: str) -> None:
    """Open the case anew in another version; where that fails it stays as it was."""
    before, question = case.version, f"move {case.key} {version} {st.session_state.generation}"
    case.move(version)
    found = asking.wait_for(question, case.open, case.stop, f"Opening it with scikit-learn {version or 'installed'}")
    if found is None or isinstance(found, Refused):
        case.move(before)
        if isinstance(found, Refused):
            st.error(plain(found.sentence), icon=":material/block:")
        return
    state.change(state.settings(), redraw=True)
    st.rerun()
