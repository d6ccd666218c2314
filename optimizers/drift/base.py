"""What the world does to the rows, and when."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from optimizers.component import Component, param

SHAPES = ("abrupt", "gradual", "incremental", "recurring")


@dataclass(frozen=True)
class Profile(Component):
    """When a drift comes, how it comes, and when it goes.

    Steps count from 0. Abrupt: all at once. Gradual: a growing share of rows is new. Incremental:
    every row moves a little more each step. Recurring: half of every period is new, half is old.

    References
    ----------
    Gama, Zliobaite, Bifet, Pechenizkiy, Bouchachia (2014). A survey on concept drift adaptation.
    ACM Computing Surveys 46(4), fig. 2.
    """

    shape: str = param("abrupt", doc="How the change comes.", choices=SHAPES)
    start: int = param(8, 0, 10_000, "steps", "The first step that it touches.")
    end: int = param(0, 0, 10_000, "steps", "The first step that is as before again; 0 means never.")
    over: int = param(6, 1, 10_000, "steps", "How long the change takes, or a full period when it recurs.")

    def active(self, step: int) -> bool:
        return step >= self.start and (self.end == 0 or step < self.end)

    def ramp(self, step: int) -> float:
        """How far the change has come: 0 before it starts, 1 once it is complete."""
        if not self.active(step):
            return 0.0
        if self.shape == "abrupt":
            return 1.0
        if self.shape == "recurring":
            return float((step - self.start) % self.over < (self.over + 1) // 2)
        return min(1.0, (step - self.start + 1) / self.over)

    def strength(self, step: int) -> float:
        """Strength t in [0, 1] for the rows that are touched."""
        ramp = self.ramp(step)
        return float(ramp > 0) if self.shape == "gradual" else ramp

    def share(self, step: int) -> float:
        """Share of rows touched, in [0, 1]."""
        ramp = self.ramp(step)
        return ramp if self.shape == "gradual" else float(ramp > 0)


@dataclass(frozen=True)
class Drift(Component):
    """One kind of change in the world.

    A drift learns what it needs of the undrifted judging rows once (`learn`), then shifts the rows
    of each step. It belongs to the world, so it may look at judging rows; a strategy never may.
    """

    when: Profile = field(default=Profile(), kw_only=True)

    def learn(self, X: pd.DataFrame, y: pd.Series, rng: np.random.Generator) -> Any:
        """What `shift` must know of the undrifted rows: scales, ranks, a second model."""
        return None

    @abstractmethod
    def shift(
        self, X: pd.DataFrame, y: pd.Series, t: float, rng: np.random.Generator, world: Any
    ) -> tuple[pd.DataFrame, pd.Series]:
        """The rows at strength t in [0, 1]: as many rows, the same columns; its inputs stay untouched.

        The index names the judging row that each row came from: it travels with the row when rows are
        resampled, and intervals count a row that occurs twice only once.
        """

    def at(
        self, X: pd.DataFrame, y: pd.Series, step: int, rng: np.random.Generator, world: Any
    ) -> tuple[pd.DataFrame, pd.Series]:
        """The rows of one step; a gradual change touches exactly round(share * n) of them."""
        t, share = self.when.strength(step), self.when.share(step)
        n_touched = round(share * len(X))
        if t == 0 or n_touched == 0:
            return X, y
        if n_touched == len(X):
            return self.shift(X, y, t, rng, world)
        touched = np.sort(rng.choice(len(X), n_touched, replace=False))
        return put_back(X, y, touched, *self.shift(X.iloc[touched], y.iloc[touched], t, rng, world))


def put_back(
    X: pd.DataFrame, y: pd.Series, touched: np.ndarray, X_new: pd.DataFrame, y_new: pd.Series
) -> tuple[pd.DataFrame, pd.Series]:
    """The old rows with the touched ones replaced, in their places; dtypes may widen (int to float).

    The index says which judging row each row came from, so it travels with the rows.
    """
    kept = np.delete(np.arange(len(X)), touched)
    order = np.argsort(np.r_[kept, touched], kind="stable")
    X_all = pd.concat([X.iloc[kept], X_new]).iloc[order]
    y_all = pd.concat([y.iloc[kept], y_new]).iloc[order]
    return X_all, y_all


def numeric_columns(X: pd.DataFrame) -> list[str]:
    """Columns that can be moved and scaled: numbers, not booleans."""
    return [c for c in X if pd.api.types.is_numeric_dtype(X[c]) and not pd.api.types.is_bool_dtype(X[c])]


def categorical_columns(X: pd.DataFrame) -> list[str]:
    numeric = set(numeric_columns(X))
    return [c for c in X if c not in numeric]


def chosen(X: pd.DataFrame, columns: tuple[str, ...], of: str = "numeric") -> list[str]:
    """The chosen columns, or all of that kind when none was named.

    Raises
    ------
    ValueError
        If a named column is not in the table or of another kind.
    """
    there = {"numeric": numeric_columns, "categorical": categorical_columns, "any": list}[of](X)
    wrong = [c for c in columns if c not in there]
    if wrong:
        kind = "" if of == "any" else f"{of} "
        raise ValueError(f"{wrong[0]!r} is not a {kind}column of the table; there are {', '.join(there) or 'none'}.")
    return list(columns) or there
