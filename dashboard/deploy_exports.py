"""Exports looked at closely: how far each answers as the original, and trees as a C file to compile elsewhere."""

from __future__ import annotations

import streamlit as st

from dashboard import answered, asking, family_compare
from dashboard.cases import OpenCase
from dashboard.downloads import offer
from dashboard.link import Settings
from dashboard.words import plain
from sandbox.arrow import from_arrow

SHOWN = {
    "rows": "Rows",
    "n_rows": "Tried",
    "n_changed": "Labels that change",
    "n_tied": "Of them at ties",
    "largest_difference": "Largest difference",
}

MADE = {
    "rows as given": "learning rows",
    "one row a call": "some of them in a call each",
    "columns mixed": "rows whose columns come from different ones",
    "missing values": "rows with gaps",
    "unseen categories": "rows with categories that were never seen",
    "far from the learning rows": "rows far from all of them",
    "on split thresholds": "rows exactly where a tree splits",
    "between two labels": "rows sought out between two labels",
}


def alike(case: OpenCase, settings: Settings, pairs: list[tuple[str, str]]) -> None:
    """Labels that change and the largest difference, by kind of rows, for one export at a time."""
    with st.expander("How alike the answers are", icon=":material/rule:", key="alike", on_change="rerun") as opened:
        if not opened.open:
            return
        pair = st.selectbox("Export", pairs, format_func=family_compare.named, key=f"alike-{len(pairs)}")
        head = answered.head_of(family_compare.with_costs(settings)) | {"strategy": pair[0], "candidate": pair[1]}
        answer = asking.ask(case, "verification", head, "Asking both for the same rows")
        if answer is None:
            return
        st.markdown(plain(answer.head["said"]))
        table = from_arrow(answer.blobs[0])
        st.dataframe(table[list(SHOWN)].rename(columns=SHOWN), hide_index=True, key="alike-rows")
        st.caption(caption(table["rows"].tolist()))


def caption(kinds: list[str]) -> str:
    """What the kinds of rows in the table are, and what its numbers mean."""
    made = "; ".join(MADE.get(kind, kind) for kind in kinds)
    return (
        f"Asked for {made}. At a tie the original's two best scores are equal to six digits: which label comes out is "
        "rounding. Differences are of probabilities, or of values over one plus their size."
    )


def as_c(case: OpenCase) -> None:
    """The trees inside as C source, with the command that compiles it."""
    with st.expander("Compiled trees", icon=":material/code:", key="as-c", on_change="rerun") as opened:
        if not opened.open:
            return
        st.markdown(
            "The trees as one C file that needs no library; it takes rows as the estimator inside takes them, after "
            "what stands before it. Nothing is compiled here."
        )
        answer = asking.ask(case, "c source", {}, "Writing the trees as C")
        if answer is None:
            return
        if why := answer.head["why_not"]:
            st.info(plain(why), icon=":material/info:")
            return
        st.code(answer.head["build"], language="bash")
        offer("Save model.c", lambda: answer.blobs[0], "model.c", "code")
        st.caption(
            f"{len(answer.blobs[0]) / 1024:,.0f} KiB. Sums are added up in the model's own order; the file says what "
            "it takes and gives."
        )
