"""The pages in their order, and the guard against a deep link that skips `app.py`."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard import workers

MARK = Path(__file__).with_name("mark.png")  # a picture of our own: an icon's name is fetched from far away
STYLE = Path(__file__).with_name("style.css")
CHAPTERS = (
    ("pages/over_time.py", "Over time", ""),
    ("pages/your_model.py", "Your model", "your_model"),
    ("pages/samples.py", "Samples", "samples"),
    ("pages/prune.py", "Prune", "prune"),
    ("pages/regularize.py", "Regularize", "regularize"),
    ("pages/retrain.py", "Retrain", "retrain"),
    ("pages/distil.py", "Distil", "distil"),
    ("pages/deploy.py", "Deploy", "deploy"),
    ("pages/swap.py", "Swap", "swap"),
    ("pages/environment.py", "Environment", "environment"),
    ("pages/model_card.py", "Model card", "model_card"),
)
_RAN = "_app_py_ran"


def turn_to() -> None:
    """Draw the navigation and run the page that the address names."""
    st.session_state[_RAN] = True
    st.html(STYLE)
    workers.warming()
    pages = [
        st.Page(path, title=title, url_path=url, default=not url)  # without icons all names fit beside each other
        for path, title, url in CHAPTERS
    ]
    st.navigation(pages, position="top").run()


def came_through_app() -> None:
    """Send a session whose first address named a page through `app.py`, and back with its query.

    Until some session has called `st.navigation`, streamlit takes `pages/` for the app and runs a page
    alone, without `app.py`. Calling it here ends that for the whole server; only then a rerun begins at
    `app.py`, keeps the query and comes back to the page: both name it by its address. Without icons, for
    the browser would fetch the page's own from far away before `app.py` names ours.
    """
    if not st.session_state.get(_RAN):
        st.navigation([st.Page(path, url_path=url, default=not url) for path, _, url in CHAPTERS], position="hidden")
        st.rerun()
