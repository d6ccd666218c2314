"""The choice on a family's page: a tolerance or a budget picks a candidate, and the page compares it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard import model_card
from dashboard.words import plain
from optimizers.choosing import chosen_on_learning_rows, cost_now, recommended, within_budget
from optimizers.metrics import METRICS
from optimizers.reference import STRATEGY

COSTS = {
    "size_kib": "Size (KiB)",
    "latency_p50_us": "Single row, median (µs)",
    "fit_s": "Fit (s)",
    "fit_rows": "Rows learned from",
}
BY = {
    "size_kib": "the smallest",
    "latency_p50_us": "the quickest",
    "fit_s": "the quickest to fit",
    "fit_rows": "that of the fewest rows",
}
WAYS = {"tolerance": "tolerance", "budget": "budget", "learning": "validation"}


@dataclass(frozen=True, eq=False)
class Pick:
    """The picked candidate, None where nothing qualifies, and why this one; `blind` if judging rows had no say."""

    row: pd.Series | None
    by: str
    called: str
    sentence: str
    blind: bool = False

    @property
    def pair(self) -> tuple[str, str] | None:
        return None if self.row is None else (str(self.row["strategy"]), str(self.row["candidate"]))


def choose(table: pd.DataFrame, metric: str, ways: tuple[str, ...], first_cost: str = "size_kib") -> Pick:
    """The controls above the chart, and what they pick."""
    way, cost, limit = st.columns([2, 2, 2], vertical_alignment="bottom")
    how = way.segmented_control(
        "Pick by", ways, default=ways[0], format_func=lambda w: WAYS[w], required=True, key="pick-by"
    )
    ordered = sorted(COSTS, key=first_cost.__ne__)
    known = [c for c in ordered if c in table and table.loc[table["strategy"] != STRATEGY, c].notna().any()]
    by = cost.selectbox("Cost", known, format_func=lambda c: COSTS[c], key=f"pick-cost-{len(known)}")
    if how == "learning":
        row = chosen_on_learning_rows(table)
        return Pick(row, by, "chosen", settled(row), blind=True)
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
    now = cost_now(table, by)
    times = now / row[by] if row[by] else float("nan")
    return (
        f"Recommended: {row['candidate']}, {BY[by]} whose loss is, with its whole 95 % interval, within "
        f"{tolerance:g}: it {lost(row)}. "
        f"{COSTS[by]}: {now:,.4g} before, {row[by]:,.4g} after ({times:.3g} times less)."
    )


def settled(row: pd.Series | None) -> str:
    """What the strategies chose without the judging rows, and what these say of it."""
    if row is None:
        return "No strategy chose on the learning rows; pick by tolerance instead."
    says = "it cannot be told from the model as uploaded" if row["loss_low"] <= 0 <= row["loss_high"] else (
        "it is better than the model as uploaded" if row["loss"] < 0 else "it is worse than the model as uploaded"
    )  # fmt: skip
    return f"Chosen on learning rows: {row['candidate']}. On the judging rows {says}: it {lost(row)}."


def lost(row: pd.Series) -> str:
    """ "loses 0.0021 (95 % CI -0.0003 to 0.0044)": a negative loss is a gain."""
    sign = -1 if row["loss"] < 0 else 1
    low, high = sorted(sign * row[end] + 0.0 for end in ("loss_low", "loss_high"))
    return f"{'gains' if sign < 0 else 'loses'} {abs(row['loss']):.4f} (95 % CI {low:.4f} to {high:.4f})"


def budgeted(row: pd.Series | None, budget: float, by: str) -> str:
    if row is None:
        return f"Nothing fits: no model has {COSTS[by]} of at most {budget:g}. Raise it, or choose stronger settings."
    loss = "" if pd.isna(row["loss"]) else f"; it {lost(row)}"
    return f"Best within the budget: {row['candidate']}, {COSTS[by]} {row[by]:,.4g}{loss}."


def picture(table: pd.DataFrame, pick: Pick) -> None:
    """The sentence and the trade-off chart."""
    from reporting.charts.trade_off import trade_off_chart

    st.markdown(f"#### {plain(pick.sentence)}")
    model_card.figure(trade_off_chart(table, pick.by, pick.pair, pick.called), "trade-off")
