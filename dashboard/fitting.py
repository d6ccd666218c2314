"""A link's settings held against the case that it opens: what does not fit is left out, with a note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dashboard.drifts import applies
from dashboard.link import Settings
from optimizers.component import params
from optimizers.drift import Drift


def fit(settings: Settings, facts: Mapping[str, Any]) -> tuple[Settings, list[str]]:
    """Settings that the case can play, and a note for each that it could not.

    Parameters
    ----------
    settings : Settings
    facts : mapping
        The case's: its task, metrics, timelines and columns.
    """
    notes: list[str] = []
    experiment, metric = settings.experiment, settings.metric
    if metric and metric not in facts["metrics"]:
        notes.append(f"The metric {metric!r} does not fit this {facts['task']}; {facts['metric']!r} is shown.")
        metric = ""
    if experiment.timeline not in facts["timelines"]:
        notes.append(f"The case has no timeline by {experiment.timeline}; a simulated one is shown.")
        experiment = replace(experiment, timeline="simulated")
    found = (fitting_drift(d, facts, notes) for d in experiment.drifts)
    experiment = replace(experiment, drifts=tuple(d for d in found if d is not None))
    return replace(settings, metric=metric, experiment=experiment), notes


def fitting_drift(drift: Drift, facts: Mapping[str, Any], notes: list[str]) -> Drift | None:
    """The drift without the columns that are not there; None when nothing is left of it."""
    cls, columns = type(drift), facts["columns"]
    if not applies(cls, facts["task"], columns):
        notes.append(f"{cls.__name__} was left out: it cannot act on this case.")
        return None
    for p in (p for p in params(cls).values() if p.kind == "columns"):
        named = getattr(drift, p.name)
        there = tuple(c for c in named if c in columns and p.of in ("any", columns[c]))
        gone = ", ".join(repr(c[:40]) for c in named if c not in there)[:200]
        if gone and not there:
            notes.append(f"{cls.__name__} was left out: the case has no {p.of} column {gone}.")
            return None
        if gone:
            notes.append(f"{cls.__name__} acts without {gone}: the case has no such {p.of} column.")
            kept: dict[str, Any] = {p.name: there}
            drift = replace(drift, **kept)
    return drift
