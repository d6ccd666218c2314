"""Below the picture: play it, look at the features, see what costs what, read the numbers, take it home."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import answered, copying
from dashboard.cases import OpenCase
from dashboard.detect_tabs import alarms_tab, estimate_tab, repeated_labels  # noqa: F401  (named in TABS)
from dashboard.link import Settings
from dashboard.words import plain
from optimizers.result import Result

TABS = {
    "Features": "features_tab",
    "Play": "play_tab",
    "What costs what": "blame_tab",
    "Alarms": "alarms_tab",
    "Without labels": "estimate_tab",
    "Numbers": "numbers_tab",
    "Take it home": "home_tab",
}


def draw(case: OpenCase, settings: Settings, result: Result) -> None:
    """Only the open tab is computed."""
    repeated_labels(case, settings)
    tabs = st.tabs(list(TABS), on_change="rerun", key="over-time-tab")
    for tab, name in zip(tabs, TABS.values()):
        if tab.open:
            with tab:
                globals()[name](case, settings, result)


def show(figure: Any, key: str, **more: Any) -> Any:
    from reporting.look import PLOT_CONFIG, alt_of

    return st.plotly_chart(figure, config=PLOT_CONFIG, alt=alt_of(figure), key=key, **more)


def features_tab(case: OpenCase, settings: Settings, result: Result) -> None:
    """How far every feature has moved, and the histograms of the one that was clicked."""
    from reporting.charts.drift_map import drift_map

    moved = answered.features(case, settings)
    if moved is None:
        return
    labels = result.part("step")["start"].tolist()
    st.caption(
        "Each step against the rows the model may learn from. The colour is the PSI, how far the shares of a "
        "feature's bins have moved: by custom below 0.1 is small and above 0.25 large. Click a cell, or choose below, "
        "for its histograms."
    )
    clicked = show(drift_map(moved, labels=labels), "drift-map", on_select="rerun", selection_mode="points")
    feature, step = picked(moved, clicked, labels)
    two_histograms_of(case, settings, feature, step, labels)


def picked(moved: pd.DataFrame, clicked: Any, labels: list[str]) -> tuple[str, int]:
    """The feature and step to look at: what was clicked, else the one that moved most."""
    points = clicked["selection"]["points"] if clicked else []
    most = moved.loc[moved["psi"].fillna(0).idxmax()]
    names = list(dict.fromkeys(moved["feature"]))
    feature, step = str(most["feature"]), int(most["step"])
    if points and points[0].get("customdata"):
        feature, step = str(points[0]["customdata"][0]), int(points[0]["customdata"][1])
    left, right = st.columns(2)
    feature = left.selectbox("Feature", names, names.index(feature), key=f"feature-{feature}-{step}")
    step = right.select_slider(
        "Step",
        range(len(labels)),
        min(step, len(labels) - 1),
        format_func=lambda s: labels[s],
        key=f"step-{feature}-{step}",
    )
    return feature, step


def two_histograms_of(case: OpenCase, settings: Settings, feature: str, step: int, labels: list[str]) -> None:
    from reporting.charts.histograms import two_histograms

    counted = answered.histograms(case, settings, feature)
    if counted is not None:
        at_step = counted[counted["step"] == step].drop(columns="step")
        show(two_histograms(at_step, feature, labels[step]), "two-histograms")


def play_tab(case: OpenCase, settings: Settings, result: Result) -> None:
    """One payload; the browser plays it."""
    from reporting.charts.play import play

    features = list(case.facts["columns"])
    feature = st.selectbox("Feature to watch", features, key="played-feature")
    counted = answered.histograms(case, settings, feature)
    if counted is not None:
        film = counted.rename(columns={"label": "bin", "reference_share": "reference", "step_share": "share"})
        show(play(result, film, feature), "play")


def blame_tab(case: OpenCase, settings: Settings, result: Result) -> None:
    """How much comes back when one drift, or one feature, is put back as it was."""
    from reporting.charts.attribution import attribution_bars

    undone = answered.attribution(case, settings)
    if undone is None or undone.empty:
        st.info("No drift acts inside this horizon, so there is nothing to undo. Add one in the sidebar.")
        return
    whole = undone.iloc[0]
    if len(undone) == 1 or not undone["share"].notna().any():
        st.info(plain(one_change(whole)), icon=":material/info:")
        return
    st.caption(
        "Each bar: the score that comes back when this one change is undone, all others staying, on the steps "
        "at which the world is furthest from the old one. Shares need not add up to 100 %."
    )
    show(attribution_bars(undone), "attribution")


def one_change(whole: pd.Series) -> str:
    """What undoing everything brings back, where there is nothing to share out."""
    if not whole["low"] > 0:
        return "The drifts cost nothing that stands out from chance, so there is no loss to share out."
    span = f"95 % interval {whole['low']:.3f} to {whole['high']:.3f}"
    back = f"undoing it brings {whole['value']:.3f} back ({span})"
    return f"One change of one feature: {back}, so there is nothing to share out."


def numbers_tab(case: OpenCase, settings: Settings, result: Result) -> None:
    """The tidy table itself."""
    st.dataframe(result.frame, hide_index=True, height=420)


def home_tab(case: OpenCase, settings: Settings, result: Result) -> None:
    """Link, Python, command, report, model."""
    from dashboard.downloads import downloads

    st.caption("The address of this page holds every setting; copy it, and the same picture opens elsewhere.")
    st.markdown("**As Python**")
    st.code(copying.as_python(case, settings), language="python", wrap_lines=True)
    st.markdown("**As a command**")
    st.code(copying.as_command(case, settings), language="bash", wrap_lines=True)
    downloads(case, settings, result)
