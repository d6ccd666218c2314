"""The page "Model card": a panel at a time, each as soon as it is measured."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import answered, copying
from dashboard.cases import OpenCase
from dashboard.link import Settings
from dashboard.words import plain
from optimizers.metrics import METRICS

Head = dict[str, Any]
Frames = dict[str, pd.DataFrame]
DOING = {
    "what": "Looking at the model",
    "scores": "Scoring, with intervals",
    "seen": "Refitting the recipe",
    "calibration": "Checking calibration",
    "errors": "Collecting errors",
    "importance": "Shuffling features",
    "operation": "Measuring size and speed",
}

SEEN = {
    "likely": (st.warning, "visibility"),
    "above": (st.warning, "visibility"),
    "no sign": (st.info, "check"),
    "cannot tell": (st.info, "question_mark"),
}


def draw(case: OpenCase, settings: Settings) -> None:
    """All panels, the quick ones first."""
    st.title(f"Model card: {plain(case.title)}", anchor=False)
    for note in case.facts["notes"]:
        st.caption(plain(note))
    for name, (title, show) in PANELS.items():
        st.subheader(title, anchor=False)
        panel = answered.card_panel(case, settings, name, DOING[name])
        if panel is None:
            continue
        head, frames, notes = panel
        show(head, frames)
        for note in notes:
            st.caption(plain(note))
    copies(copying.card_as_python(case, settings), copying.card_as_command(case, settings))


def copies(python: str, command: str) -> None:
    """The same at home, as Python and as a command."""
    with st.expander("Take it home: Python, command", icon=":material/content_copy:"):
        st.code(python, language="python", wrap_lines=True)
        st.code(command, language="bash", wrap_lines=True)


def what(head: Head, frames: Frames) -> None:
    """Class, steps, parameters, versions."""
    saved = ", ".join(f"{k} {v}" for k, v in head["saved_by"].items()) or "not told by the file"
    fitted = ", ".join(f"{n:,} {what}" for what, n in head["fitted"].items()) or "none that can be counted"
    classes = f" of {len(head['classes'])} classes" if head["classes"] else ""
    st.markdown(
        f"**{plain(head['class'])}**, {plain(head['task'])}{classes} from {head['n_features']} features.  \n"
        f"Fitted: {plain(fitted)}.  \nSaved by: {plain(saved)}. Installed: scikit\\-learn "
        f"{plain(head['installed'].get('scikit-learn', '?'))}."
    )
    if head["version_note"]:
        st.warning(plain(head["version_note"]), icon=":material/history:")
    left, right = st.columns(2)
    left.dataframe(frames["steps"], hide_index=True, key="card-steps")
    right.dataframe(frames["parameters"], hide_index=True, key="card-parameters")


def scores(head: Head, frames: Frames) -> None:
    """Every metric of the task, on the judging and, beside it, on the learning rows."""
    frame = frames["scores"]
    shown = frame.assign(text=[f"{v:.4g}  ({span(a, b)})" for v, a, b in frame[["value", "low", "high"]].to_numpy()])
    wide = shown.pivot_table(index="title", columns="rows", values="text", aggfunc="first", sort=False)
    names = {"judging": "Judging rows (95 % interval)", "learning": "Learning rows (95 % interval)"}
    st.table(wide.rename(columns=names).rename_axis("Metric").rename_axis(None, axis=1))
    st.caption("Intervals: bootstrap over rows; by formula where a score is perfect or the rows are many.")


def seen(head: Head, frames: Frames) -> None:
    """Has the model seen these rows?"""
    say, icon = SEEN[head["verdict"]]
    say(plain(head["sentence"]), icon=f":material/{icon}:")


def calibration(head: Head, frames: Frames) -> None:
    from reporting.charts.calibration import calibration as chart

    st.markdown(plain(head["sentence"]))
    figure(chart(frames["calibration"], head["of"]), "card-calibration")


def errors(head: Head, frames: Frames) -> None:
    """Confusion matrix, or residuals."""
    if "confusion" in frames:
        from reporting.charts.confusion import confusion

        figure(confusion(frames["confusion"]), "card-confusion")
        return
    from reporting.charts.residuals import residuals

    figure(residuals(frames["points"], frames["histogram"]), "card-residuals")


def importance(head: Head, frames: Frames) -> None:
    from reporting.charts.importance import importance as chart

    metric = METRICS[frames["importance"]["metric"].iloc[0]].title
    st.caption(f"How much {plain(metric)} loses when one feature is shuffled among the judging rows; 95 % intervals.")
    figure(chart(frames["importance"]), "card-importance")


def operation(head: Head, frames: Frames) -> None:
    """Size and speed, serially, in the confined process."""
    frame = frames["operation"]
    shown = frame.assign(interval=[span(a, b) for a, b in zip(frame["low"], frame["high"])])
    st.dataframe(
        shown[["title", "value", "unit", "interval", "note"]],
        hide_index=True,
        column_config={
            "title": "Measure",
            "value": st.column_config.NumberColumn("Value", format="%.4g"),
            "unit": "Unit",
            "interval": "95 % interval",
            "note": "How",
        },
        key="card-operation",
    )


def figure(chart: Any, key: str) -> None:
    from reporting.look import PLOT_CONFIG, alt_of

    st.plotly_chart(chart, config=PLOT_CONFIG, alt=alt_of(chart), key=key)


def span(low: float, high: float) -> str:
    return "" if pd.isna(low) or pd.isna(high) else f"{low:.4g} to {high:.4g}"


PANELS: dict[str, tuple[str, Callable[[Head, Frames], None]]] = {
    "what": ("What it is", what),
    "scores": ("How good it is", scores),
    "seen": ("Has it seen these rows?", seen),
    "calibration": ("Calibration", calibration),
    "errors": ("Where it errs", errors),
    "importance": ("What it leans on", importance),
    "operation": ("Size and speed", operation),
}
