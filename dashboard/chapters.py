"""The pages in their order, and the guard against a deep link that skips `app.py`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

MARK = Path(__file__).with_name("mark.png")  # a picture of our own: an icon's name is fetched from far away
CHAPTERS = (
    ("pages/over_time.py", "Over time", "monitoring", ""),
    ("pages/model_card.py", "Model card", "id_card", "model_card"),
    ("pages/your_model.py", "Your model", "upload_file", "your_model"),
    ("pages/samples.py", "Samples", "school", "samples"),
)
_RAN = "_app_py_ran"


def turn_to() -> None:
    """Run the page that the address names, below the navigation."""
    st.session_state[_RAN] = True
    navigation().run()


def navigation() -> Any:
    """Draw the navigation; returns the page that the address names."""
    pages = [
        st.Page(path, title=title, icon=f":material/{icon}:", url_path=url, default=not url)
        for path, title, icon, url in CHAPTERS
    ]
    return st.navigation(pages, position="top")


def came_through_app() -> None:
    """Send a session whose first address named a page through `app.py`, and back with its query.

    Until some session has called `st.navigation`, streamlit takes `pages/` for the app and runs a page
    alone, without `app.py`. Calling it here ends that for the whole server; only then a rerun begins at
    `app.py`, keeps the query and comes back to the page: both name it by its address.
    """
    if not st.session_state.get(_RAN):
        navigation()
        st.rerun()
