"""Rows that repeat or contradict each other, and columns that say nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimizers.clean.alike import FEWEST_NUMBERS, column_hashes, near_pairs, repeated_by_chance, row_hashes
from optimizers.clean.rows_told import findings
from optimizers.drift.columns import numeric_columns

APART = 0.5  # standard deviations of a target's values that make rows contradict each other
NO_ROWS = np.zeros(0, dtype=int)


@dataclass(frozen=True, eq=False)
class WrongRows:
    """What is wrong with a table, each with its count; nothing is removed.

    Attributes
    ----------
    exact : ndarray of int
        Places of rows that repeat an earlier one, target and all.
    near : ndarray of int
        Places of rows that nearly repeat an earlier one.
    contradictory : ndarray of int
        Places of all rows whose inputs occur with another target as well.
    minority : ndarray of int
        Those of them that do not have the commonest target of their inputs; all where none is commonest.
    constant, missing : tuple of str
        Columns with one value only, and without any.
    by_chance : int
        Exact repeats to expect if the columns had nothing to do with each other.
    radius : float
        What counts as near, in standard deviations; 0 where near rows were not looked for.
    like : ndarray of int of shape (n_rows,)
        The first row with the same inputs; for a near row the first that it is near to.
    frame : DataFrame
        One row a finding: kind, count, by_chance, sentence.
    """

    n_rows: int
    exact: np.ndarray
    near: np.ndarray
    contradictory: np.ndarray
    minority: np.ndarray
    constant: tuple[str, ...]
    missing: tuple[str, ...]
    by_chance: int
    radius: float
    like: np.ndarray
    frame: pd.DataFrame

    @property
    def repeats_by_chance(self) -> bool:
        """Whether at least half of the exact repeats are what few distinct values give anyway."""
        return 2 * self.by_chance >= len(self.exact)

    def rows(self, y: pd.Series) -> pd.DataFrame:
        """One row a place that was found: kind, row, like, given, other (the target of the row that it is like)."""
        kinds = {"exact duplicates": self.exact, "near duplicates": self.near, "contradictions": self.contradictory}
        kind, row = np.repeat(list(kinds), [len(v) for v in kinds.values()]), np.concatenate([*kinds.values()])
        given, other = y.iloc[row].reset_index(drop=True), y.iloc[self.like[row]].reset_index(drop=True)
        return pd.DataFrame({"kind": kind, "row": row, "like": self.like[row], "given": given, "other": other})

    def to_wire(self) -> tuple[dict[str, Any], dict[str, pd.DataFrame]]:
        """Plain JSON values, and the frame "findings"."""
        facts = {"n_rows": self.n_rows, "by_chance": self.by_chance, "radius": self.radius}
        counts = {f"n_{k}": len(getattr(self, k)) for k in ("exact", "near", "contradictory", "minority")}
        columns = {"constant": list(self.constant), "missing": list(self.missing)}
        return facts | counts | columns, {"findings": self.frame}


def wrong_rows(X: pd.DataFrame, y: pd.Series, task: str = "", seed: int = 0) -> WrongRows:
    """Look for exact, near and contradictory duplicates, and for constant and empty columns.

    Parameters
    ----------
    X, y : learning rows
    task : str
        "classification" or "regression"; by default what the target looks like. Values contradict each
        other when they lie more than half a standard deviation apart.
    seed : int
        Of the samples that chance is estimated from.
    """
    values = task == "regression" or (not task and y.dtype.kind == "f")
    rng, cells = np.random.default_rng(seed), column_hashes(X)
    whole = np.vstack([cells, column_hashes(y.to_frame())])
    first = first_alike(row_hashes(cells))
    exact = np.flatnonzero(first_alike(row_hashes(whole)) != np.arange(len(y)))
    target = y.to_numpy(dtype=float) if values else pd.factorize(y)[0]
    contradictory, minority = contradictions(first, target, values)
    near, like, radius = nearly(X, cells, first, rng)
    empty = X.isna().all().to_numpy() if len(X.columns) else np.zeros(0, dtype=bool)
    same = one_value(cells)
    chance = repeated_by_chance(whole, rng) if len(exact) else 0
    found: dict[str, Any] = dict(
        n_rows=len(y), exact=exact, near=near, contradictory=contradictory, minority=minority, by_chance=chance,
        constant=tuple(str(c) for c in X.columns[same & ~empty]),
        missing=tuple(str(c) for c in X.columns[empty]), radius=radius,
    )  # fmt: skip
    return WrongRows(**found, like=like, frame=findings(**found, values=values))


def first_alike(codes: np.ndarray) -> np.ndarray:
    """The place of the first row with the same code, for each row."""
    _, first, group = np.unique(codes, return_index=True, return_inverse=True)
    return first[group]


def contradictions(first: np.ndarray, y: np.ndarray, values: bool) -> tuple[np.ndarray, np.ndarray]:
    """Rows whose inputs have several targets, and those of them to drop so that one target is left."""
    among = pd.Series(y).groupby(first)
    if values:
        apart = (among.transform("max") - among.transform("min")).to_numpy() > APART * (np.std(y) or np.inf)
        both = np.flatnonzero(apart)
        return both, both
    both = np.flatnonzero(among.transform("nunique").to_numpy() > 1)
    if not len(both):
        return both, both
    counts = pd.DataFrame({"group": first[both], "y": y[both]}).value_counts().reset_index()
    most = counts.groupby("group")["count"].transform("max")
    top = counts[counts["count"] == most]
    winner = top.groupby("group")["y"].agg(["first", "size"])
    winner = winner["first"].where(winner["size"] == 1, -1)
    return both, both[winner.reindex(first[both]).to_numpy() != y[both]]


def one_value(cells: np.ndarray) -> np.ndarray:
    """Which columns hold the same in every row."""
    return (cells == cells[:, :1]).all(axis=1)


def nearly(
    X: pd.DataFrame, cells: np.ndarray, first: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, float]:
    """Places of near repeats, which row each row is like, and what counted as near."""
    distinct = np.unique(first)
    varied = set(X.columns[~one_value(cells)])
    names = [c for c in numeric_columns(X) if c in varied]
    if len(names) < FEWEST_NUMBERS or len(distinct) < 3:
        return NO_ROWS, first, 0.0
    table = X.iloc[distinct]
    numbers = table[names].to_numpy(dtype=float)
    gaps = ~np.isfinite(numbers)
    numbers = np.where(gaps, 0.0, numbers)
    n = np.maximum(1, (~gaps).sum(axis=0))
    away = np.where(gaps, 0.0, numbers - numbers.sum(axis=0) / n)
    spread = np.sqrt(np.square(away).sum(axis=0) / n)
    placed = away / np.where(spread > 0, spread, 1.0)
    rest = np.flatnonzero(~X.columns.isin(names))
    others = np.vstack([cells[rest][:, distinct], gaps.T.astype(np.uint64)])
    pairs, radius = near_pairs(placed, np.unique(row_hashes(others), return_inverse=True)[1], rng)
    pairs = np.sort(distinct[pairs], axis=1)
    pairs = pairs[np.argsort(pairs[:, 0], kind="stable")][::-1]
    like = first.copy()
    like[pairs[:, 1]] = pairs[:, 0]
    return np.unique(pairs[:, 1]), like, radius
