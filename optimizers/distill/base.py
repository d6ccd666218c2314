"""What all distilling strategies share: the sizes, the recipe fitted on fewer rows, the table to take away."""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimizers.component import param
from optimizers.distill.families import fewest_rows
from optimizers.distill.prototypes import averaged
from optimizers.distill.rows import CodedRows, Kept, coded_rows
from optimizers.reference import recipe
from optimizers.refit import CannotFit, refit
from optimizers.strategy import Candidate, Strategy


@dataclass
class DistilledCandidate(Candidate):
    """A model that learned from fewer rows, and these rows.

    Attributes
    ----------
    rows : DataFrame of shape (n_kept, n_features)
        The distilled table, in the order of the learning rows; their index is kept, but averages have none of theirs.
    target : Series of shape (n_kept,)
    weights : ndarray of shape (n_kept,) or None
        What the model was fitted with; None: every row counts once.
    because : str
        Why these rows, where the strategy chose a method by itself; else empty.
    """

    rows: pd.DataFrame | None = None
    target: pd.Series | None = None
    weights: np.ndarray | None = None
    because: str = ""

    def table(self) -> pd.DataFrame:
        """Inputs, target and, where there are any, weights as one table for download."""
        assert self.rows is not None and self.target is not None
        name = self.target.name if self.target.name is not None else "target"
        table = self.rows.assign(**{str(name): self.target.to_numpy()})
        return table if self.weights is None else table.assign(sample_weight=self.weights)


@dataclass(frozen=True)
class Distill(Strategy):
    """A strategy that keeps a few of the learning rows and fits the model's recipe, whole, on them alone.

    A subclass says in `chosen` which rows stay.
    """

    share: float = param(
        0.05, 0.005, 0.9, "of the learning rows", "How many stay where the path ends.", log=True, kw_only=True
    )
    n_sizes: int = param(3, 1, 12, "sizes", "Points along the path, evenly spaced in log rows.", kw_only=True)
    largest: float = param(0.5, 0.01, 0.95, "of the learning rows", "How many stay where it begins.", kw_only=True)

    @abstractmethod
    def chosen(self, rows: CodedRows, n: int, rng: np.random.Generator) -> Kept:
        """The n rows that stay, of every stratum at least one."""

    def draws(self, model: Any, rows: CodedRows, n: int, rng: np.random.Generator) -> Iterator[tuple[str, Kept]]:
        """What to call it and which rows stay, for every candidate of a size; one, unless chance is the point."""
        yield "", self.chosen(rows, n, rng)

    def skip(self, model: Any) -> str:
        try:
            recipe(model, 0)
        except ValueError as wrong:
            return str(wrong)
        return ""

    def candidates(self, model: Any, X: pd.DataFrame, y: pd.Series, rng: np.random.Generator) -> Iterator[Candidate]:
        """The recipe fitted on fewer and fewer rows.

        Raises
        ------
        ValueError
            If there are too few rows to leave any out, or the recipe cannot be fitted on so few.
        """
        seed = int(rng.integers(2**31))
        begun = time.perf_counter()
        rows = coded_rows(X, y, hasattr(model, "classes_"))
        coding_s = time.perf_counter() - begun
        for n in self.sizes(model, rows):
            begun = time.perf_counter()
            for by, kept in self.draws(model, rows, n, rng):
                distil_s = coding_s + time.perf_counter() - begun
                yield self.candidate(model, X, y, by, kept, distil_s, seed)
                begun = time.perf_counter()

    def sizes(self, model: Any, rows: CodedRows) -> list[int]:
        """How many rows stay, from many to few; never fewer than the model or the classes need."""
        n_rows, n_strata = len(rows), int(rows.strata.max()) + 1
        fewest = max(fewest_rows(model), n_strata)
        if fewest >= n_rows:
            raise ValueError(
                f"{type(self).__name__} cannot leave rows out: of {n_rows:,} learning rows with {n_strata} "
                f"classes or ranges, {type(model).__name__} needs at least {fewest:,}; bring more rows."
            )
        shares = np.geomspace(self.share, max(self.largest, self.share), self.n_sizes)[::-1]
        return list(dict.fromkeys(max(fewest, min(round(s * n_rows), n_rows - 1)) for s in shares))

    def candidate(
        self, model: Any, X: pd.DataFrame, y: pd.Series, by: str, kept: Kept, distil_s: float, seed: int
    ) -> DistilledCandidate:
        X_kept, y_kept, weights = table_of(X, y, kept)
        begun = time.perf_counter()
        try:
            fresh = fitted(model, X_kept, y_kept, weights, seed)
        except ValueError as wrong:
            raise ValueError(f"{type(self).__name__}: {wrong}") from wrong
        cost = {"fit_s": time.perf_counter() - begun, "distil_s": distil_s, "fit_rows": float(len(X_kept))}
        label = f"{len(X_kept):,} of {len(X):,} rows" + (f", {by}" if by else "")
        alone = (np.nan, np.nan)
        choice = {"n_rows": (float(len(X_kept)), *alone), "share": (len(X_kept) / len(X), *alone)}
        return DistilledCandidate(label, fresh, cost, choice, [], X_kept, y_kept, weights, kept.because)


def table_of(X: pd.DataFrame, y: pd.Series, kept: Kept) -> tuple[pd.DataFrame, pd.Series, np.ndarray | None]:
    """The rows that stay, in the order that they had, or the averages that stand for them."""
    if kept.groups is not None:
        return (*averaged(X, y, kept.groups), kept.weights)
    order = np.argsort(kept.places, kind="stable")
    places = kept.places[order]
    return X.iloc[places], y.iloc[places], None if kept.weights is None else kept.weights[order]


def fitted(model: Any, X: pd.DataFrame, y: pd.Series, weights: np.ndarray | None, seed: int) -> Any:
    """The model's recipe, fitted on these rows alone.

    Raises
    ------
    ValueError
        If it cannot be fitted on so few rows.
    """
    try:
        return refit(model, X, y, seed, weights)
    except CannotFit as wrong:
        raise ValueError(
            f"The recipe of {type(model).__name__} could not be fitted on {len(X):,} rows ({wrong}); keep more rows."
        ) from wrong
