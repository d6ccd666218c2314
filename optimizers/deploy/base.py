"""What all deployment strategies share: the same fitted model, run differently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from optimizers.strategy import Strategy


@dataclass(frozen=True)
class Deploy(Strategy):
    """A strategy that leaves the model's answers as they are and changes how they are computed.

    Its candidates stand in the model's place: they predict and can be saved, but are no scikit-learn models.
    """

    exports: ClassVar[bool] = True
