"""One candidate beside the model as uploaded: over time, labels, size, the tree; and the way home."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import answered, copying, model_card
from dashboard.cases import OpenCase
from dashboard.downloads import model_file
from dashboard.family_choice import Pick
from dashboard.link import Settings
from dashboard.words import plain
from optimizers.reference import STRATEGY, UPLOADED
from optimizers.result import Result
from optimizers.strategy import strategies


def compare(case: OpenCase, settings: Settings, result: Result, pick: Pick, table: pd.DataFrame) -> None:
    """The picked candidate, or any other, beside the model as uploaded."""
    from reporting.charts.over_time import over_time

    made = table[table["strategy"] != STRATEGY]
    pairs = list(zip(made["strategy"], made["candidate"]))
    first = pick.pair or pairs[0]
    st.subheader("Before and after", anchor=False)
    where = pairs.index(first) if first in pairs else 0
    pair = st.selectbox("Candidate", pairs, where, format_func=named, key=f"compared-{where}")
    figure = over_time(result, settings.threshold, candidates=[UPLOADED, pair])
    model_card.figure(figure, "family-over-time")
    head = answered.head_of(with_costs(settings)) | {"strategy": pair[0], "candidate": pair[1]}
    before_and_after(case, settings, head)
    changed_labels(case, head)
    trees(case, head)
    model_file(case, with_costs(settings), pair)
    played = with_costs(settings)
    model_card.copies(copying.as_python(case, played), copying.as_command(case, played))


def named(pair: tuple[str, str]) -> str:
    """A candidate with the title of its strategy: labels are unique within a strategy only."""
    return pair[1] if pair[0] == STRATEGY else f"{strategies()[pair[0]].title()}: {pair[1]}"


def with_costs(settings: Settings) -> Settings:
    return replace(settings, experiment=replace(settings.experiment, operation=True))


def before_and_after(case: OpenCase, settings: Settings, head: dict[str, Any]) -> None:
    """Size, speed, parameters and calibration, side by side, measured when asked for."""
    if not st.toggle("Measure size, speed and calibration of both", key="family-measure"):
        return
    names = ["what", "operation", "calibration"]
    sides: dict[str, Any] = {
        "before": answered.panels(case, "card", {"metric": settings.metric}, names, "Measuring the original"),
        "after": answered.panels(case, "candidate card", head, names, "Measuring the candidate"),
    }
    if None in sides.values():
        return
    st.dataframe(side_by_side(sides), key="family-before-after")
    st.caption("Times are of this machine, taken one after another; whatever else runs on it makes them uneven.")
    for side, (facts, _) in sides.items():
        fitted = ", ".join(f"{n:,} {what}" for what, n in facts["what"]["fitted"].items())
        st.caption(f"{side}: {plain(fitted)}. {plain(facts['calibration'].get('sentence', ''))}")


def side_by_side(sides: dict[str, Any]) -> pd.DataFrame:
    frames = {side: frames["operation"].set_index("title") for side, (_, frames) in sides.items()}
    table = pd.DataFrame({side: f["value"] for side, f in frames.items()})
    return table.assign(unit=frames["before"]["unit"], ratio=table["after"] / table["before"])


def changed_labels(case: OpenCase, head: dict[str, Any]) -> None:
    """Which labels changed, and whether for the better."""
    if case.facts["task"] != "classification":
        return
    with st.expander(
        "Labels that change", icon=":material/compare_arrows:", key="labels-change", on_change="rerun"
    ) as opened:
        if not opened.open:
            return
        found = answered.changed_labels(case, head)
        if found is None:
            return
        said, frame = found
        st.markdown(plain(said))
        if len(frame):
            share = [f"{r.share:.1%} ({r.low:.1%} to {r.high:.1%})" for r in frame.itertuples()]
            shown = pd.DataFrame(
                {"Before": frame["before"], "After": frame["after"], "Rows": frame["count"],
                 "Share of those before": share, "Became right": frame["better"], "Became wrong": frame["worse"]}
            )  # fmt: skip
            st.dataframe(shown, hide_index=True, key="family-changed")


def trees(case: OpenCase, head: dict[str, Any]) -> None:
    """The two trees, where there are single trees small enough to read."""
    after = answered.tree(case, head)
    if not after:
        return
    before = answered.tree(case, head | {"strategy": STRATEGY, "candidate": UPLOADED})
    with st.expander("The tree", icon=":material/account_tree:", expanded=True):
        for name, dot in (("As uploaded", before), ("Candidate", after)):
            if dot:
                st.caption(name)
                st.graphviz_chart(dot)
