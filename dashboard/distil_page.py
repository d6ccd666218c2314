"""What the page "Distil" shows beside the trade-off: scores by rows kept, what it pays, the table to take home."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import answered, family_compare, model_card
from dashboard.asking import ask
from dashboard.cases import OpenCase
from dashboard.family_choice import Pick
from dashboard.link import Settings
from dashboard.words import plain
from optimizers.distill.path import distilled
from optimizers.distill.payback import payback
from optimizers.result import Result


def pictures(case: OpenCase, settings: Settings, result: Result, table: pd.DataFrame, pick: Pick) -> None:
    """Scores against the share of rows kept; then one distilled table, weighed and taken home."""
    from reporting.charts.distil import distil_chart

    made = distilled(result.frame)
    if made.empty:
        return
    st.subheader("How many rows are enough?", anchor=False)
    model_card.figure(distil_chart(result.frame, pick.pair, pick.called), "distil-path")
    pairs = list(zip(made["strategy"], made["candidate"]))
    first = pick.pair or pairs[0]
    where = pairs.index(first) if first in pairs else 0
    pair = st.selectbox("Distilled table", pairs, where, format_func=family_compare.named, key=f"distilled-{where}")
    st.markdown(plain(payback(result.frame, *pair).sentence))
    take_home(case, settings, pair)


def take_home(case: OpenCase, settings: Settings, pair: tuple[str, str]) -> None:
    """The distilled table as a file, made when asked for."""
    left, right = st.columns(2, vertical_alignment="bottom")
    form = left.selectbox("Table as", ["csv", "parquet"], key="distilled-format")
    with right:
        if not st.button("Prepare the table", icon=":material/table:"):
            return
        head = answered.head_of(family_compare.with_costs(settings))
        head |= {"strategy": pair[0], "candidate": pair[1], "format": form}
        answer = ask(case, "distilled table", head, "Writing the table")
        if answer is not None:
            name = f"distilled.{form}"
            st.download_button(f"Save {name}", answer.blobs[0], name, on_click="ignore", type="primary")
