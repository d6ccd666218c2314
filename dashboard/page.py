"""What every page begins with: its case, its settings, and what was wrong with the link."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from dashboard import asking, chapters, state
from dashboard.answers import named
from dashboard.cases import OpenCase
from dashboard.fitting import fit
from dashboard.link import Settings
from dashboard.words import plain
from sandbox.client import Refused, Reply


def begin(name: str) -> tuple[OpenCase, Settings]:
    """Open the session's case for a page; ends the run with a message where there is none.

    Parameters
    ----------
    name : str
        The page's own name: widgets start afresh when the user comes from another page.
    """
    settings = choose_case(come_to(name))
    case = opened(state.case_named(settings.case) or ask_for_files(settings))
    return case, fitting(settings, case)


def come_to(name: str) -> Settings:
    """The settings, for a page that needs no case; notes about a wrong link come first."""
    chapters.came_through_app()
    settings = state.settings()
    if st.session_state.get("page") != name:
        st.session_state.page = name
        state.change(settings, redraw=True)
    show_notes(st.session_state.pop("link_notes", []))
    return settings


def show_notes(notes: list[str]) -> None:
    for note in notes:
        st.warning(plain(note), icon=":material/link_off:")


def fitting(settings: Settings, case: OpenCase) -> Settings:
    """The settings, held once against each case that is opened."""
    if st.session_state.get("fitted") == case.identity:
        return settings
    st.session_state.fitted = case.identity
    fitted, notes = fit(settings, case.facts)
    show_notes(notes)
    if fitted != settings:
        state.change(fitted, redraw=True)
    return fitted


def choose_case(settings: Settings) -> Settings:
    """The case picker in the sidebar; another case begins with its own first experiment."""
    known = known_cases()
    if settings.case not in known:
        return settings
    keys = list(known)
    with st.sidebar:
        key = st.selectbox(
            "Case",
            keys,
            keys.index(settings.case),
            format_func=lambda k: known[k],
            key=f"case-{st.session_state.generation}",
        )
    if key == settings.case:
        return settings
    state.change(state.defaults(key), redraw=True)
    st.rerun()


def known_cases() -> dict[str, str]:
    """Key -> title of the samples and of this session's uploads."""
    uploads = {k: c.title for k, c in state.session().cases.items() if k.startswith("upload-")}
    return uploads | sample_titles()


def sample_titles() -> dict[str, str]:
    import sample_data

    return {k: sample_data.describe(k)["title"] for k in sample_data.keys()}  # noqa: SIM118


def sample(key: str, opened: str) -> None:
    """What is true about a sample, and the way into it."""
    import sample_data

    facts = sample_data.describe(key)
    if key == opened:
        st.page_link("pages/over_time.py", label="It is open: see it over time", icon=":material/monitoring:")
    elif st.button(f"Open {facts['title']}", type="primary", icon=":material/folder_open:"):
        state.change(state.defaults(key), redraw=True)
        st.switch_page("pages/over_time.py")
    st.markdown(sample_data.about(key))
    st.caption(f"Source: {facts['source']} Licence: {facts['licence']}.")


def opened(case: OpenCase) -> OpenCase:
    """The case with its facts known; a case that cannot be opened ends the run with its sentence.

    What is known of a sample needs no worker: that is made when a question has no answer yet.
    """
    if case.facts:
        return case
    kept, question = state.answers_for(case), named(case.identity, "open", {})
    if (known := kept.get(question)) is not None:
        case.facts, case.opened = known.head["facts"], known.head["opened"]
        return case
    found = asking.wait_for(question, case.open, case.stop, "Opening the case")
    if found is None:
        st.stop()
    if isinstance(found, Refused):
        st.error(plain(found.sentence), icon=":material/block:")
        st.stop()
    kept.put(question, Reply({"facts": case.facts, "opened": case.opened}, []))
    return case


def ask_for_files(settings: Settings) -> NoReturn:
    """A link to an uploaded case holds settings, never the files: ask for them."""
    fingerprint = settings.case.removeprefix("upload-")
    st.info(
        f"This link belongs to an uploaded case (files {plain(fingerprint)}). Its files never left the browser session "
        "they were uploaded in: upload the same model and table, and the picture comes back with these settings.",
        icon=":material/upload_file:",
    )
    st.page_link("pages/your_model.py", label="Upload the files", icon=":material/arrow_forward:")
    if st.button("Open a sample instead"):
        state.change(state.defaults(state.FIRST_SAMPLE), redraw=True)
        st.rerun()
    st.stop()
