"""One column of one table, read once: sorted numbers, or a tally of categories."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

BLOCK = 1 << 15  # values at a time: what is computed on the way stays in the cache
NUMBER_OBJECTS = {"integer", "floating", "mixed-integer-float", "decimal"}


def kind_of(column: pd.Series) -> str:
    """Numbers, dates and durations are "numeric"; text, booleans and everything else "categorical"."""
    types = pd.api.types
    if types.is_bool_dtype(column.dtype):
        return "categorical"
    if types.is_numeric_dtype(column.dtype) or column.dtype.kind in "mM":
        return "numeric"
    is_object = column.dtype == object
    return "numeric" if is_object and types.infer_dtype(column, skipna=True) in NUMBER_OBJECTS else "categorical"


@dataclass(frozen=True)
class SortedSample:
    """The non-missing values of a numeric column in ascending order, and how many were missing."""

    values: np.ndarray
    n_missing: int
    cells: dict = field(default_factory=dict, repr=False, compare=False)  # kept by `wasserstein`

    @classmethod
    def of(cls, column: pd.Series, where: str = "the reference") -> SortedSample:
        """Read a column; dates and durations become seconds.

        Raises
        ------
        ValueError
            If a value is not a number; `where` names the table in the sentence.
        """
        values = np.sort(_as_numbers(column, where))
        n_valid = int(np.searchsorted(values, np.nan))  # NaN sorts last
        return cls(values[:n_valid], len(values) - n_valid)

    @property
    def n_rows(self) -> int:
        return len(self.values) + self.n_missing

    @property
    def is_finite(self) -> bool:
        return bool(np.isfinite(self.values[0]) and np.isfinite(self.values[-1]))

    @property
    def centre(self) -> float:
        """The median, taken away before summing so that a far origin costs no digits."""
        return float(self.values[len(self.values) // 2])

    @property
    def sd(self) -> float:
        """Standard deviation of the values; exactly 0 if they are all the same, NaN if there are none."""
        if not len(self.values) or not self.is_finite:
            return np.nan
        return self._spread if self.values[0] < self.values[-1] else 0.0

    @cached_property
    def centred_sums(self) -> np.ndarray:
        """(n + 1,) sums of the k smallest values, each counted from the centre."""
        sums = np.zeros(len(self.values) + 1)
        np.subtract(self.values, self.centre, out=sums[1:])
        np.cumsum(sums[1:], out=sums[1:])
        return sums

    @cached_property
    def _spread(self) -> float:
        """A block at a time: fresh memory costs more here than the arithmetic."""
        n, total, squares = len(self.values), 0.0, 0.0
        for start in range(0, n, BLOCK):
            centred = self.values[start : start + BLOCK] - self.centre
            total += float(centred.sum())
            squares += float(np.einsum("i,i->", centred, centred))  # a BLAS dot would wake idle threads
        return float(np.sqrt(max(0.0, squares / n - (total / n) ** 2)))


@dataclass(frozen=True)
class Tally:
    """How often each category occurs, and how many values were missing."""

    levels: pd.Index  # of the column's type, or those that occur
    codes: np.ndarray  # the levels that occur, by place
    counts: np.ndarray
    n_missing: int

    @classmethod
    def of(cls, column: pd.Series) -> Tally:
        if isinstance(column.dtype, pd.CategoricalDtype):
            codes, levels = column.cat.codes.to_numpy(), column.cat.categories
        else:
            codes, levels = pd.factorize(column)
        counts = np.bincount(codes + 1, minlength=len(levels) + 1)
        seen = np.flatnonzero(counts[1:])
        return cls(pd.Index(levels), seen, counts[1:][seen], int(counts[0]))

    @cached_property
    def categories(self) -> pd.Index:
        """Those that occur."""
        return self.levels.take(self.codes).astype(object)

    @property
    def n_rows(self) -> int:
        return int(self.counts.sum()) + self.n_missing

    def align(self, step: Tally) -> tuple[np.ndarray, np.ndarray]:
        """Counts of both over the same cells: the reference's categories, the new ones, and missing."""
        place = self._place(step)
        n_new = int((place < 0).sum())
        place[place < 0] = len(self.codes) + np.arange(n_new)
        reference = np.concatenate((self.counts, np.zeros(n_new, dtype=int), [self.n_missing]))
        there = np.zeros_like(reference)
        there[place] = step.counts
        there[-1] = step.n_missing
        return reference, there

    def _place(self, step: Tally) -> np.ndarray:
        """Where each of the step's categories stands among the reference's; -1 for a new one."""
        if self.levels is not step.levels and not self.levels.equals(step.levels):
            return self.categories.get_indexer(step.categories)
        place = np.full(len(self.levels), -1)
        place[self.codes] = np.arange(len(self.codes))
        return place[step.codes]


def _as_numbers(column: pd.Series, where: str) -> np.ndarray:
    if column.dtype.kind in "mM":
        return _seconds(column)
    if pd.api.types.is_numeric_dtype(column.dtype):
        return column.to_numpy(dtype=float, na_value=np.nan)
    numbers = pd.to_numeric(column.astype(object), errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    wrong = np.flatnonzero(np.isnan(numbers) & column.notna().to_numpy())
    if len(wrong):
        raise ValueError(
            f"Column {column.name!r} holds numbers in the reference but {column.iloc[wrong[0]]!r} in {where}, "
            f"row {wrong[0]}; give every step the reference's columns and types."
        )
    return numbers


def _seconds(column: pd.Series) -> np.ndarray:
    stamps = column.to_numpy(dtype="datetime64[ns]" if column.dtype.kind == "M" else "timedelta64[ns]")
    return np.where(np.isnat(stamps), np.nan, stamps.astype("int64") / 1e9)
