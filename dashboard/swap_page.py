"""What the page "Swap" shows beside the trade-off: the code that a swap takes, and whether it is worth it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import answered, family_compare
from dashboard.asking import ask
from dashboard.cases import OpenCase
from dashboard.family_choice import Pick
from dashboard.link import Settings
from dashboard.words import plain
from optimizers.reference import STRATEGY
from optimizers.result import Result


def pictures(case: OpenCase, settings: Settings, result: Result, table: pd.DataFrame, pick: Pick) -> None:
    """One swap as a change of the source code."""
    made = table[table["strategy"] != STRATEGY]
    pairs = list(zip(made["strategy"], made["candidate"]))
    st.subheader("What would change in the code", anchor=False)
    where = pairs.index(pick.pair) if pick.pair in pairs else 0
    pair = st.selectbox("Swap", pairs, where, format_func=family_compare.named, key=f"swapped-{where}")
    head = answered.head_of(family_compare.with_costs(settings)) | {"strategy": pair[0], "candidate": pair[1]}
    answer = ask(case, "swap effort", head, "Comparing the two constructions")
    if answer is not None:
        st.markdown(plain(answer.head["note"]))
        st.code(answer.head["changes"] or "# The construction stays as it is.", language="diff")
