"""Tabs of the page "Over time": who would have noticed, and the score as it looks without labels."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import alarms_told, answered, asking, model_card
from dashboard.cases import OpenCase
from dashboard.link import Settings
from dashboard.words import plain
from optimizers.result import Result
from sandbox.arrow import from_arrow

N_SEEDS = 5


def alarms_tab(case: OpenCase, settings: Settings, result: Result) -> None:
    """Every detector on the same world, against the steps at which something really began."""
    from optimizers.detect.scorecard import FEATURES
    from reporting.charts.alarms import alarm_marks

    chosen = detectors_chosen()
    answer = asking.ask(case, "alarms", answered.head_of(settings) | {"detectors": chosen}, "Listening for alarms")
    if answer is None:
        return
    facts, calibrated, fired = answer.head, from_arrow(answer.blobs[0]), from_arrow(answer.blobs[1])
    own = calibrated.loc[calibrated["alarm"], ["step", "feature"]].assign(detector=FEATURES)
    marks = pd.concat([own, fired])[["detector", "step", "feature"]]
    marks["detector"] = marks["detector"].map(alarms_told.shown_name)
    detectors = [alarms_told.shown_name(name) for name in [FEATURES, *facts["detectors"]]]
    figure = alarm_marks(marks, detectors, len(facts["labels"]), facts["onsets"], facts["labels"])
    model_card.figure(figure, "alarms")
    simulated = settings.experiment.timeline == "simulated"
    for words in alarms_told.of_chart(simulated, facts["onsets"], own["step"].tolist(), len(facts["labels"])):
        st.caption(words)
    for name, why in facts["why"].items():
        st.caption(f"{plain(alarms_told.shown_name(name))}: {plain(why)}")
    given_away(calibrated)
    repeated_labels(case, settings, chart=True)
    scorecard(case, settings, [FEATURES, *chosen])


def detectors_chosen() -> list[str]:
    """Which detectors go row by row, over errors and over features; the calibrated features always look."""
    from optimizers.detect.scorecard import DETECTORS, OVER_FEATURES

    over = {"the features": [*OVER_FEATURES], "the model's errors": [*DETECTORS]}
    left, right = st.columns(2)
    named = [
        place.multiselect(f"Row by row over {what}", names, names, key=f"alarms-over-{what.split()[-1]}",
                          format_func=lambda name: name.removeprefix("features, "))
        for place, (what, names) in zip((left, right), over.items())
    ]  # fmt: skip
    return [name for names in named for name in names]


def given_away(calibrated: pd.DataFrame) -> None:
    """Which features set the alarm off."""
    loud = calibrated[calibrated["alarm"]]
    if len(loud):
        every = loud.assign(feature=loud["features"].str.split(", ")).explode("feature")
        often = every.groupby("feature")["step"].nunique().sort_values(ascending=False)
        named = ", ".join(f"{f} ({n} {'step' if n == 1 else 'steps'})" for f, n in often.head(5).items())
        st.markdown(f"What gave it away: {plain(named)}.")


def scorecard(case: OpenCase, settings: Settings, detectors: list[str]) -> None:
    """Delay, false alarms and F1 over several seeds; asked for by a button."""
    head: dict[str, Any] = answered.head_of(settings) | {"n_seeds": N_SEEDS, "detectors": detectors}
    if not settings.experiment.drifts or settings.experiment.timeline != "simulated":
        st.caption("In a simulated world with drifts, whose schedule is known, the detectors can be held against it.")
        return
    asked = answered.is_kept(case, "scorecard", head) or asking.begun(case, "scorecard", head)
    if not asked and not st.button("Score the detectors", icon=":material/scoreboard:"):
        return
    card = answered.frame(case, "scorecard", head, "Playing the world with five seeds")
    if card is not None:
        two = st.column_config.NumberColumn(format="%.2f")
        shown = dict.fromkeys(("Delay (steps)", "Right alarms", "F1"), two)
        shown |= {"Found": st.column_config.NumberColumn(format="percent")}
        shown |= {"False alarms per 1,000 steps": st.column_config.NumberColumn(format="%.0f")}
        st.dataframe(alarms_told.table(card), hide_index=True, column_config=shown, key="scorecard")
        st.caption(alarms_told.of_scoreboard(N_SEEDS))


def repeated_labels(case: OpenCase, settings: Settings, *, chart: bool = False) -> None:
    """Where labels follow one another: what repeating the last one scores, said beside the accuracy."""
    if settings.experiment.timeline == "simulated" or case.facts["task"] != "classification":
        return
    answer = asking.ask(case, "repeated labels", answered.head_of(settings), "Comparing with the last label")
    if answer is None or not answer.head["matters"]:
        return
    if not chart:
        st.info(plain(answer.head["sentence"]), icon=":material/repeat:")
        return
    from reporting.charts.repeated import repeated_over_time

    model_card.figure(repeated_over_time(from_arrow(answer.blobs[0]), answer.head["labels"]), "repeated")
    st.caption(
        "kappa_t is the share of the labels that repeating the last one gets wrong which the model gets right on "
        "balance: 1 is perfect, 0 no better than repeating, below 0 worse. A high accuracy alone says little here."
    )


def estimate_tab(case: OpenCase, settings: Settings, result: Result) -> None:
    """The score estimated without labels beside the truth, and where it must not be trusted."""
    from reporting.charts.estimated import estimated_over_time

    answer = asking.ask(case, "estimated performance", answered.head_of(settings), "Estimating without labels")
    if answer is None:
        return
    frame = from_arrow(answer.blobs[0])
    said, trusted = plain(answer.head["sentence"]), frame["trusted"]
    if trusted.all():
        st.markdown(f"**{said}**")
    else:
        newest = plain(frame.loc[~trusted, "why"].iloc[-1])
        show, icon = (st.info, "history") if trusted.iloc[-1] else (st.warning, "gpp_bad")
        show(f"**{said}**  \n{newest}", icon=f":material/{icon}:")
    model_card.figure(estimated_over_time(frame, answer.head["metric"], answer.head["labels"]), "estimated")
    st.caption(
        "An estimate without labels sees that inputs have moved to where the model is less sure. It cannot see that "
        "the relation of inputs to target has changed"
        + (": add such a drift in the sidebar and watch it fail." if trusted.all() else ".")
        + " A cross: labels that had come by the end of that step lie more than three standard errors away, in the "
        "newest labelled step or in the last three together."
    )
