"""Ask for many rows in smaller batches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimizers.component import param
from optimizers.deploy.base import Deploy
from optimizers.strategy import Candidate


@dataclass(frozen=True)
class BatchSize(Deploy):
    """Predict a large table in smaller batches.

    A batch that fits the processor's cache is computed faster by some models (neighbours, networks, wide encoders)
    and needs less memory at a time by all; too small a batch pays the cost of a call too often.

    References
    ----------
    Drepper (2007). What every programmer should know about memory. Red Hat.
    """

    smallest: int = param(1_000, 16, 1_000_000, "rows", "The smallest batch that is tried.", log=True)
    n_sizes: int = param(2, 1, 6, "sizes", "Batches that are tried, each eight times the one before.")

    def candidates(self, model: Any, X: pd.DataFrame, y: pd.Series, rng: np.random.Generator) -> Iterator[Candidate]:
        """A candidate a size."""
        from optimizers.deploy.models.wrapped import InParts

        for n_rows in (self.smallest * 8**k for k in range(self.n_sizes)):
            yield Candidate(f"batches of {n_rows:,}", InParts(model, 1, n_rows))
