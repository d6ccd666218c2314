"""Another algorithm or library in the same pipeline: the last estimator replaced and refitted; one file a strategy."""

from optimizers.component import discover
from optimizers.swap.base import Swap, SwappedCandidate

SWAP = discover(__name__, Swap)
globals().update(SWAP)

__all__ = ["SWAP", "Swap", "SwappedCandidate", *SWAP]
