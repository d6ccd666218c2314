"""One file a kind of drift; whatever lies in this folder is discovered."""

from optimizers.component import discover
from optimizers.drift.base import Drift, Profile

DRIFTS = discover(__name__, Drift)
globals().update(DRIFTS)

__all__ = ["DRIFTS", "Drift", "Profile", *DRIFTS]
