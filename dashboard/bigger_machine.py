"""The section "A bigger machine": more cores and less memory, really given to workers, and what that says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from dashboard import hardware, measuring, model_card
from dashboard.answers import named
from dashboard.cases import OpenCase
from dashboard.words import plain
from optimizers.operation.cost import Operation
from sandbox.client import Refused, Reply

DOING = "Measuring on this machine's cores"
ELSEWHERE = (
    "The model answers from a process of its own with scikit-learn {}; cores and memory would be those of what asks "
    "it: carry it over to the installed version first."
)
WAYS = {"threads": "threads of one process", "replicas": "processes, a core each"}


def section(case: OpenCase, measured: tuple[pd.DataFrame, Operation] | None) -> None:
    """Cores, memory and the verdict.

    Parameters
    ----------
    measured : (DataFrame, Operation) or None
        What was measured side by side, and the traffic, where it was: the verdict needs both.
    """
    st.subheader("A bigger machine", anchor=False)
    if case.version:
        st.info(plain(ELSEWHERE.format(case.version)), icon=":material/info:")
        return
    if measured is not None:
        verdict(*measured)
    found = asked(case)
    if found is None:
        return
    cores(found)
    memory(found["memory"])


def verdict(frame: pd.DataFrame, prices: Operation) -> None:
    """Whether one core is enough for the traffic, and whether the model is what is slow."""
    from optimizers.operation.backend import hardware_verdict, traffic_verdict

    enough, needs_more = traffic_verdict(frame, prices)
    st.markdown(f"**{plain(enough)}** {plain(hardware_verdict(frame, prices.rows_per_request, needs_more))}")


def asked(case: OpenCase) -> dict[str, Any] | None:
    """What was measured, once it was asked for."""
    question = named(case.identity, "hardware", {})
    why = "The model runs in processes of its own that are held to some cores, or to little memory."
    if not measuring.wanted(case, question, "Measure cores and memory", why, icon=":material/dns:"):
        return None
    bench = hardware.Bench(case)
    answer = measuring.measured(case, question, lambda tell: measure(bench), bench.stop, DOING)
    return None if answer is None else answer.head


def measure(bench: hardware.Bench) -> Reply:
    """Cores, then memory; where one of them is refused here, its sentence."""
    try:
        found = part(hardware.on_cores, bench)
        return Reply(found | {"memory": part(hardware.in_memory, bench)}, [])
    finally:
        bench.stop()


def part(ask: Any, bench: hardware.Bench) -> dict[str, Any]:
    try:
        return ask(bench)
    except Refused as why:
        return {"why_not": why.sentence}


def cores(found: dict[str, Any]) -> None:
    """The chart, and a sentence for each way of using cores."""
    from optimizers.operation.amdahl import amdahl, rates
    from optimizers.operation.scaling import said
    from reporting.charts.scaling import scaling_chart

    if "why_not" in found:
        st.info(plain(found["why_not"]), icon=":material/info:")
        return
    tables, told = [], []
    for way, name in WAYS.items():
        n_cores = found["n_cores" if way == "threads" else "n_replicas"]
        seconds, most = np.array(found[way]), max(n_cores)
        beyond = [most * 2**k for k in (1, 2, 3)]
        tables.append(rates(n_cores, seconds, found["n_rows"], beyond, np.random.default_rng(0)).assign(way=name))
        if len(n_cores) > 1:
            law = amdahl(n_cores, np.median(seconds, axis=0).tolist())
            told.append(f"{name.capitalize()}: {lowered(said(law, most))}")
    sentence = " ".join(told) or "This machine gives the app one core; nothing can be projected from it."
    model_card.figure(scaling_chart(pd.concat(tables, ignore_index=True), sentence), "scaling")
    for line in told or [sentence]:
        st.markdown(f"- {plain(line)}")
    st.caption(
        f"{found['n_rows']:,} rows a call; processes really held to so many cores. Bars are 95 % intervals; dashes are "
        "Amdahl's law, their band what the measured rounds leave open if it holds."
    )


def lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def memory(found: dict[str, Any]) -> None:
    """The least memory in which it answers."""
    if "why_not" in found:
        st.info(plain(found["why_not"]), icon=":material/info:")
        return
    fails = f"; with {found['fails_mib']:,.0f} MiB it does not" if found["fails_mib"] else ""
    st.markdown(
        f"**Memory.** Beside the {found['shared_mib']:,.0f} MiB of Python and its libraries, a process that is given "
        f"{found['least_mib']:,.0f} MiB opens the model and answers {found['n_rows']:,} rows{plain(fails)}."
    )
    with st.expander("Limits that were tried", icon=":material/memory:"):
        shown = pd.DataFrame(found["tried"]).rename(
            columns={"mib": "MiB of its own", "answered": "Answered", "why": "Otherwise"}
        )
        st.dataframe(shown, hide_index=True, key="hardware-limits")
