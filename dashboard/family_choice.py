"""The choice on a family's page: a tolerance or a budget picks a candidate, and the page compares it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import answered, copying, model_card
from dashboard.cases import OpenCase
from dashboard.downloads import model_file
from dashboard.link import Settings
from dashboard.words import plain
from optimizers.choosing import recommended, within_budget
from optimizers.metrics import METRICS
from optimizers.reference import STRATEGY, UPLOADED
from optimizers.result import Result

COSTS = {"size_kib": "Size (KiB)", "latency_p50_us": "Single row, median (µs)"}
BY = {"size_kib": "smallest", "latency_p50_us": "quickest"}


@dataclass(frozen=True, eq=False)
class Pick:
    """The picked candidate, None where nothing qualifies, and why it is this one."""

    row: pd.Series | None
    by: str
    called: str
    sentence: str


def choose(table: pd.DataFrame, metric: str) -> Pick:
    """The controls above the chart, and what they pick."""
    way, cost, limit = st.columns([2, 2, 2], vertical_alignment="bottom")
    how = way.segmented_control("Pick by", ["tolerance", "budget"], default="tolerance", required=True, key="pick-by")
    by = cost.selectbox("Cost", list(COSTS), format_func=lambda c: COSTS[c], key="pick-cost")
    if how == "tolerance":
        tolerance = limit.number_input(
            f"Loss that is tolerated ({METRICS[metric].title})", 0.0, None, 0.005, 0.001, format="%g", key="pick-loss",
            help="0.005 is half a point of accuracy. The whole 95 % interval of the loss must stay within it.",
        )  # fmt: skip
        row = recommended(table, tolerance, by)
        return Pick(row, by, "recommended", tolerated(row, table, tolerance, by))
    half = round(float(table[by].median()), 1)
    budget = limit.number_input(f"At most: {COSTS[by]}", 0.0, None, half, format="%g", key=f"pick-most-{by}")
    row = within_budget(table, by, budget)
    return Pick(row, by, "fits the budget", budgeted(row, budget, by))


def tolerated(row: pd.Series | None, table: pd.DataFrame, tolerance: float, by: str) -> str:
    if row is None:
        return (
            f"Nothing qualifies: no candidate is cheaper and loses at most {tolerance:g} with its whole 95 % interval. "
            "Tolerate more, or bring more judging rows: intervals narrow with them."
        )
    now = table[(table["strategy"] == STRATEGY) & (table["candidate"] == UPLOADED)].iloc[0]
    times = now[by] / row[by] if row[by] else float("nan")
    return (
        f"Recommended: {row['candidate']}, the {BY[by]} whose loss is, with its whole 95 % interval, within "
        f"{tolerance:g}: it {lost(row)}. "
        f"{COSTS[by]}: {now[by]:,.4g} before, {row[by]:,.4g} after ({times:.3g} times less)."
    )


def lost(row: pd.Series) -> str:
    """ "loses 0.0021 (95 % CI -0.0003 to 0.0044)": a negative loss is a gain."""
    span = f"95 % CI of the loss {row['loss_low']:.4f} to {row['loss_high']:.4f}"
    return f"{'gains' if row['loss'] < 0 else 'loses'} {abs(row['loss']):.4f} ({span})"


def budgeted(row: pd.Series | None, budget: float, by: str) -> str:
    if row is None:
        return f"Nothing fits: no model has {COSTS[by]} of at most {budget:g}. Raise it, or choose stronger settings."
    loss = "" if pd.isna(row["loss"]) else f"; it {lost(row)}"
    return f"Best within the budget: {row['candidate']}, {COSTS[by]} {row[by]:,.4g}{loss}."


def picture(table: pd.DataFrame, pick: Pick) -> None:
    """The sentence and the trade-off chart."""
    from reporting.charts.trade_off import trade_off_chart

    st.markdown(f"#### {plain(pick.sentence)}")
    label = "" if pick.row is None else str(pick.row["candidate"])
    model_card.figure(trade_off_chart(table, pick.by, label, pick.called), "trade-off")


def compare(case: OpenCase, settings: Settings, result: Result, pick: Pick, table: pd.DataFrame) -> None:
    """The picked candidate, or any other, beside the model as uploaded."""
    from reporting.charts.over_time import over_time

    made = table[table["strategy"] != STRATEGY]
    pairs = list(zip(made["strategy"], made["candidate"]))
    first = (pick.row["strategy"], pick.row["candidate"]) if pick.row is not None else pairs[0]
    st.subheader("Before and after", anchor=False)
    where = pairs.index(first) if first in pairs else 0
    pair = st.selectbox("Candidate", pairs, where, format_func=lambda p: p[1], key=f"compared-{where}")
    figure = over_time(result, settings.threshold, candidates=[UPLOADED, pair[1]])
    model_card.figure(figure, "family-over-time")
    head = answered.head_of(with_costs(settings)) | {"strategy": pair[0], "candidate": pair[1]}
    before_and_after(case, settings, head)
    trees(case, head)
    model_file(case, with_costs(settings), pair)
    played = with_costs(settings)
    model_card.copies(copying.as_python(case, played), copying.as_command(case, played))


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
    for side, (facts, _) in sides.items():
        fitted = ", ".join(f"{n:,} {what}" for what, n in facts["what"]["fitted"].items())
        st.caption(f"{side}: {plain(fitted)}. {plain(facts['calibration'].get('sentence', ''))}")


def side_by_side(sides: dict[str, Any]) -> pd.DataFrame:
    frames = {side: frames["operation"].set_index("title") for side, (_, frames) in sides.items()}
    table = pd.DataFrame({side: f["value"] for side, f in frames.items()})
    return table.assign(unit=frames["before"]["unit"], ratio=table["after"] / table["before"])


def trees(case: OpenCase, head: dict[str, Any]) -> None:
    """The two trees, where there are single trees small enough to read."""
    after = answered.tree(case, head)
    if not after:
        return
    before = answered.tree(case, head | {"strategy": STRATEGY, "candidate": UPLOADED})
    with st.expander("The tree", icon=":material/account_tree:", expanded=True):
        for name, dot in (("As uploaded", before), ("Pruned", after)):
            if dot:
                st.caption(name)
                st.graphviz_chart(dot)
