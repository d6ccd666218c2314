"""The pages in their order, and the guard against a deep link that skips `app.py`."""

from __future__ import annotations

import streamlit as st

CHAPTERS = (
    ("pages/over_time.py", "Over time", "monitoring", ""),
    ("pages/model_card.py", "Model card", "id_card", "model_card"),
    ("pages/your_model.py", "Your model", "upload_file", "your_model"),
    ("pages/samples.py", "Samples", "school", "samples"),
)
_RAN = "_app_py_ran"


def turn_to() -> None:
    """Draw the navigation and run the page that the address names."""
    st.session_state[_RAN] = True
    pages = [
        st.Page(path, title=title, icon=f":material/{icon}:", url_path=url, default=not url)
        for path, title, icon, url in CHAPTERS
    ]
    st.navigation(pages, position="top").run()


def came_through_app() -> None:
    """Send a session whose first address named a page through `app.py`, and back with its query.

    The first session after a start may be given a page alone, without `app.py`: streamlit knows the
    `pages/` folder before it has run `st.navigation` once.
    """
    if not st.session_state.get(_RAN):
        st.rerun()
