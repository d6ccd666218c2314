"""What the world does to the rows, and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from optimizers.component import Component, param, params
from optimizers.drift.columns import KINDS, categorical_columns, chosen, numeric_columns
from optimizers.drift.labels import task_of
from optimizers.drift.rows import put_back

__all__ = ["SHAPES", "Drift", "Profile", "categorical_columns", "chosen", "numeric_columns", "task_of"]

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

    A new kind says what it does in `words`, overrides `change`, and where it must know the undrifted
    rows `study`; a kind that suits one task only names it in `task`, and its counterpart for the other
    task in `instead`.
    """

    task: ClassVar[str] = ""
    instead: ClassVar[str] = ""
    words: ClassVar[str] = ""

    when: Profile = field(default=Profile(), kw_only=True)

    def skip(self, X: pd.DataFrame, y: pd.Series) -> str:
        """Why it does not apply to this table, with a way out; empty if it does."""
        return self._wrong_task(y) or self._wrong_columns(X)

    def learn(self, X: pd.DataFrame, y: pd.Series, rng: np.random.Generator) -> Any:
        """What `shift` must know of the undrifted rows: scales, ranks, a second model.

        Raises
        ------
        ValueError
            If the drift does not apply to this table; the sentence is that of `skip`.
        """
        if wrong := self.skip(X, y):
            raise ValueError(wrong)
        return self.study(X, y, rng)

    def shift(
        self, X: pd.DataFrame, y: pd.Series, t: float, rng: np.random.Generator, world: Any
    ) -> tuple[pd.DataFrame, pd.Series]:
        """The rows at strength t in [0, 1]: as many rows, the same columns; its inputs stay untouched.

        The index names the judging row that each row came from: it travels with the row when rows are
        resampled, and intervals count a row that occurs twice only once.
        """
        return self.change(X, y, t, rng, world) if t > 0 and len(X) else (X, y)

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
        X_old, y_old = X.iloc[touched], y.iloc[touched]
        X_new, y_new = self.shift(X_old, y_old, t, rng, world)
        return (
            X if X_new is X_old else put_back(X, touched, X_new),
            y if y_new is y_old else put_back(y, touched, y_new),
        )

    def says(self) -> str:
        """What it does, as it stands in a sentence: "income moves by +2 sd"."""
        own = {p.name: getattr(self, p.name) for p in params(type(self)).values()}
        of = next((p for p in params(type(self)).values() if p.kind == "columns"), None)
        columns = own[of.name] if of else ()
        every = "every feature" if of is None or of.of == "any" else f"every {of.of} feature"
        where = " and ".join(columns[:3]) + (f" and {len(columns) - 3} more" if len(columns) > 3 else "")
        return self.words.format(where=where or every, s="s" if len(columns) < 2 else "", **own)

    def study(self, X: pd.DataFrame, y: pd.Series, rng: np.random.Generator) -> Any:
        """`learn`, once the table is known to fit; default: nothing."""
        return None

    def change(
        self, X: pd.DataFrame, y: pd.Series, t: float, rng: np.random.Generator, world: Any
    ) -> tuple[pd.DataFrame, pd.Series]:
        """`shift` for t > 0 and at least one row."""
        raise NotImplementedError(f"{type(self).__name__} must define change.")

    def _wrong_task(self, y: pd.Series) -> str:
        if not self.task or task_of(y) == self.task:
            return ""
        wants, has = ("classes", "numbers") if self.task == "classification" else ("numbers", "classes")
        return f"{type(self).__name__} needs a target of {wants}, this one holds {has}; take {self.instead}."

    def _wrong_columns(self, X: pd.DataFrame) -> str:
        for p in params(type(self)).values():
            if p.kind == "columns" and not KINDS[p.of](X):
                name = type(self).__name__
                return f"{name} needs a {p.of} column, the table has none; take a drift of other columns."
            if p.kind == "columns":
                try:
                    chosen(X, getattr(self, p.name), p.of)
                except ValueError as wrong:
                    return f"{type(self).__name__}.{p.name}: {wrong}"
        return ""
