"""The page "Over time": what is set in the sidebar, and the picture that follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard import answered, over_time_tabs, state
from dashboard.cases import OpenCase
from dashboard.drifts import drift_list
from dashboard.link import Settings
from dashboard.words import plain
from optimizers.component import params
from optimizers.experiment import Experiment
from optimizers.metrics import METRICS
from optimizers.reference import REFITTED
from optimizers.result import Result

TIMELINES = {
    "simulated": "Simulated",
    "rows": "Real, equal parts",
    "day": "Real, by day",
    "week": "Real, by week",
    "month": "Real, by month",
}


def headline(case: OpenCase, settings: Settings) -> None:
    """The case's title, and the stories that a sample tells."""
    st.title(plain(case.title), anchor=False)
    told = state.stories(case.key)
    if len(told) < 2:
        return
    titles = [s["title"] for s in told]
    played = replace(settings.experiment, strategies=())
    now = next((s["title"] for s in told if Experiment.from_spec(s["experiment"]) == played), None)
    picked = st.segmented_control(
        "Story", titles, default=now, key=f"story-{st.session_state.generation}", label_visibility="collapsed"
    )
    if picked and picked != now:
        spec = told[titles.index(picked)]["experiment"]
        state.change(replace(settings, experiment=Experiment.from_spec(spec)), redraw=True)
        st.rerun()


def controls(case: OpenCase, settings: Settings) -> Settings:
    """The sidebar: drifts first, then the horizon, the metric and the line."""
    generation, begun = st.session_state.generation, st.session_state.begun_with
    with st.sidebar:
        experiment = horizon(case, begun.experiment, f"horizon-{generation}")
        drifts = drift_list(begun.experiment.drifts, case.facts, labels_of(case, experiment))
        with st.expander("Score and line", icon=":material/straighten:"):
            metric = metric_picker(case, begun, f"metric-{generation}")
            threshold = threshold_picker(begun, f"line-{generation}")
    return replace(settings, metric=metric, experiment=replace(experiment, drifts=drifts), threshold=threshold)


def horizon(case: OpenCase, begun: Experiment, key: str) -> Experiment:
    offered = case.facts["timelines"]
    with st.expander("Timeline", icon=":material/calendar_month:"):
        now = begun.timeline if begun.timeline in offered else offered[0]
        timeline = st.selectbox(
            "Steps", offered, offered.index(now), format_func=lambda t: TIMELINES[t], key=f"{key}-timeline",
            help="Simulated: rows drawn from the judging rows. Real: the judging rows in their own order.",
        )  # fmt: skip
        values: dict[str, Any] = {"timeline": timeline}
        for name, label in (("n_steps", "Number of steps"), ("rows_per_step", "Rows a step"), ("seed", "Seed")):
            if matters(name, timeline):
                values[name] = whole_number(name, label, getattr(begun, name), f"{key}-{name}")
    try:
        return replace(begun, drifts=(), **values)
    except ValueError as wrong:
        st.error(plain(wrong), icon=":material/block:")
        return replace(begun, drifts=(), timeline=timeline)


def matters(name: str, timeline: str) -> bool:
    """Which numbers a timeline uses."""
    return name == "seed" or timeline == "simulated" or (timeline == "rows" and name == "n_steps")


def whole_number(name: str, label: str, value: int, key: str) -> int:
    p = params(Experiment)[name]
    return int(st.number_input(label, int(p.low or 0), int(p.high or 0), value, 1, key=key, help=p.doc))


def labels_of(case: OpenCase, experiment: Experiment) -> Sequence[str]:
    """The names of the steps, as the chart shows them."""
    return case.facts["steps"].get(experiment.timeline) or [str(s + 1) for s in range(experiment.n_steps)]


def metric_picker(case: OpenCase, begun: Settings, key: str) -> str:
    offered = case.facts["metrics"]
    now = begun.metric if begun.metric in offered else case.facts["metric"]
    picked = st.selectbox("Metric", offered, offered.index(now), format_func=lambda m: METRICS[m].title, key=key)
    return "" if picked == case.facts["metric"] else picked


def threshold_picker(begun: Settings, key: str) -> float | None:
    return st.number_input(
        "Your line", value=begun.threshold, step=0.01, format="%g", key=key, placeholder="none",
        help="A score that the model must not fall below (for errors: rise above); the chart marks where it does.",
    )  # fmt: skip


def picture(case: OpenCase, settings: Settings) -> None:
    """The sentence, the chart, and the tabs below it."""
    from reporting.charts.over_time import over_time
    from reporting.look import PLOT_CONFIG, alt_of

    settings = replace(settings, experiment=replace(settings.experiment, strategies=()))
    sentence, place = st.container(), st.container()
    result = answered.result(case, settings)
    if result is None:
        return
    with place:
        figure = over_time(result, settings.threshold)
        st.plotly_chart(figure, config=PLOT_CONFIG, alt=alt_of(figure), key="over-time")
        tell(sentence.empty(), case, settings, result)
        seen_before(result)
        for why in result.skipped.values():
            st.caption(plain(why))
    over_time_tabs.draw(case, settings, result)


def tell(place: Any, case: OpenCase, settings: Settings, result: Any) -> None:
    """The sentence; what the loss comes from is added once it is measured."""
    from optimizers.telling import past_the_line, story

    place.markdown(f"#### {plain(story(result))}")
    undone = answered.attribution(case, settings)
    words = plain(story(result, undone))
    if settings.threshold is not None:
        when = past_the_line(result, settings.threshold)
        words += plain(f" It is clearly past your line of {settings.threshold:g} {when}.")
    place.markdown(f"#### {words}")


def seen_before(result: Result) -> None:
    """Whether the model as uploaded fares better than its own recipe: it may have seen the rows that judge it."""
    gap = result.part("against", REFITTED)
    gap = gap[gap["metric"] != "disagreement"]
    if gap.empty:
        return
    metric, row = METRICS[gap["metric"].iloc[0]], gap.iloc[0]
    ahead = row["high"] < 0 if metric.higher_is_better else row["low"] > 0
    if row["value"] == 0 and row["low"] == row["high"]:
        st.caption("The refitted recipe scores the same at every step: the two lines lie on each other.")
    elif ahead:
        low, size, high = sorted(abs(row[k]) for k in ("value", "low", "high"))
        st.warning(
            plain(
                f"As uploaded the model is better than its recipe refitted on the learning rows alone, by {size:.3f} "
                f"(95 % CI {low:.3f} to {high:.3f}). It may have learned from the rows that judge it here; "
                "the refitted recipe has not. See the model card."
            ),
            icon=":material/visibility:",
        )
