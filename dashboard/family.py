"""The page of a strategy family, drawn once for all families: choose, play, weigh, compare, take home."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, cast

import pandas as pd
import streamlit as st

from dashboard import answered, family_choice, family_compare, state
from dashboard.cases import OpenCase
from dashboard.forms import form
from dashboard.link import Settings
from dashboard.over_time import seen_before
from dashboard.words import plain
from optimizers.choosing import trade_off
from optimizers.component import params
from optimizers.result import Result
from optimizers.strategy import Strategy, strategies

Pictures = Callable[[OpenCase, Settings, Result, pd.DataFrame, family_choice.Pick], None]


def draw(
    case: OpenCase,
    settings: Settings,
    family: str,
    title: str,
    words: str,
    ways: tuple[str, ...] = ("tolerance", "budget"),
    pictures: Pictures | None = None,
    before: Callable[[OpenCase, Settings], None] | None = None,
    weigh: Callable[[OpenCase, Settings, Result], None] | None = None,
    cost: str = "size_kib",
) -> None:
    """The whole page.

    Parameters
    ----------
    family : str
        The folder of the strategies, such as "prune".
    title, words : str
        The page's headline, and what it is for.
    ways : tuple of str
        How a candidate may be picked, of `family_choice.WAYS`; the first is how it is at the start.
    pictures : callable, optional
        Draws what this family shows beside the trade-off.
    before : callable, optional
        Draws what comes before any strategy is played.
    weigh : callable, optional
        Draws the result, instead of the trade-off and all that follows from it.
    cost : str
        What candidates are weighed by at the start, a key of `family_choice.COSTS`.
    """
    st.title(f"{title}: {plain(case.title)}", anchor=False)
    st.caption(words)
    reasons = answered.applicable(case, family)
    if reasons is None:
        return
    settings = chosen(case, settings, reasons, family)
    state.change(settings)
    state.write_link()
    if before is not None:
        before(case, settings)
    not_applicable(case, reasons)
    if not settings.experiment.strategies:
        none = all(reasons.values())
        why = "No strategy of this family applies to this model; the reasons stand above."
        st.info(why if none else "No strategy is chosen; choose one in the sidebar.", icon=":material/info:")
        return
    result = played(case, settings, family)
    if result is not None:
        (weigh or partial(trade_offs, ways=ways, pictures=pictures, cost=cost))(case, settings, result)


def chosen(case: OpenCase, settings: Settings, reasons: Mapping[str, str], family: str) -> Settings:
    """The sidebar: which strategies of the family take part, with which parameters."""
    known = {n: c for n, c in strategies().items() if n in reasons and not reasons[n]}
    begun = [s for s in st.session_state.begun_with.experiment.strategies if type(s).__name__ in known]
    own = {type(s).__name__: s for s in begun}
    usual = [n for n, c in known.items() if c.usual]
    generation = st.session_state.generation
    with st.sidebar:
        names = st.multiselect(
            "Strategies", list(known), list(own) or usual, format_func=lambda n: known[n].title(),
            key=f"{family}-{generation}",
        )  # fmt: skip
        taken: list[Strategy] = []
        for name in names:
            with st.expander(known[name].title(), icon=":material/tune:"):
                start = own.get(name) or suited(known[name], settings.metric or case.facts["metric"])
                made = form(start, case.facts["columns"], f"{family}-{generation}-{name}")
                taken.append(cast(Strategy, made))
    return replace(settings, experiment=replace(settings.experiment, strategies=tuple(taken)))


def suited(cls: type[Strategy], metric: str) -> Strategy:
    """The strategy at its defaults, choosing by the page's metric where it may choose by one."""
    declared = params(cls).get("metric")
    return cls(metric=metric) if declared and metric in declared.choices else cls()  # type: ignore[call-arg]


