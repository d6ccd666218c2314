"""Less or more freedom for the same model: its recipe is refitted with other settings; one file a strategy."""

from optimizers.component import discover
from optimizers.regularize.base import Regularize

REGULARIZE = discover(__name__, Regularize)
globals().update(REGULARIZE)

__all__ = ["REGULARIZE", "Regularize", *REGULARIZE]
