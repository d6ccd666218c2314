"""The page "Your model": two files in, a case out; a refusal costs nothing that was there."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import opening, state
from dashboard.cases import OpenCase
from dashboard.words import plain
from optimizers.metrics import METRICS
from optimizers.words import listed
from sandbox.client import Refused

MODEL_TYPES = ["joblib", "pkl", "pickle", "skops", "onnx", "forest", "gz", "xz", "bz2", "lz4", "z", "sav", "model"]
TABLE_TYPES = ["csv", "tsv", "txt", "parquet", "feather", "arrow", "xlsx", "gz", "dat", "tab"]
MOST_MIB = 200
AUTOMATIC = "best for this table"


def draw() -> None:
    """Upload, look, choose, open."""
    settings = state.settings()
    st.title("Your model", anchor=False)
    st.caption(
        "A fitted model and the table it is about. Both are opened in a confined process of their own: a pickle is a "
        "program, and here it cannot read, write or send anything. Nothing is kept after your session."
    )
    files = chosen_files()
    opened = opening.look(files) if "model" in files and "table" in files else None
    if opened is not None:
        choose(opened, settings)
    protection()


def chosen_files() -> dict[str, tuple[str, bytes]]:
    """What lies in the three upload boxes."""
    left, right = st.columns(2)
    with left:
        model = st.file_uploader("Fitted model: joblib, pickle, skops or ONNX", MODEL_TYPES, key="up-model")
    with right:
        table = st.file_uploader("Table: CSV, TSV, Parquet, Feather, Excel", TABLE_TYPES, key="up-table")
        test = None
        if st.toggle("The test rows are in a table of their own", key="up-apart"):
            test = st.file_uploader("Test table", TABLE_TYPES, key="up-test")
    given = {"model": model, "table": table, "test": test}
    return {role: (f.name, f.getvalue()) for role, f in given.items() if f is not None}


def choose(case: OpenCase, settings: Any) -> None:
    """Target, time and metric, guessed first; then the case opens."""
    model, table = case.opened["model"], case.opened["table"]
    columns = table["columns"]
    st.success(
        plain(f"{model['kind']} ({model['format']}{saved_by(model)}) and a table of {table['n_rows']:,} rows, "
              f"{len(columns)} columns ({table['format']})."), icon=":material/check_circle:"
    )  # fmt: skip
    for note in (*model["notes"], *table["notes"]):
        st.caption(plain(note))
    if missing := [c for c in model["columns"] or () if c not in columns]:
        st.error(plain(f"The table lacks {listed(missing)}, which the model takes; upload a table that has them."))
        return
    refusal = st.container()
    with st.form("choices"):
        a, b, c, d = st.columns(4)
        guess = opening.guesses(case)
        target = a.selectbox("Target", columns, index_in(columns, guess["target"]), placeholder="Choose the target")
        time = b.selectbox("Time column", [None, *columns], index_in([None, *columns], guess["time"]),
                           format_func=lambda t: "none" if t is None else t)  # fmt: skip
        fitting = [None, *(m.name for m in METRICS.values() if m.task == model["task"])]
        metric = c.selectbox("Metric", fitting, format_func=lambda m: METRICS[m].title if m else AUTOMATIC)
        share = d.slider("Rows that judge", 0.1, 0.9, 0.4, 0.05, disabled="test" in case.files)
        st.dataframe(case.preview, height=180, hide_index=True)
        pressed = st.form_submit_button("Open this case", type="primary", icon=":material/arrow_forward:")
    if pressed:
        with refusal:
            open_case(case, {"target": target, "time": time, "metric": metric, "test_share": share}, settings)


def saved_by(model: dict[str, Any]) -> str:
    version = model["saved_by"].get("sklearn")
    return f", saved by scikit-learn {version}" if version else ""


def index_in(options: list, value: Any) -> int | None:
    return options.index(value) if value in options else None


def open_case(case: OpenCase, choices: dict[str, Any], settings: Any) -> None:
    if choices["target"] is None:
        st.error(
            "No target is chosen; choose the column that the model predicts, or upload a table that has it.",
            icon=":material/block:",
        )
        return
    try:
        opening.assemble(case, choices)
    except Refused as refused:
        st.error(plain(refused.sentence), icon=":material/block:")
        return
    state.keep_upload(case)
    query = settings if settings.case == case.key else state.defaults(case.key)
    state.change(query, redraw=True)
    st.switch_page("pages/over_time.py")


def protection() -> None:
    """What the sandbox keeps out here: tried, not promised."""
    check = opening.self_test()
    if state.parent().notice:
        st.warning(plain(state.parent().notice), icon=":material/gpp_maybe:")
    with st.expander(
        f"Sandbox: {check.summary}", icon=":material/verified_user:" if check.full else ":material/gpp_maybe:"
    ):
        st.caption("When the server started, a confined process tried six things that no model may do:")
        for answer in check.answers:
            mark = ":material/check: stopped" if answer.blocked else ":material/close: **not stopped**"
            st.markdown(f"- {plain(answer.name)}: {mark} ({plain(answer.how)})")
        st.caption(
            f"At most {MOST_MIB} MB a file, {state.MOST_UPLOADS} uploaded cases and {state.MOST_UPLOAD_MIB} MB of them "
            "a session: the oldest goes first. Files stay in memory."
        )
