"""The folder that a candidate goes home in: what it holds is chosen here, packed where the model is."""

from __future__ import annotations

import streamlit as st

from dashboard import answered, asking, copying
from dashboard.cases import OpenCase
from dashboard.link import Settings

ROWS = {False: "made-up rows", True: "judging rows as they are"}
SAYS = {
    False: "Made-up rows mix the columns of judging rows: each value is real, no row is, but by chance.",
    True: "These are your rows: whoever gets the folder can read them.",
}
HOLDS = (
    "The model, `predict.py`, pinned `requirements.txt`, a Table Schema, a model card, a self-test: it runs without "
    "this workbench. The schema tells ranges and categories of the learning rows."
)


def folder_file(case: OpenCase, settings: Settings, candidate: tuple[str, str], forms: list[str]) -> None:
    """One candidate's folder as a zip, packed when asked for."""
    model, rows, go = st.columns([1, 2, 1], vertical_alignment="bottom")
    form = model.selectbox("Model in it", forms, key=f"folder-model-{'-'.join(forms)}")
    real = rows.selectbox("Rows of its self-test", list(ROWS), format_func=ROWS.__getitem__, key="folder-rows")
    st.caption(f"{HOLDS} {SAYS[real]}")
    if not go.button("Pack the folder", icon=":material/folder_zip:"):
        return
    strategy, label = candidate
    head = answered.head_of(settings) | {"strategy": strategy, "candidate": label, "format": form, "real_rows": real}
    answer = asking.ask(
        case, "takeaway", head | {"python": copying.as_python(case, settings)}, "Recording what the model predicts"
    )
    if answer is not None:
        name = f"{answer.head['folder']}.zip"
        st.download_button(f"Save {name}", answer.blobs[0], name, "application/zip", on_click="ignore", type="primary")
