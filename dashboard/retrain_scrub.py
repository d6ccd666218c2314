"""The page "Retrain", through time: the old saying put to the test, and one policy step by step."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from dashboard import model_card
from dashboard.link import Settings
from dashboard.words import plain
from optimizers.metrics import METRICS
from optimizers.reference import UPLOADED
from optimizers.result import Result
from reporting.look import Style


def saying(settings: Settings, result: Result, table: pd.DataFrame) -> None:
    """The model as uploaded beside the policy that retrains most often by the calendar, with a verdict."""
    from optimizers.retrain.picture import frequent, picture
    from reporting.charts.over_time import over_time

    st.subheader("Accuracy falls with time, and frequent retraining restores it?", anchor=False)
    often = frequent(table)
    st.markdown(f"**{plain(picture(result, often))}**")
    shown = [UPLOADED, often] if often else [UPLOADED]
    drawn = over_time(result, settings.threshold, candidates=shown, looks=looks_of(table))
    model_card.figure(drawn, "policies-saying")


def looks_of(table: pd.DataFrame) -> dict[tuple[str, str], Style]:
    """What each policy of a bill looks like, in every chart of the page."""
    from reporting.charts.policies import look_of

    return {(str(row["strategy"]), str(row["candidate"])): look_of(row) for _, row in table.iterrows()}


@st.fragment  # sliding draws this part anew, not the page
def scrub(result: Result, row: pd.Series, frames: Mapping[str, pd.DataFrame]) -> None:
    """One policy at any step: which model answered, what it had learned from, which labels had come.

    Parameters
    ----------
    row : Series
        Its row of the bill.
    frames : mapping
        "served" and "arrived", as `optimizers.retrain.served` makes them.
    """
    from reporting.charts.policies import look_of
    from reporting.charts.windows import life_of, said, windows_chart

    starts = result.part("step")["start"].tolist()
    life = life_of(
        row["candidate"], frames["served"], frames["arrived"], result.experiment.label_delay, starts, look_of(row)
    )
    step = st.select_slider(
        "Step", range(len(starts)), len(starts) - 1, format_func=lambda s: starts[s],
        key=f"scrub-{row['candidate']}-{len(starts)}", help="What the policy knew when this step came.",
    ) if len(starts) > 1 else 0  # fmt: skip
    st.markdown(plain(said(life, step) + " " + scored(result, str(row["candidate"]), step)))
    model_card.figure(windows_chart(life, step), "policy-windows")
    st.caption(
        "Each row is a model: the light bar is what it had learned from, the dark line the steps that it answered. "
        "Below are the labels: full squares had come when the step was answered."
    )


def scored(result: Result, candidate: str, step: int) -> str:
    """The scores of one step, of a policy and of the model as uploaded."""
    told = []
    for name, called in ((candidate, "it scores"), (UPLOADED, "the model as uploaded")):
        rows = result.part("step", name)
        row = rows[rows["step"] == step].iloc[0]
        value = f"{row['value']:.3f} ({row['low']:.3f} to {row['high']:.3f})" if pd.notna(row["value"]) else "undefined"
        told.append(f"{called} {value}")
    title = METRICS[result.part("step")["metric"].iloc[0]].title
    return f"{title} there: {', '.join(told)}."
