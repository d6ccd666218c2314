"""The workbench: `streamlit run app.py`."""

import streamlit as st

from dashboard import chapters

st.set_page_config(page_title="Model workbench", page_icon=chapters.MARK, layout="wide")
chapters.turn_to()
