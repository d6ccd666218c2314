"""What a user takes home: the table, the report, the models."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, datetime

import streamlit as st

from dashboard import answered, copying, folder
from dashboard.cases import OpenCase
from dashboard.link import Settings
from optimizers.result import Result
from optimizers.strategy import strategies

FORMATS = {"skops": "skops", "joblib": "joblib", "forest": "packed forest", "onnx": "ONNX", "folder": "folder (zip)"}

SKOPS = (
    'Open it with `skops.io.load("model.skops", trusted=skops.io.get_untrusted_types(file="model.skops"))`: types '
    "that skops does not know must be named; look at that list before you trust it."
)


def downloads(case: OpenCase, settings: Settings, result: Result) -> None:
    """Files are made when their button is pressed."""
    st.markdown("**As files**")
    with st.container(horizontal=True):
        st.download_button(
            "Table (CSV)",
            lambda: table_csv(result),
            "result.csv",
            "text/csv",
            on_click="ignore",
            icon=":material/table:",
        )
        st.download_button(
            "Report (HTML)", lambda: report(case, settings, result), "report.html", "text/html", on_click="ignore",
            icon=":material/description:",
        )  # fmt: skip
    models(case, settings, result)


def offer(label: str, make: Callable[[], bytes], name: str, icon: str) -> None:
    st.download_button(label, make, name, on_click="ignore", icon=f":material/{icon}:")


def table_csv(result: Result) -> bytes:
    """The tidy frame, guarded: a spreadsheet must not take a name for a formula."""
    frame = result.frame.copy()
    for name in frame.select_dtypes(["object", "string"]):
        frame[name] = frame[name].map(without_formula)
    # Every text in quotes: a lone carriage return would begin a row of its own.
    return frame.to_csv(index=False, quoting=csv.QUOTE_NONNUMERIC).encode("utf-8-sig")


def without_formula(text: str) -> str:
    """A text that a spreadsheet shows and does not run.

    >>> without_formula("=1+1"), without_formula("income")
    ("'=1+1", 'income')
    """
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") else text


def report(case: OpenCase, settings: Settings, result: Result) -> bytes:
    """The standalone report; only answers that are there already, so that the download starts at once."""
    from optimizers.telling import story
    from reporting.report import report_html

    undone = answered.kept_frame(case, "attribution", answered.head_of(settings))
    moved = answered.kept_frame(case, "features", answered.head_of(settings))
    text = report_html(
        case.title,
        result,
        [story(result, undone)],
        threshold=settings.threshold,
        feature_drift=moved,
        attribution=undone,
        code=copying.as_python(case, settings),
        notes=case.facts["notes"],
        made=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
    )
    return text.encode()


def models(case: OpenCase, settings: Settings, result: Result) -> None:
    """Any candidate of the experiment, as skops or joblib."""
    pairs = list(dict.fromkeys(zip(result.frame["strategy"], result.frame["candidate"])))
    candidate = st.selectbox("Model", pairs, format_func=lambda p: p[1], key="home-model")
    model_file(case, settings, candidate)


def formats_of(case: OpenCase, strategy: str) -> list[str]:
    """What a candidate can be saved as: neither an export nor an uploaded graph is a scikit-learn object."""
    if "Onnx" in strategy or (strategy not in strategies() and copying.model_format(case) == "onnx"):
        return ["onnx"]
    return ["joblib"] if exported(strategy) else ["skops", "joblib", "forest"]


def exported(strategy: str) -> bool:
    """Whether its candidates only run in the place of a model."""
    known = strategies().get(strategy)
    return known is not None and known.exports


def model_file(case: OpenCase, settings: Settings, candidate: tuple[str, str]) -> None:
    """One candidate's model, prepared when asked for."""
    left, right = st.columns(2, vertical_alignment="bottom")
    offered = formats_of(case, candidate[0])
    # Of an export the folder comes first: it is what runs without this project.
    order = ["folder", *offered] if exported(candidate[0]) else [*offered, "folder"]
    form = left.selectbox("Format", order, format_func=FORMATS.__getitem__, key=f"home-format-{'-'.join(order)}")
    if form == "folder":
        folder.folder_file(case, settings, candidate, [one for one in offered if one != "forest"])
        return
    if offered == ["joblib"]:
        needed = "scikit-learn-intelex" if candidate[0] == "Intelex" else "this project"
        st.caption(f"Opens where {needed} is installed, whose code answers; this workbench does not open it again.")
    if form == "skops":
        st.caption(SKOPS)
    if form == "forest":
        st.caption(
            "About two bytes a node, the same predictions bit for bit; this workbench opens it as any other model "
            "file, Python by `optimizers.compact.unpack_forest(raw)`."
        )
    with right:
        if st.button("Prepare the file", icon=":material/inventory_2:"):
            raw = answered.export(case, settings, candidate, form)
            if raw is not None:
                label = f"Save model.{form} ({size(len(raw))})"
                st.download_button(label, raw, f"model.{form}", on_click="ignore", type="primary")


def size(n_bytes: int) -> str:
    """As file managers round it.

    >>> size(300), size(17_400), size(2_340_000)
    ('300 bytes', '17 KB', '2.3 MB')
    """
    if n_bytes < 1_000:
        return f"{n_bytes} bytes"
    return f"{n_bytes / 1e3:.0f} KB" if n_bytes < 999_500 else f"{n_bytes / 1e6:,.1f} MB"
