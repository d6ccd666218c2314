"""Columns that broke rather than moved: no model learns from a sensor that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

MORE_MISSING = 0.2
STUCK_NOW, STUCK_THEN = 0.5, 0.1
BEYOND = 0.1
UNKNOWN, GONE = 0.2, 0.05
FEWEST_VALUES = 20  # below this a repeated value is nothing to wonder about


@dataclass(frozen=True)
class Broken:
    """A column, what is wrong with it, and in how many of the new rows."""

    column: str
    what: str
    share: float

    def says(self) -> str:
        return f"{self.column}: {self.what} in {self.share:.0%} of the new rows"


def broken_columns(X_old: pd.DataFrame, X_new: pd.DataFrame) -> list[Broken]:
    """What looks like a fault of the data and not like a change of the world, the worst first.

    A column counts as broken when it misses 20 points more of its values than it did; when half of its values
    are one and the same that was in less than a tenth of the old rows (a sensor that stands still); when a tenth
    of them lie further outside the old range than that range is wide (another unit, a gross error); or when a
    fifth of its categories were never seen before while old ones are gone (another encoding).

    Parameters
    ----------
    X_old, X_new : DataFrame
        The same columns; rows from before and from now.
    """
    found = [b for c in X_old for b in faults(str(c), X_old[c], X_new[c])]
    return sorted(found, key=lambda b: -b.share)


def faults(name: str, old: pd.Series, new: pd.Series) -> Iterator[Broken]:
    missing = float(new.isna().mean())
    if missing - float(old.isna().mean()) > MORE_MISSING:
        yield Broken(name, "no value", missing)
    old, new = old.dropna(), new.dropna()
    if len(old) and len(new):
        numeric = pd.api.types.is_numeric_dtype(old) and not pd.api.types.is_bool_dtype(old)
        yield from of_numbers(name, old, new) if numeric else of_categories(name, old, new)


def of_numbers(name: str, old: pd.Series, new: pd.Series) -> Iterator[Broken]:
    old, new = old.astype(float), new.astype(float)
    if old.nunique() >= FEWEST_VALUES:
        common = new.mode().iloc[0]
        now, then = float((new == common).mean()), float((old == common).mean())
        if now > STUCK_NOW and then < STUCK_THEN:
            yield Broken(name, f"the same value {common:g}", now)
    low, high = old.min(), old.max()
    beyond = float(((new < low - (high - low)) | (new > high + (high - low))).mean()) if high > low else 0.0
    if beyond > BEYOND:
        yield Broken(name, f"values far outside {low:g} to {high:g}", beyond)


def of_categories(name: str, old: pd.Series, new: pd.Series) -> Iterator[Broken]:
    was, now = set(old.astype(str)), set(new.astype(str))
    unknown, gone = float((~new.astype(str).isin(was)).mean()), float((~old.astype(str).isin(now)).mean())
    if unknown > UNKNOWN and gone > GONE and len(was) < len(old) / 2:
        yield Broken(name, "categories that were never seen before", unknown)
