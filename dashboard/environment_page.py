"""The page "Environment": the library versions around a model, and what becomes of it under others."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import asking, downloads, model_card, rehosting, state, versions
from dashboard.answers import named
from dashboard.cases import OpenCase
from dashboard.link import Settings
from dashboard.version_trial import Trial
from dashboard.words import plain
from optimizers.environment.compare import CARRIED, REFITTED, SAVED
from optimizers.environment.versions import minor_of
from optimizers.metrics import METRICS
from optimizers.reference import STRATEGY, UPLOADED
from sandbox.arrow import from_arrow
from sandbox.environments import is_kept

FIXED = {
    "onnx": "An ONNX file holds its own operators: scikit-learn's version does not touch it.",
    "forest": "A packed forest is read by this project's own code: scikit-learn's version does not touch it.",
}
NAMED = {"saved it": "saved the file", "installed": "installed here", "carried over": "carried over, here",
         "refitted": "recipe fitted there", "": ""}  # fmt: skip
MOST = 8
SEEN = " The file's model may have learned from these rows; a recipe fitted there has not."


def draw(case: OpenCase, settings: Settings) -> None:
    """The versions, the trial, and the way between them."""
    st.title(f"Environment: {plain(case.title)}", anchor=False)
    st.caption(
        "A model wears out without any drift in the data when the library under it changes: it may not open, answer "
        "otherwise, or be slower. Each version here is set up in an environment of its own, from the package index, "
        "and the file is opened there in a confined process."
    )
    model = case.opened.get("model", {})
    st.markdown(stands(case, model))
    if model.get("format") in FIXED:
        st.info(FIXED[model["format"]], icon=":material/info:")
        return
    trial(case, settings)
    rehosting.offer(case)


def stands(case: OpenCase, model: dict[str, Any]) -> str:
    """Which version saved it, which is here, and how it is open."""
    saved = versions.own(case)
    said = f"Saved by **scikit-learn {plain(saved)}**" if saved else "The file does not say which version saved it"
    said += f"; installed here is **{plain(versions.installed())}**. "
    if case.version:
        return f"{said}It answers from a process of its own, with scikit-learn **{plain(case.version)}**."
    if saved and saved != versions.installed():
        said_of_it = [*model.get("notes", []), *model.get("carried", [])]
        notes = "".join(f"\n- {plain(note)}" for note in said_of_it)
        return f"{said}It is open here in the installed version.{notes}"
    return said


def trial(case: OpenCase, settings: Settings) -> None:
    """Choose versions, try them, and see."""
    st.subheader("What if the library changes under it", anchor=False)
    offered = versions.choices(case)
    usual = versions.usual(case)
    chosen = st.multiselect(
        "Versions of scikit-learn", offered, usual, max_selections=MOST,
        key=f"versions-{case.identity}",
    )  # fmt: skip
    refit = st.toggle(
        "Also fit its recipe anew under each", key=f"versions-refit-{case.identity}",
        help="Defaults and algorithms change too: the same recipe on the same learning rows may give another model.",
    )  # fmt: skip
    if not chosen:
        return
    question = named(case.identity, "versions", {"versions": chosen, "refit": refit})
    asked = st.session_state.get("asked-versions") == question
    if not asked and state.answers_for(case).get(question) is None:
        missing = [v for v in chosen if v != versions.installed() and not is_kept(v)]
        if not st.button(f"Try {len(chosen)} versions", type="primary", icon=":material/science:"):
            if missing:
                st.caption(f"To be set up first, once, some seconds each: {plain(', '.join(missing))}.")
            return
        st.session_state["asked-versions"] = question
        st.rerun()
    job = Trial(case, chosen, refit)
    answer = asking.found_out(case, question, job.run, job.stop, "Trying versions")
    if answer is not None:
        show(case, settings, answer.head, from_arrow(answer.blobs[0]))


def show(case: OpenCase, settings: Settings, facts: dict[str, Any], table: pd.DataFrame) -> None:
    """The verdict, the chart, the table."""
    from reporting.charts.versions import versions_chart

    st.markdown(f"#### {plain(facts['verdict'])}")
    metric = METRICS[case.facts["metric"]]
    model_card.figure(versions_chart(table, metric.title), "versions")
    base = table.loc[table["role"] == "saved it", "version"].tolist()
    against = f"against scikit-learn {plain(base[0])}, which saved the file" if base else "against the first that opens"
    st.caption(
        f"The same file and the same {facts['n_rows']:,} judging rows; answers {against}, refits against the one "
        "there. Brackets are 95 % intervals; times are of one row, asked in turn with the base."
        + (SEEN if (table["role"] == REFITTED).any() else "")
    )
    closed = table[table["why"] != ""]
    for reason, of in closed.groupby(closed["why"].map(without_version), sort=False)["version"]:
        st.markdown(f"- {plain(', '.join(dict.fromkeys(of)))}: {plain(reason)}")
    table = table.sort_values("version", key=lambda column: column.map(minor_of), kind="stable")
    st.dataframe(shown(table, metric.title, facts["around"]), hide_index=True, key="versions-table")
    carried = table[(table["role"] == CARRIED) & (table["changed"] == 0)]
    if len(carried) and (table["opens"].astype(bool) & (table["role"] == SAVED)).any():
        save_anew(case, settings, carried.iloc[0])


def save_anew(case: OpenCase, settings: Settings, row: pd.Series) -> None:
    """The model as carried over to the installed version, as a file."""
    st.subheader("Save it anew", anchor=False)
    st.caption(
        f"Carried over to scikit-learn {plain(row['version'])}, it gives the same answers as under the version that "
        f"saved it, on {row['n_rows']:,.0f} rows. Its n_jobs are 1: set them where it runs."
    )
    downloads.model_file(case, settings, (STRATEGY, UPLOADED))


def shown(table: pd.DataFrame, title: str, around: dict[str, str]) -> pd.DataFrame:
    """The comparison as a page shows it."""
    percent = table[["changed", "changed_low", "changed_high"]].astype(float) * 100
    given = {
        "Version": table["version"],
        "Which": table["role"].map(NAMED),
        "Opens": table["opens"].astype(bool),
        "Answers that differ (%)": of_others(table, spans(percent, "{:.3g}")),
        "Largest change": [number(v, "{:.2g}") for v in table["largest"]],
        title: spans(table[["value", "low", "high"]], "{:.4f}"),
        "Loss": spans(table[["loss", "loss_low", "loss_high"]], "{:.4f}"),
        "One row (µs)": spans(table[["latency_us", "latency_low", "latency_high"]], "{:.0f}"),
        "Times the base": spans(table[["slower", "slower_low", "slower_high"]], "{:.2f}"),
        "Opens in (ms)": [number(v, "{:.1f}") for v in table["load_ms"]],
        "Saved anew (KiB)": [number(v, "{:.1f}") for v in table["size_kib"]],
        "With": [around.get(v, "") if r != CARRIED else "" for v, r in zip(table["version"], table["role"])],
    }
    return pd.DataFrame({name: values for name, values in given.items() if any(v != "" for v in values)})


def without_version(why: str) -> str:
    """A reason that may be the same for several versions."""
    return re.sub(r"^scikit-learn \S+ cannot open this file: ", "it cannot open this file: ", why)


def of_others(table: pd.DataFrame, texts: list[str]) -> list[str]:
    """The version that saved the file is not held against itself."""
    return ["" if role == SAVED else text for role, text in zip(table["role"], texts)]


def number(value: float, how: str) -> str:
    return "" if pd.isna(value) else how.format(value)


def spans(columns: pd.DataFrame, how: str) -> list[str]:
    """Value and interval as text; empty where there is no value."""
    rows = columns.to_numpy(float)
    return ["" if pd.isna(v) else f"{how.format(v)} ({how.format(a)} to {how.format(b)})" for v, a, b in rows]
