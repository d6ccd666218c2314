"""Policies of retraining: when, on which rows, and whether it pays; one file a policy."""

from typing import Any


def __getattr__(name: str) -> Any:
    """A policy by its class name, found when it is asked for: the engine itself imports files of this folder."""
    if name[:1] == "_":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from optimizers.component import discover
    from optimizers.retrain.base import Retrain

    found = {"Retrain": Retrain, "RETRAIN": (policies := discover(__name__, Retrain)), **policies}
    if name not in found:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = found[name]
    return found[name]
