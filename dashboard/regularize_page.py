"""What the page "Regularize" shows beside the trade-off: the path of settings, coefficients, the decision boundary."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import answered, family_compare, model_card
from dashboard.cases import OpenCase
from dashboard.family_choice import Pick
from dashboard.link import Settings
from dashboard.words import plain
from optimizers.result import Result
from optimizers.strategy import strategies

PARTS = {
    "training": "training_score",
    "validation": "validation_score",
    "judging": "value",
    "unbiased": "unbiased_score",
}


def pictures(case: OpenCase, settings: Settings, result: Result, table: pd.DataFrame, pick: Pick) -> None:
    """The path of each strategy that tried settings in order; then what is asked for."""
    if "validation_score" not in table:
        return
    tried = table[table["validation_score"].notna()]
    names = sorted(dict.fromkeys(tried["strategy"]), key="RegularizationPath".__ne__)
    st.subheader("Along the path", anchor=False)
    name = st.selectbox("Strategy", names, format_func=lambda n: strategies()[n].title(), key="path-strategy")
    path(tried[tried["strategy"] == name], settings.metric or case.facts["metric"])
    coefficients(case, settings)
    boundary(case, settings, table, pick)


def path(tried: pd.DataFrame, metric: str) -> None:
    from reporting.charts.setting_path import setting_path_chart

    labels = tried["candidate"].astype(str)
    parameter = labels.iloc[0].split(" = ")[0] if labels.str.contains(" = ").all() else "Setting"
    shown = pd.DataFrame({"label": labels, "setting": tried["setting"], "chosen": tried["chosen"] == 1})
    for part, column in PARTS.items():
        spans = ("low", "high") if column == "value" else (f"{column}_low", f"{column}_high")
        for end, found in (("", column), ("_low", spans[0]), ("_high", spans[1])):
            shown[part + end] = tried[found].to_numpy(float) if found in tried else float("nan")
    model_card.figure(setting_path_chart(shown, metric, parameter), "setting-path")
    chosen = tried[tried["chosen"] == 1]
    if len(chosen):
        st.caption(optimism(chosen.iloc[0], len(tried)))


def optimism(row: pd.Series, n: int) -> str:
    """What choosing among many does to the score that chose."""
    unbiased = "" if pd.isna(row.get("unbiased_score")) else (
        f"; corrected for having chosen the best of {n}: {row['unbiased_score']:.4f} "
        f"({row['unbiased_score_low']:.4f} to {row['unbiased_score_high']:.4f})"
    )  # fmt: skip
    return (
        f"{plain(row['candidate'])} was chosen among {n} settings. Score that chose it: {row['validation_score']:.4f}"
        f"{unbiased}; on the judging rows, which chose nothing: {row['value']:.4f} "
        f"({row['low']:.4f} to {row['high']:.4f}). The judging rows "
        "come later, and drift as the page says: theirs is another world."
    )


def coefficients(case: OpenCase, settings: Settings) -> None:
    from reporting.charts.coefficients import coefficients_chart, left_out

    with st.expander("Coefficients along the path", icon=":material/show_chart:", on_change="rerun") as opened:
        if not opened.open:
            return
        head = {"metric": settings.metric, "experiment": {"seed": settings.experiment.seed}}
        found = answered.facts_and_frames(case, "coefficients", head, "Fitting the path")
        if found is None:
            return
        facts, frame = found[0], found[1]["path"]
        if "class" in frame:
            classes = list(dict.fromkeys(frame["class"]))
            one = st.selectbox("Class", classes, format_func=str, key="coefficients-class")
            frame = frame[frame["class"] == one]
        model_card.figure(coefficients_chart(frame, facts["parameter"], facts["log"]), "coefficients")
        if rest := left_out(frame):
            st.caption(plain(rest))


def boundary(case: OpenCase, settings: Settings, table: pd.DataFrame, pick: Pick) -> None:
    """What the candidate says over two features, all others at their usual value."""
    from reporting.charts.boundary import boundary_chart

    numeric = [c for c, kind in case.facts["columns"].items() if kind == "numeric"]
    if len(numeric) < 2:
        return
    with st.expander("Decision boundary over two features", icon=":material/grid_on:", on_change="rerun") as opened:
        if not opened.open:
            return
        across, up, which = st.columns(3)
        first = across.selectbox("Across", numeric, 0, key="boundary-x")
        second = up.selectbox("Up", [c for c in numeric if c != first], 0, key="boundary-y")
        pairs = list(zip(table["strategy"], table["candidate"]))
        begin = pairs.index(pick.pair) if pick.pair else 0
        pair = which.selectbox("Model", pairs, begin, format_func=family_compare.named, key=f"boundary-{begin}")
        head = answered.head_of(family_compare.with_costs(settings))
        head |= {"strategy": pair[0], "candidate": pair[1], "features": [first, second]}
        found = answered.facts_and_frames(case, "boundary", head, "Asking the model over two features")
        if found is None:
            return
        facts, frames = found
        frames["grid"].attrs["label"] = facts["label"]
        model_card.figure(boundary_chart(frames["grid"], frames["rows"], frames["rows"]["(target)"]), "boundary")
