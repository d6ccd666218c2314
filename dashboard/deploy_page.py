"""The page "Deploy": the same model, run differently; measured side by side, and what it comes to."""

from __future__ import annotations

from typing import Any, cast

import pandas as pd
import streamlit as st

from dashboard import (
    answered,
    bigger_machine,
    deploy_exports,
    deploy_tables,
    family_compare,
    measuring,
    model_card,
)
from dashboard.answers import named
from dashboard.cases import OpenCase
from dashboard.family_choice import Pick
from dashboard.forms import form
from dashboard.link import Settings
from dashboard.words import plain
from optimizers.choosing import trade_off
from optimizers.operation.backend import best_backend
from optimizers.operation.cost import Operation, bills, counted
from optimizers.reference import STRATEGY
from optimizers.result import Result
from sandbox.arrow import from_arrow

MOST, SECONDS, BATCHES = 8, 8.0, [1, 32, 1_000, 10_000]


def weigh(case: OpenCase, settings: Settings, result: Result) -> None:
    """Whether they answer alike stands in the candidates; what they cost to run is measured when asked for."""
    for name, why in result.skipped.items():
        st.caption(f"{plain(name)}: {plain(why)}")
    table = trade_off(result)
    made = table[table["strategy"] != STRATEGY]
    if made.empty:
        st.info("No other way of running this model was made; the reasons stand above.", icon=":material/info:")
        return
    pairs = list(zip(made["strategy"], made["candidate"]))
    chosen = st.multiselect(
        "Run beside the original", pairs, pairs[:MOST], format_func=family_compare.named, max_selections=MOST,
        key=f"beside-{len(pairs)}",
    )  # fmt: skip
    side_by_side = measured(case, settings, chosen)
    deploy_exports.alike(case, settings, pairs)
    deploy_exports.as_c(case)
    bigger_machine.section(case, side_by_side)
    family_compare.compare(case, settings, result, Pick(None, "latency_p50_us", "", ""), table)


def measured(
    case: OpenCase, settings: Settings, chosen: list[tuple[str, str]]
) -> tuple[pd.DataFrame, Operation] | None:
    """Throughput by batch size, who wins where, and the bill under one's own traffic and prices."""
    head: dict[str, Any] = answered.head_of(family_compare.with_costs(settings))
    head |= {"candidates": [list(pair) for pair in chosen], "batches": BATCHES, "seconds": SECONDS}
    if not chosen:
        return None
    question = named(case.identity, "operation", head)
    why = "In turn, round by round, so that whatever else this machine does hits all alike."
    if not measuring.wanted(case, question, "Measure side by side", why, type="primary", icon=":material/speed:"):
        return None
    answer = measuring.measured(
        case, question, lambda tell: case.ask("operation", head, on_progress=tell), case.stop, "Measuring side by side"
    )
    if answer is None:
        return None
    from reporting.charts.operation import throughput_chart

    frame = from_arrow(answer.blobs[0])
    model_card.figure(throughput_chart(frame), "throughput")
    wins = ", ".join(f"{counted(b['batch'], 'row')} a call: {b['model']}" for b in answer.head["backends"])
    st.markdown(f"**Fastest at** {plain(wins)}.")
    with st.expander("All measurements", icon=":material/table:"):
        st.dataframe(deploy_tables.measurements(frame), hide_index=True, placeholder="", key="operation-all")
    return frame, money(case, frame)


def money(case: OpenCase, frame: pd.DataFrame) -> Operation:
    """Cores, machines and money, from the measured times and the user's own prices."""
    st.subheader("What it comes to", anchor=False)
    with st.expander("Traffic and prices", icon=":material/payments:"):
        prices = cast(Operation, form(Operation(), case.facts["columns"], "operation"))
    table = bills(frame, prices)
    best = best_backend(frame, prices.rows_per_request)
    for said in table.loc[[0, *table.index[1:][table["model"][1:] == best]], "said"]:
        st.markdown(f"- {plain(said)}")
    st.caption(
        "Waiting times by the M/M/c queue, of the cores that are needed: requests come at random, the first free core "
        "takes the one that waits longest. Times are of this machine; money is in your currency, at your own prices."
    )
    with st.expander("The bill", icon=":material/table:"):
        st.dataframe(deploy_tables.bill(table), hide_index=True, placeholder="", key="operation-bill")
    return prices
