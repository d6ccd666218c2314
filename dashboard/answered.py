"""What the worker answers, as the types that charts and sentences take."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import asking
from dashboard.cases import OpenCase
from dashboard.link import Settings
from optimizers.experiment import Experiment
from optimizers.result import Result
from optimizers.strategy import Candidate
from sandbox.arrow import from_arrow


def head_of(settings: Settings) -> dict[str, Any]:
    """The part of a question that says what is played."""
    return {"experiment": settings.experiment.spec(), "metric": settings.metric}


def result(case: OpenCase, settings: Settings) -> Result | None:
    """The result of the page's experiment; its candidates carry events, never models."""
    answer = asking.ask(case, "run", head_of(settings), "Playing the future")
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
