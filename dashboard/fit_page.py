"""Is the model under- or overfitted? The verdict, and the curves that it rests on."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import answered, model_card
from dashboard.cases import OpenCase
from dashboard.link import Settings
from dashboard.words import plain

SHOWN = {
    "overfitted": (st.warning, "trending_down"),
    "underfitted": (st.warning, "trending_up"),
    "well fitted": (st.success, "check"),
    "inconsistent": (st.warning, "shuffle"),
}


def diagnosis(case: OpenCase, settings: Settings) -> None:
    """Asked for by a button: the recipe is fitted some dozens of times."""
    st.subheader("Is it under- or overfitted?", anchor=False)
    head = {"metric": settings.metric, "experiment": {"seed": settings.experiment.seed}}
    asked = f"asked-fit-{case.identity}"
    if not (answered.is_kept(case, "fit diagnosis", head) or st.session_state.get(asked)):
        st.caption(
            "A training score above the test score proves nothing: healthy forests show such a gap too. Here settings "
            "on both sides of the model's own are tried on the same folds of the learning rows."
        )
        if not st.button("Diagnose the fit", icon=":material/stethoscope:"):
            return
        st.session_state[asked] = True
    found = answered.facts_and_frames(case, "fit diagnosis", head, "Fitting on halves of the learning rows")
    if found is not None:
        shown(*found)


def shown(facts: dict[str, Any], frames: dict[str, pd.DataFrame]) -> None:
    from reporting.charts.fit_curves import learning_chart, validation_chart

    box, icon = SHOWN.get(facts["verdict"], (st.info, "question_mark"))
    box(plain(facts["sentence"]), icon=f":material/{icon}:")
    for note in facts["notes"]:
        st.caption(plain(note))
    left, right = st.columns(2)
    for place, draw, name in ((left, validation_chart, "validation"), (right, learning_chart, "learning")):
        frame = frames.get(name)
        if frame is not None and frame["mean"].notna().any():
            with place:
                model_card.figure(draw(frame, facts["metric"]), f"fit-{name}")
    if len(frames["settings"]):
        with st.expander("Every setting that was tried", icon=":material/table:"):
            st.dataframe(frames["settings"], hide_index=True, key="fit-settings")
