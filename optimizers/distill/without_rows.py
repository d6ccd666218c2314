"""The recipe without rows that somebody has ticked off, or that are wrong."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimizers.case import model_input
from optimizers.clean.gain import keepers
from optimizers.clean.labels import label_noise
from optimizers.clean.rows import wrong_rows
from optimizers.clean.unseen import fitted
from optimizers.component import param
from optimizers.distill.base import DistilledCandidate
from optimizers.reference import recipe
from optimizers.strategy import Candidate, Strategy
from optimizers.words import counted, listed

ALSO = ("nothing", "duplicates", "near duplicates", "contradictions", "suspects")


@dataclass(frozen=True)
class WithoutRows(Strategy):
    """Leave out rows that were ticked off or are wrong.

    The model's recipe is fitted again on the other learning rows. `also` adds exact duplicates (all but the
    first; none where few distinct values explain them), near duplicates as well, rows outvoted by others with
    the same inputs, or label suspects, which are found by confident learning. Nothing says that the result is
    better: estimate that first (`optimizers.clean.gain`).

    Raises
    ------
    ValueError
        If a row is not there, or too few rows would be left.

    References
    ----------
    Northcutt, Jiang, Chuang (2021). Confident learning: estimating uncertainty in dataset labels. JAIR 70.
    """

    rows: tuple[int, ...] = param((), doc="Learning rows to leave out, counted from 0.", of="rows")
    also: str = param("duplicates", doc="What else is left out.", choices=ALSO)

    def skip(self, model: Any) -> str:
        try:
            recipe(model, 0)
        except ValueError as wrong:
            return str(wrong)
        return ""

    def candidates(self, model: Any, X: pd.DataFrame, y: pd.Series, rng: np.random.Generator) -> Iterator[Candidate]:
        """One candidate: the recipe on the rows that stay."""
        begun, seed = time.perf_counter(), int(rng.integers(2**31))
        self.check(len(y))
        drop = np.zeros(len(y), dtype=bool)
        drop[list(self.rows)] = True
        drop[self.found(model, X, y, seed)] = True
        kept = np.flatnonzero(~drop)
        self.check_left(y, kept)
        X_kept, y_kept, distil_s = X.iloc[kept], y.iloc[kept], time.perf_counter() - begun
        begun = time.perf_counter()
        fresh = fitted(model, model_input(model, X_kept), y_kept.to_numpy(), seed)
        cost = {"fit_s": time.perf_counter() - begun, "distil_s": distil_s, "fit_rows": float(len(kept))}
        choice = {"n_rows": (float(len(kept)), np.nan, np.nan), "share": (len(kept) / len(y), np.nan, np.nan)}
        yield DistilledCandidate(self.label(len(y), len(kept)), fresh, cost, choice, [], X_kept, y_kept)

    def found(self, model: Any, X: pd.DataFrame, y: pd.Series, seed: int) -> np.ndarray:
        """Places of the rows that `also` leaves out."""
        if self.also == "nothing":
            return np.zeros(0, dtype=int)
        if self.also == "suspects":
            return np.setdiff1d(np.arange(len(y)), keepers(label_noise(model, X, y, seed), y))
        wrong = wrong_rows(X, y, "classification" if hasattr(model, "classes_") else "regression", seed)
        if self.also == "contradictions":
            return wrong.minority
        exact = wrong.exact[:0] if wrong.repeats_by_chance else wrong.exact
        return exact if self.also == "duplicates" else np.union1d(exact, wrong.near)

    def check(self, n_rows: int) -> None:
        beyond = [r for r in self.rows if r >= n_rows]
        if beyond:
            said = f"there are {n_rows:,} learning rows, counted from 0: name others"
            raise ValueError(f"WithoutRows.rows names {listed(beyond, most=3)}; {said}.")

    def check_left(self, y: pd.Series, kept: np.ndarray) -> None:
        lost = set(y.unique()) - set(y.iloc[kept].unique()) if y.dtype.kind != "f" else set()
        if not len(kept) or lost:
            label = f" of the label {listed(sorted(lost, key=str), most=3)}" if lost else ""
            raise ValueError(f"WithoutRows would leave no learning row{label}: keep some of them.")

    def label(self, n_rows: int, n_kept: int) -> str:
        return f"without {counted(n_rows - n_kept, 'row')}" if n_kept < n_rows else f"all {counted(n_rows, 'row')} kept"