def not_applicable(case: OpenCase, reasons: Mapping[str, str]) -> None:
    """Which strategies do not apply, and why."""
    skipped = {name: why for name, why in reasons.items() if why}
    if case.version and skipped:
        st.info(
            f"The model answers from a process with scikit-learn {plain(case.version)}: {len(skipped)} strategies that "
            "fit, cut or rebuild it need it carried over to the installed version, on the page Environment.",
            icon=":material/dns:",
        )
        return
    if skipped:
        do = "strategy does" if len(skipped) == 1 else "strategies do"
        with st.expander(f"{len(skipped)} {do} not apply to this model", icon=":material/block:"):
            for name, why in skipped.items():
                st.markdown(f"- **{plain(strategies()[name].title())}**: {plain(why)}")


def played(case: OpenCase, settings: Settings, family: str) -> Result | None:
    """The result, once it was asked for: making candidates takes a while, so a button starts it."""
    with_costs = replace(settings, experiment=replace(settings.experiment, operation=True))
    head = answered.head_of(with_costs)
    asked = st.session_state.get(f"asked-{family}") == head or answered.is_kept(case, "run", head)
    if not asked:
        n = len(settings.experiment.strategies)
        label = f"Play {n} {'strategy' if n == 1 else 'strategies'}"
        if not st.button(label, type="primary", icon=":material/play_arrow:"):
            st.caption(
                "Every candidate meets the same future as the model as uploaded; no judging row chooses a setting."
            )
            return None
        st.session_state[f"asked-{family}"] = head
        st.rerun()
    return answered.result(case, with_costs, "Making and playing candidates")


def trade_offs(
    case: OpenCase, settings: Settings, result: Result, ways: tuple[str, ...], pictures: Pictures | None, cost: str
) -> None:
    """The trade-off, the choice, and what it means."""
    for name, why in result.skipped.items():
        st.caption(f"{plain(name)}: {plain(why)}")
    table = trade_off(result)
    seen_before(result)
    if len(table) < 3:
        st.info("No strategy made a candidate; the reasons stand above.", icon=":material/info:")
        return
    lucky = {n for n, c in strategies().items() if c.by_chance}
    pick = family_choice.choose(
        table[~table["strategy"].isin(lucky)], settings.metric or case.facts["metric"], ways, cost
    )
    family_choice.picture(table, pick)
    st.caption(
        f"{len(table)} candidates; settings were chosen on learning rows. Bars are 95 % intervals on the judging rows"
        + (
            "."
            if pick.blind
            else "; which candidate to take is the one choice that these rows make, so the loss of "
            "the picked one is a little optimistic: the more candidates, the more."
        )
    )
    if pictures is not None:
        pictures(case, settings, result, table, pick)
    numbers(table)
    family_compare.compare(case, settings, result, pick, table)


def numbers(table: pd.DataFrame) -> None:
    """Every candidate with its intervals."""
    spans = {
        "Score": spanned(table, "value", "low", "high"),
        "Loss against the original": spanned(table, "loss", "loss_low", "loss_high"),
    }
    if "validation_score" in table:
        spans["Score in validation"] = spanned(
            table, "validation_score", "validation_score_low", "validation_score_high"
        )
    if "disagreement" in table:
        spans["Labels that differ"] = spanned(table, "disagreement", "disagreement_low", "disagreement_high")
    shown = pd.DataFrame({"Candidate": table["candidate"], "Strategy": table["strategy"], **spans})
    costs = {"size_kib": "KiB", "latency_p50_us": "Row p50 (µs)", "latency_p99_us": "Row p99 (µs)",
             "throughput_rows_s": "Rows a second", "fit_rows": "Rows learned from", "fit_s": "Fit (s)"}  # fmt: skip
    for column, name in costs.items():
        if column in table:
            shown[name] = table[column]
    shown["Front"] = table["pareto"]
    formats: dict[str, Any] = {n: st.column_config.NumberColumn(format="%.4g") for n in costs.values()}
    with st.expander(f"All {len(table)} candidates", icon=":material/table:"):
        st.dataframe(shown, hide_index=True, column_config=formats, key="family-numbers")


def spanned(table: pd.DataFrame, value: str, low: str, high: str) -> list[str]:
    return [
        "" if pd.isna(v) else f"{v:.4f} ({a:.4f} to {b:.4f})" for v, a, b in table[[value, low, high]].to_numpy(float)
    ]
