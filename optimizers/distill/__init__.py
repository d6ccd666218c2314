"""Fewer rows: the model's recipe is fitted on a part of the learning rows; one file a strategy."""

from optimizers.component import discover
from optimizers.distill.base import Distill, DistilledCandidate
from optimizers.distill.without_rows import WithoutRows

DISTILL = discover(__name__, Distill)
globals().update(DISTILL)

__all__ = ["DISTILL", "Distill", "DistilledCandidate", "WithoutRows", *DISTILL]
