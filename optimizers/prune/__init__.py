"""Fewer parameters: the fitted model itself is rebuilt smaller; one file a strategy."""

from optimizers.component import discover
from optimizers.prune.base import Prune

PRUNE = discover(__name__, Prune)
globals().update(PRUNE)

__all__ = ["PRUNE", "Prune", *PRUNE]
