"""The page "Retrain": should one at all, and which policy pays its bill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

import pandas as pd
import streamlit as st

from dashboard import answered, copying, family_compare, model_card, retrain_scrub, state
from dashboard.cases import OpenCase
from dashboard.forms import form
from dashboard.link import Settings
from dashboard.over_time import labels_of
from dashboard.words import plain
from optimizers.metrics import METRICS
from optimizers.reference import UPLOADED
from optimizers.result import Result
from optimizers.retrain.prices import Prices

BILL = {  # the columns of the bill, in the order in which they are read
    "total": "Total cost",
    "value": "",
    "retrainings": "Retrainings",
    "labels": "Labels read",
    "over": "Above the cheapest",
    "regret": "Regret",
    "cost_errors": "Cost of errors",
    "cost_retrainings": "Cost of retraining",
    "cost_labels": "Cost of labels",
    "cost_cpu": "Cost of CPU",
    "pareto": "Front",
}
MONEY = ("total", "over", "regret", "cost_errors", "cost_retrainings", "cost_labels", "cost_cpu")
MOST_PRICED = 8
ADVISED = "retrain-advised"  # the answer that stands above the bill, in this run of the page
ANSWERS = {"retrain": st.warning, "repair": st.error, "get": st.warning, "wait": st.success}


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
        prices = priced(case)
    state.change(replace(settings, prices=prices))
    state.write_link()
    table = bill(result, prices, found[1]["ledger"])
    unit = unit_said(prices, case.facts["task"])
    st.markdown(f"#### {plain(sentence(table))}")
    st.caption(unit)
    if differ := differing(st.session_state.get(ADVISED, ""), table):
        st.info(differ, icon=":material/compare_arrows:")
    if table["total"].notna().any():
        model_card.figure(policies_chart(table), "policies")
    if planned := hindsight_said(result, table, prices):
        st.info(plain(planned), icon=":material/info:")
    st.caption(
        f"{len(table)} policies met the same steps; each saw only rows and labels that had arrived. In a simulated "
        "world the rows that are learned from never judge. The schedule in hindsight knows the future: it is nothing "
        "to take, and a ceiling of the cost that it was planned for, not of any score. Intervals, 95 %, are those of "
        "the errors, as if each judging row stood for itself; retrainings, labels and seconds are as they were "
        "counted. The cheapest of many is a little lucky too."
    )
    money = st.column_config.NumberColumn(format="localized", help=unit)
    shown = dict.fromkeys((BILL[name] for name in (*MONEY, "retrainings", "labels")), money)
    st.dataframe(numbers(table), hide_index=True, column_config=shown, key="policies-bill")
    retrain_scrub.saying(settings, result, table)
    compare(case, settings, result, table, found[1])


def played(settings: Settings) -> Settings:
    """The settings as this page plays them."""
    return family_compare.with_costs(settings)


def priced(case: OpenCase) -> Prices:
    """The form of the prices; they stay when the user leaves the page, and stand in the link."""
    begun, key = st.session_state.begun_with.prices, f"prices-{st.session_state.generation}"
    return by_class(case, cast(Prices, form(replace(begun, matrix=()), case.facts["columns"], key)), begun.matrix, key)


def by_class(case: OpenCase, prices: Prices, begun: tuple[tuple[float, ...], ...], key: str) -> Prices:
    """The prices with a matrix of costs for a classifier, where the user wants one."""
    classes = case.facts["classes"]
    kept = len(begun) == len(classes)
    if not 2 <= len(classes) <= MOST_PRICED or not st.toggle("Errors differ in price", kept, key=f"{key}-differ"):
        return prices
    st.caption(
        "A row for each true class, a column for each that it is taken for. This table is not part of the link; the "
        "other prices are."
    )
    even = pd.DataFrame(prices.error, index=classes, columns=classes, dtype=float)
    for name in classes:
        even.loc[name, name] = 0.0
    shown = pd.DataFrame(begun, index=classes, columns=classes, dtype=float) if kept else even
    given = st.data_editor(shown, key=f"{key}-matrix-{case.identity}").to_numpy(float)
    try:
        return replace(prices, matrix=tuple(map(tuple, given.tolist())))
    except ValueError as wrong:
        st.error(plain(str(wrong)), icon=":material/block:")
        return prices


def differing(answer: str, table: pd.DataFrame) -> str:
    """One sentence where the advice and the bill do not say the same; empty where they do."""
    real = table[~table["hindsight"] & table["total"].notna()]
    if not answer or real.empty:
        return ""
    pays, now = bool(real.iloc[0]["retrainings"] > 0), answer.startswith("retrain on")
    if pays == now:
        return ""
    bill = "a policy that retrains is the cheapest" if pays else "never retraining is the cheapest"
    return (
        f"The advice above, '{answer}', speaks of now: of one more retraining at the chosen step. The bill speaks of "
        f"the whole time that was played, at your prices, and there {bill}. Both can hold."
    )


def unit_said(prices: Prices, task: str) -> str:
    """What costs are counted in."""
    of = f"a wrong prediction costs {prices.error:g}"
    if task == "regression":
        of = f"an absolute error of 1 in the target's unit costs {prices.error:g}"
    elif prices.matrix:
        of = "a wrong prediction costs what your table says"
    return f"Costs are in the unit of the prices: {of}, a retraining {prices.retraining:g}."


def numbers(table: pd.DataFrame) -> pd.DataFrame:
    """The bill as a page shows it: sums and their intervals in one format, the most important columns first."""
    from reporting.charts.policies import rounded

    title = METRICS[table["metric"].iloc[0]].title
    shown = pd.DataFrame({"Policy": table["candidate"]})
    for column, name in BILL.items():
        if column == "value":
            of_score = table[["value", "low", "high"]].to_numpy(float)
            shown[title] = [f"{v:.3f} ({a:.3f} to {b:.3f})" for v, a, b in of_score]
            continue
        shown[name] = [round_as_said(v) for v in table[column]] if column in MONEY else table[column]
        if f"{column}_low" in table:
            ends = table[[f"{column}_low", f"{column}_high"]].to_numpy(float)
            shown[f"{name}, 95 %"] = [f"{rounded(a)} to {rounded(b)}" if a < b else "" for a, b in ends]
    return shown


def round_as_said(value: float) -> float:
    """As `rounded` writes it, still a number that a column can be sorted by."""
    return float(f"{value:.0f}" if abs(value) >= 100 else f"{value:.4g}")


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
