"""Tabs of the page "Over time": who would have noticed, and the score as it looks without labels."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import answered, asking, model_card
from dashboard.cases import OpenCase
from dashboard.link import Settings
from dashboard.words import plain
from optimizers.result import Result
from sandbox.arrow import from_arrow

FEATURES = "features, calibrated"


def alarms_tab(case: OpenCase, settings: Settings, result: Result) -> None:
    """Every detector on the same world, against the steps at which something really began."""
    from reporting.charts.alarms import alarm_marks

    answer = asking.ask(case, "alarms", answered.head_of(settings), "Listening for alarms")
    if answer is None:
        return
    facts, calibrated, fired = answer.head, from_arrow(answer.blobs[0]), from_arrow(answer.blobs[1])
    own = calibrated.loc[calibrated["alarm"], ["step"]].drop_duplicates().assign(detector=FEATURES)
    marks = pd.concat([own, fired])[["detector", "step"]]
    detectors = [FEATURES, *facts["detectors"]]
    figure = alarm_marks(marks, detectors, len(facts["labels"]), facts["onsets"], facts["labels"])
    model_card.figure(figure, "alarms")
    st.caption(
        "The first row watches the features alone; its thresholds come from splitting the learning rows among "
        "themselves, so that a world that stays as it was alarms in at most 5 % of the steps. The others watch the "
        "model's errors and need labels."
    )
    for name, why in facts["why"].items():
        st.caption(f"{plain(name)}: {plain(why)}")
    given_away(calibrated)
    onset = min(facts["onsets"], default=0)
    if (own["step"] < onset).any():
        st.caption(
            "The features alarm before any drift of this page begins: the judging rows, which every step is drawn "
            "from, differ already from the learning rows."
        )
    scorecard(case, settings)


def given_away(calibrated: pd.DataFrame) -> None:
    """Which features set the alarm off."""
    loud = calibrated[calibrated["alarm"]]
    if len(loud):
        every = loud.assign(feature=loud["features"].str.split(", ")).explode("feature")
        often = every.groupby("feature")["step"].nunique().sort_values(ascending=False)
        named = ", ".join(f"{f} ({n} {'step' if n == 1 else 'steps'})" for f, n in often.head(5).items())
        st.markdown(f"What gave it away: {plain(named)}.")


def scorecard(case: OpenCase, settings: Settings) -> None:
    """Delay, false alarms and F1 over several seeds; asked for by a button."""
    head: dict[str, Any] = answered.head_of(settings) | {"n_seeds": 5}
    if not settings.experiment.drifts or settings.experiment.timeline != "simulated":
        st.caption("In a simulated world with drifts, whose schedule is known, the detectors can be held against it.")
        return
    if not answered.is_kept(case, "scorecard", head) and not st.button(
        "Score the detectors", icon=":material/scoreboard:"
    ):
        return
    card = answered.frame(case, "scorecard", head, "Playing the world with five seeds")
    if card is not None:
        st.dataframe(card, hide_index=True, key="scorecard")
        st.caption(
            "Over all seeds; found is the share of onsets with an alarm while the world moves or within three steps "
            "after. Beside them: who always alarms, and who never does."
        )


def estimate_tab(case: OpenCase, settings: Settings, result: Result) -> None:
    """The score estimated without labels beside the truth, and where it must not be trusted."""
    from reporting.charts.estimated import estimated_over_time

    answer = asking.ask(case, "estimated performance", answered.head_of(settings), "Estimating without labels")
    if answer is None:
        return
    frame = from_arrow(answer.blobs[0])
    st.markdown(f"**{plain(answer.head['sentence'])}**")
    model_card.figure(estimated_over_time(frame, answer.head["metric"], answer.head["labels"]), "estimated")
    st.caption(
        "An estimate without labels sees that inputs have moved to where the model is less sure. It cannot see that "
        "the relation of inputs to target has changed: add such a drift in the sidebar and watch it fail."
    )
