"""Which versions of scikit-learn there are for a case: its own, the installed one, and those between."""

from __future__ import annotations

from dashboard.cases import OpenCase
from optimizers.environment.versions import RELEASES, minor_of
from sandbox.environments import running

MOST_USUAL = 5


def choices(case: OpenCase) -> list[str]:
    """The versions that a user may try, oldest first: known releases, the file's own, the installed one."""
    found = {r.version for r in RELEASES.values()} | {installed(), own(case)} - {""}
    return sorted(found, key=lambda version: (minor_of(version), version))


def usual(case: OpenCase) -> list[str]:
    """What is tried unless the user says otherwise: from the file's own version to the installed one, evenly."""
    offered = choices(case)
    at = offered.index(own(case) or installed())
    between = offered[at : offered.index(installed()) + 1] if at < offered.index(installed()) else offered[-MOST_USUAL:]
    step = (len(between) - 1) / max(1, MOST_USUAL - 1)
    return [between[round(i * step)] for i in range(MOST_USUAL)] if len(between) > MOST_USUAL else between


def installed() -> str:
    return running().versions["scikit-learn"]


def own(case: OpenCase) -> str:
    """The version that saved the case's model file; empty where the file does not say."""
    version = case.opened.get("model", {}).get("saved_by", {}).get("sklearn", "")
    try:
        minor_of(version)
    except ValueError:
        return ""
    return version
