"""What the worker answers, as the types that charts and sentences take."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import asking, state
from dashboard.answers import named
from dashboard.cases import OpenCase
from dashboard.link import Settings
from dashboard.words import plain
from optimizers.experiment import Experiment
from optimizers.result import Result
from optimizers.strategy import Candidate
from sandbox.arrow import from_arrow


def head_of(settings: Settings) -> dict[str, Any]:
    """The part of a question that says what is played."""
    return {"experiment": settings.experiment.spec(), "metric": settings.metric}


def result(case: OpenCase, settings: Settings, doing: str = "Playing the future") -> Result | None:
    """The result of the page's experiment; its candidates carry events, never models."""
    answer = asking.ask(case, "run", head_of(settings), doing)
    if answer is None:
        return None
    facts, (raw,) = answer
    candidates: dict[tuple[str, str], Candidate] = {}
    for e in facts["events"]:
        key = (e["strategy"], e["candidate"])
        candidates.setdefault(key, Candidate(e["candidate"], None)).events.append((e["step"], e["what"]))
    experiment = Experiment.from_spec(facts["experiment"])
    return Result(
        facts["case_name"],
        facts["fingerprint"],
        experiment,
        from_arrow(raw),
        facts["skipped"],
        candidates,
        facts["onset"],
    )


def attribution(case: OpenCase, settings: Settings) -> pd.DataFrame | None:
    """What comes back when one drift or feature is undone; None without a drift."""
    if not settings.experiment.drifts:
        return None
    return frame(case, "attribution", head_of(settings), "Undoing one change at a time")


def features(case: OpenCase, settings: Settings) -> pd.DataFrame | None:
    return frame(case, "features", head_of(settings), "Comparing every feature with the learning rows")


def histograms(case: OpenCase, settings: Settings, feature: str) -> pd.DataFrame | None:
    return frame(case, "histograms", head_of(settings) | {"feature": feature}, "Counting")


def frame(case: OpenCase, command: str, head: dict[str, Any], doing: str) -> pd.DataFrame | None:
    answer = asking.ask(case, command, head, doing)
    return None if answer is None else from_arrow(answer.blobs[0])


def card_panel(
    case: OpenCase, settings: Settings, name: str, doing: str
) -> tuple[dict[str, Any], dict[str, pd.DataFrame], list[str]] | None:
    """One panel of the model's card: its facts, its frames, its notes; None where it could not be filled."""
    answer = asking.ask(case, "card", {"panels": [name], "metric": settings.metric}, doing)
    if answer is None:
        return None
    facts, blobs = answer
    head, notes = facts["facts"]["head"].get(name, {}), facts["facts"]["notes"].get(name, [])
    frames = {k: from_arrow(raw) for k, raw in zip(facts["frames"], blobs, strict=True)}
    if not head and not frames:
        for note in notes:
            st.info(plain(note), icon=":material/info:")
        return None
    return head, frames, notes


def export(case: OpenCase, settings: Settings, candidate: tuple[str, str], form: str) -> bytes | None:
    """A candidate's model file."""
    strategy, label = candidate
    head = head_of(settings) | {"strategy": strategy, "candidate": label, "format": form}
    answer = asking.ask(case, "export", head, "Writing the model")
    return None if answer is None else answer.blobs[0]


def kept_frame(case: OpenCase, command: str, head: dict[str, Any]) -> pd.DataFrame | None:
    """The answer to a question that was asked before; None, without asking, if it was not."""
    answer = state.answers_for(case).get(named(case.identity, command, head))
    return None if answer is None else from_arrow(answer.blobs[0])


def is_kept(case: OpenCase, command: str, head: dict[str, Any]) -> bool:
    """Whether the answer is there already."""
    return state.answers_for(case).get(named(case.identity, command, head)) is not None


def applicable(case: OpenCase, family: str) -> dict[str, str] | None:
    """Strategy -> why it does not apply; empty where it does."""
    answer = asking.ask(case, "applicable", {"family": family}, "Looking at the model")
    return None if answer is None else answer.head["reasons"]


def panels(
    case: OpenCase, command: str, head: dict[str, Any], names: list[str], doing: str
) -> tuple[dict[str, Any], dict[str, pd.DataFrame]] | None:
    """Some panels of the card of the model or of a candidate: their facts and frames."""
    answer = asking.ask(case, command, head | {"panels": names}, doing)
    if answer is None:
        return None
    facts, blobs = answer
    return facts["facts"]["head"], {k: from_arrow(raw) for k, raw in zip(facts["frames"], blobs, strict=True)}


def facts_and_frames(
    case: OpenCase, command: str, head: dict[str, Any], doing: str
) -> tuple[dict[str, Any], dict[str, pd.DataFrame]] | None:
    """What a command answers with "facts" and named frames."""
    answer = asking.ask(case, command, head, doing)
    if answer is None:
        return None
    frames = {name: from_arrow(raw) for name, raw in zip(answer.head["frames"], answer.blobs, strict=True)}
    return answer.head.get("facts", answer.head), frames


def changed_labels(case: OpenCase, head: dict[str, Any]) -> tuple[str, pd.DataFrame] | None:
    """A sentence on which labels a candidate changes, and the counts."""
    answer = asking.ask(case, "changed labels", head, "Comparing labels")
    return None if answer is None else (answer.head["sentence"], from_arrow(answer.blobs[0]))


def tree(case: OpenCase, head: dict[str, Any]) -> str:
    """A candidate's single tree as Graphviz text; empty where there is none to read."""
    answer = asking.ask(case, "tree", head, "Drawing the tree")
    return "" if answer is None else answer.head["dot"]
