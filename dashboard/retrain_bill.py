"""The page "Retrain", its bill: the prices, the table, and what is said beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pandas as pd
import streamlit as st

from dashboard.cases import OpenCase
from dashboard.forms import form
from dashboard.words import plain
from optimizers.metrics import METRICS
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
    decimals = decimals_of(table["total"])
    title = METRICS[table["metric"].iloc[0]].title
    shown = pd.DataFrame({"Policy": table["candidate"]})
    for column, name in BILL.items():
        if column == "value":
            of_score = table[["value", "low", "high"]].to_numpy(float)
            shown[title] = [f"{v:.3f} ({a:.3f} to {b:.3f})" for v, a, b in of_score]
            continue
        shown[name] = table[column].round(decimals) if column in MONEY else table[column]
        if f"{column}_low" in table:
            ends = table[[f"{column}_low", f"{column}_high"]].to_numpy(float)
            shown[f"{name}, 95 %"] = [f"{a:,.{decimals}f} to {b:,.{decimals}f}" if a < b else "" for a, b in ends]
    return shown


def decimals_of(totals: pd.Series) -> int:
    """How many decimals every sum of a bill has, so that the dearest has four digits or so."""
    most = float(totals.max())
    return 0 if most >= 1000 else 1 if most >= 100 else 3
