"""What is wrong with the learning rows, and which labels look wrong: told, never mended by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import answered, model_card, state
from dashboard.cases import OpenCase
from dashboard.link import Settings
from dashboard.words import plain
from optimizers.distill.without_rows import WithoutRows
from optimizers.words import counted


def rows_and_labels(case: OpenCase, settings: Settings) -> None:
    """Repeats and contradictions at once; labels when asked for."""
    with st.expander(
        "What is wrong with the learning rows?", icon=":material/fact_check:", on_change="rerun"
    ) as opened:
        if opened.open:
            wrong_rows(case, settings)
    with st.expander("Which labels look wrong?", icon=":material/label:", on_change="rerun") as opened:
        if opened.open:
            labels(case, settings)


def head_of(settings: Settings) -> dict[str, Any]:
    return {"metric": settings.metric, "seed": settings.experiment.seed}


def wrong_rows(case: OpenCase, settings: Settings) -> None:
    found = answered.facts_and_frames(case, "wrong rows", head_of(settings), "Looking for repeats and contradictions")
    if found is None:
        return
    for sentence in found[1]["findings"]["sentence"]:
        st.markdown(f"- {plain(sentence)}")
    if found[1]["findings"].empty:
        st.markdown("No row repeats or contradicts another, and every column says something.")
    st.caption("Nothing is removed by itself: the strategy that leaves out rows offers each kind.")


def labels(case: OpenCase, settings: Settings) -> None:
    """Suspects, to be ticked off; what cleaning would gain; the way to a model without them."""
    found = answered.facts_and_frames(case, "label noise", head_of(settings), "Judging labels by rows left out")
    if found is None:
        return
    facts, frames = found
    st.markdown(f"**{plain(facts['sentence'])}**")
    st.caption(plain(f"{facts['how']} {facts['rule']}"))
    for note in facts["notes"]:
        st.caption(plain(note))
    if len(frames["joint"]):
        from reporting.charts.label_noise import label_noise

        model_card.figure(label_noise(frames["joint"]), "label-noise")
    if not frames["suspects"].empty:
        suspects(settings, frames["suspects"], facts["n_suspects"])
        gain(case, settings)


def suspects(settings: Settings, frame: pd.DataFrame, n_suspects: int) -> None:
    of = counted(n_suspects, "suspect")
    shown_of = of if len(frame) == n_suspects else f"{len(frame):,} of {of}"
    st.markdown(f"{shown_of}, the most suspicious first. Tick what is to be left out: look at each before.")
    shown = frame.copy()
    shown.insert(0, "leave out", False)
    key, height = f"suspects-{st.session_state.generation}", min(320, 40 + 35 * len(frame))
    edited = st.data_editor(shown, hide_index=True, disabled=list(frame), key=key, height=height)
    ticked = tuple(int(r) for r in edited.loc[edited["leave out"], "row"])
    left, right = st.columns(2)
    label = f"Play without the {len(ticked)} ticked" if ticked else "Play without ticked rows"
    if left.button(label, disabled=not ticked, icon=":material/remove_done:"):
        play_without(settings, WithoutRows(rows=ticked, also="nothing"))
    if right.button(f"Play without {counted(n_suspects, 'suspect')}", icon=":material/cleaning_services:"):
        play_without(settings, WithoutRows(also="suspects"))


def play_without(settings: Settings, strategy: WithoutRows) -> None:
    """The page begins anew with this strategy alone."""
    experiment = replace(settings.experiment, strategies=(strategy,))
    state.change(replace(settings, experiment=experiment), redraw=True)
    st.rerun()


def gain(case: OpenCase, settings: Settings) -> None:
    """What leaving out all suspects would bring, with the cleaning inside of the training folds."""
    head = head_of(settings)
    if not answered.is_kept(case, "cleaning gain", head) and not st.button(
        "Would cleaning help?", icon=":material/balance:", help="Cleans inside of training folds, judges on the others."
    ):
        return
    found = answered.facts_and_frames(case, "cleaning gain", head, "Cleaning inside of training folds")
    if found is not None:
        show = st.success if found[0]["recommended"] else st.info
        show(plain(found[0]["sentence"]), icon=":material/balance:")
