"""The page "Retrain": should one at all, and which policy pays its bill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard import answered, copying, family_compare, model_card, retrain_bill, retrain_scrub, state
from dashboard.cases import OpenCase
from dashboard.link import Settings
from dashboard.over_time import labels_of
from dashboard.words import plain
from optimizers.reference import UPLOADED
from optimizers.result import Result

ADVISED = "retrain-advised"  # the answer that stands above the bill, in this run of the page
ANSWERS = {"retrain": st.warning, "repair": st.error, "get": st.warning, "wait": st.success}
HALVED = (
    "Rows that are learned from never judge: here one half of the judging rows arrives to be learned from and the "
    "other half judges. So the model as uploaded scores a little differently than on the page Over time, where all of "
    "them judge."
)


def should_i(case: OpenCase, settings: Settings) -> None:
    """One answer, from what is known up to a step."""
    st.session_state.pop(ADVISED, None)
    st.subheader("Should I retrain?", anchor=False)
    labels = labels_of(case, settings.experiment)
    last = len(labels) - 1
    step = st.select_slider(
        "Going by what is known up to", range(len(labels)), last, format_func=lambda s: labels[s],
        key=f"advice-{len(labels)}",
    )  # fmt: skip
    head = answered.head_of(settings) | {"step": step}
    if settings.experiment.label_share == 0:
        st.info("No row ever gets a label, so there is nothing to weigh; raise the share of labels in the sidebar.")
        return
    if not answered.is_kept(case, "retrain advice", head):
        st.caption(
            "Retraining only makes sense if the training data was poor, or if it no longer represents reality. The "
            "newest labelled rows say which: their inputs, their labels, and whether a refitted model does better on "
            "those that it has not learned from."
        )
        if not st.button("Look at the evidence", icon=":material/search:"):
            return
    found = answered.facts_and_frames(case, "retrain advice", head, "Weighing the evidence")
    if found is None:
        return
    facts, frames = found
    st.session_state[ADVISED] = facts["answer"]
    show = ANSWERS.get(facts["answer"].split()[0].rstrip(","), st.info)
    show(f"**{plain(facts['sentence'])}**", icon=":material/gavel:")
    for note in facts["notes"]:
        st.caption(plain(note))
    with st.expander(f"The evidence: {facts['n_rows']:,} labelled rows", icon=":material/table:"):
        st.caption(
            "The newest rows whose labels had come: from the second half of the time up to here, at most 3,000. Where "
            "a simulated world draws the same row again it counts once, or a refit would be judged by rows that it "
            "knows."
        )
        st.dataframe(evidence(frames["evidence"]), hide_index=True, key="advice-evidence")


def evidence(frame: pd.DataFrame) -> pd.DataFrame:
    spans = ["" if pd.isna(a) else f"{a:.3f} to {b:.3f}" for a, b in frame[["low", "high"]].to_numpy(float)]
    return pd.DataFrame(
        {"Question": frame["question"], "Value": frame["value"].map("{:.3g}".format), "95 % interval": spans,
         "What it is": frame["says"]}
    )  # fmt: skip


def late_labels(settings: Settings) -> Settings:
    """The sidebar: when labels arrive, and for how many rows."""
    now, key = settings.experiment, f"labels-{st.session_state.generation}"
    with st.sidebar:
        delay = st.number_input("Labels come after (steps)", 0, 100, now.label_delay, 1, key=f"{key}-delay")
        share = st.slider("Rows that get a label (%)", 0, 100, round(100 * now.label_share), 1, key=f"{key}-share")
    return replace(settings, experiment=replace(now, label_delay=int(delay), label_share=share / 100))


def weigh(case: OpenCase, settings: Settings, result: Result) -> None:
    """The bill of every policy, the cheapest first."""
    from optimizers.retrain.advice import sentence
    from optimizers.retrain.bill import bill
    from optimizers.retrain.hindered import hindrances
    from optimizers.retrain.hindsight import hindsight_said
    from reporting.charts.policies import policies_chart

    found = answered.facts_and_frames(case, "policies", answered.head_of(played(settings)), "Reading what was played")
    if found is None:
        return
    for name, why in result.skipped.items():
        st.caption(f"{plain(name)}: {plain(why)}")
    for told in hindrances(result):
        st.info(plain(told), icon=":material/info:")
    with st.expander("Prices", icon=":material/payments:"):
        prices = retrain_bill.priced(case)
    state.change(replace(settings, prices=prices))
    state.write_link()
    table = bill(result, prices, found[1]["ledger"])
    unit = retrain_bill.unit_said(prices, case.facts["task"])
    st.markdown(f"#### {plain(sentence(table))}")
    st.caption(unit)
    if differ := retrain_bill.differing(st.session_state.get(ADVISED, ""), table):
        st.info(differ, icon=":material/compare_arrows:")
    if table["total"].notna().any():
        model_card.figure(policies_chart(table), "policies")
    if planned := hindsight_said(result, table, prices):
        st.info(plain(planned), icon=":material/info:")
    if settings.experiment.timeline == "simulated":
        st.caption(HALVED)
    st.caption(
        f"{len(table)} policies met the same steps; each saw only rows and labels that had arrived. The schedule in "
        "hindsight knows the future: it is nothing to take, and a ceiling of the cost that it was planned for, not of "
        "any score. Intervals, 95 %, are those of the errors, as if each judging row stood for itself; retrainings, "
        "labels and seconds are as they were counted. The cheapest of many is a little lucky too."
    )
    money = st.column_config.NumberColumn(format="localized", help=unit)
    shown = dict.fromkeys((retrain_bill.BILL[name] for name in (*retrain_bill.MONEY, "retrainings", "labels")), money)
    st.dataframe(retrain_bill.numbers(table), hide_index=True, column_config=shown, key="policies-bill")
    retrain_scrub.saying(settings, result, table)
    compare(case, settings, result, table, found[1])


def played(settings: Settings) -> Settings:
    """The settings as this page plays them."""
    return family_compare.with_costs(settings)


def compare(
    case: OpenCase, settings: Settings, result: Result, table: pd.DataFrame, frames: Mapping[str, pd.DataFrame]
) -> None:
    """One policy over time beside the model as uploaded, step by step, with what happened to it."""
    from reporting.charts.over_time import over_time

    st.subheader("One policy through time", anchor=False)
    policies = table["candidate"].tolist()
    real = table.loc[~table["hindsight"]].sort_values("retrainings", key=lambda n: n == 0, kind="stable")["candidate"]
    where = policies.index(real.iloc[0]) if len(real) else 0  # the cheapest that retrains, else the cheapest
    label = st.selectbox("Policy", policies, where, key=f"policy-{where}")
    looks = retrain_scrub.looks_of(table)
    drawn = over_time(result, settings.threshold, candidates=[UPLOADED, label], looks=looks)
    model_card.figure(drawn, "policy-over-time")
    retrain_scrub.scrub(result, table.iloc[policies.index(label)], frames)
    events = [(s, w) for (_, c), candidate in result.candidates.items() if c == label for s, w in candidate.events]
    if events:
        names = result.part("step")["start"].tolist()
        with st.expander(f"What happened: {len(events)} events", icon=":material/history:"):
            st.dataframe(
                pd.DataFrame([{"Step": names[s] if s < len(names) else s, "What": w} for s, w in events]),
                hide_index=True, key="policy-events",
            )  # fmt: skip
    model_card.copies(copying.as_python(case, played(settings)), copying.as_command(case, played(settings)))
