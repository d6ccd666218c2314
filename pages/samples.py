"""Samples: worlds whose truth is known, and what is true about each."""

import streamlit as st

from dashboard import page, state

settings = page.choose_case(page.come_to("samples"))
st.title("Samples", anchor=False)
st.caption("Small cases to explore and to teach with: a table, a fitted model, and a page on what is true about them.")
titles = page.sample_titles()
shown = settings.case if settings.case in titles else state.FIRST_SAMPLE
key = st.pills(
    "Sample", list(titles), default=shown, required=True, format_func=lambda k: titles[k], label_visibility="collapsed"
)
page.sample(key, opened=settings.case)
