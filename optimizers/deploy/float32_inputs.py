"""Hand numbers over in half their width."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimizers.deploy.base import Deploy
from optimizers.strategy import Candidate


@dataclass(frozen=True)
class Float32Inputs(Deploy):
    """Predict from numbers of single precision.

    Trees compare in single precision anyway and answer the same. A linear or neighbours model may give another
    label where a row lies within rounding of the boundary. The conversion itself is part of what is measured:
    it pays where rows arrive in single precision, or where the model computes in it.

    References
    ----------
    Higham (2002). Accuracy and Stability of Numerical Algorithms, 2nd edition, chapter 2.
    """

    def skip(self, model: Any) -> str:
        names = {type(model).__name__} | {type(step).__name__ for _, step in getattr(model, "steps", [])}
        odd = sorted(name for name in names if name.startswith("Onnx"))
        return f"{odd[0]} chooses its own width of numbers." if odd else ""

    def candidates(self, model: Any, X: pd.DataFrame, y: pd.Series, rng: np.random.Generator) -> Iterator[Candidate]:
        """The same model, asked so."""
        from optimizers.deploy.models.wrapped import InFloat32

        yield Candidate("float32 inputs", InFloat32(model))
