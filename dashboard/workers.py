"""The one source of confined workers of this server; light to import, so that it can start first."""

from __future__ import annotations

import streamlit as st

from sandbox.client import Parent, start_parent


@st.cache_resource(show_spinner=False)
def warming() -> Parent:
    """The parent of all workers; it warms up in its own process while this one imports what pages need."""
    parent = start_parent()
    parent.warm()
    return parent
