"""Share the rows of a batch among threads."""

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
class Threads(Deploy):
    """Predict the rows of a batch in several threads.

    Each thread asks the same model for its share of the rows; scikit-learn's compiled parts run at the same time.
    Single rows gain nothing, and a machine that serves many requests at once has no idle cores for this. Unlike a
    forest's own `n_jobs`, which adds trees up in the order in which threads finish, answers are always the same.

    References
    ----------
    Amdahl (1967). Validity of the single processor approach to achieving large scale computing. AFIPS 30.
    """

    n_threads: int = param(2, 2, 64, "threads", "Most threads; candidates double up to it.")
    least_rows: int = param(256, 2, 1_000_000, "rows", "Fewer rows are asked for in one call.", log=True)

    def candidates(self, model: Any, X: pd.DataFrame, y: pd.Series, rng: np.random.Generator) -> Iterator[Candidate]:
        """A candidate for each doubling of the threads."""
        from optimizers.deploy.models.wrapped import InParts

        for n in sorted({2**k for k in range(1, self.n_threads.bit_length())} | {self.n_threads}):
            yield Candidate(f"{n} threads", InParts(model, n, 0, self.least_rows))
