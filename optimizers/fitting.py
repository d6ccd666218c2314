"""The rows of one table as the model takes them: columns matched, labels and times read, in time order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from optimizers.columns import check_columns, features
from optimizers.errors import CaseError
from optimizers.labels import read_target
from optimizers.times import parse_times
from optimizers.trial import try_rows
from optimizers.words import counted, quoted


@dataclass(frozen=True)
class Rows:
    """Rows that fit the model: inputs, target, times, and which labels it has never seen; in time order."""

    X: pd.DataFrame
    y: pd.Series
    unseen: pd.Series
    times: pd.Series | None
    notes: list[str] = field(default_factory=list)

    def take(self, place: Any) -> Rows:
        times = None if self.times is None else self.times.iloc[place]
        return Rows(self.X.iloc[place], self.y.iloc[place], self.unseen.iloc[place], times)

    def renumbered(self) -> Rows:
        times = None if self.times is None else self.times.reset_index(drop=True)
        unseen = self.unseen.reset_index(drop=True)
        return Rows(self.X.reset_index(drop=True), self.y.reset_index(drop=True), unseen, times)


def fitting_rows(model: Any, frame: pd.DataFrame, target: str, time: str | None, of: str = "") -> Rows:
    """The rows of a table that can be used, as the model takes them."""
    check_columns(frame, target, time, of)
    frame = frame.reset_index(drop=True)
    names, notes = features(model, frame, target, time, of)
    behind = f" of the {of}" if of else ""
    labels = read_target(frame[target], model, behind)
    X, y, notes = frame.loc[labels.y.index, names], labels.y, [*notes, *labels.notes]
    try_rows(model, X, behind)
    if time is None:
        return Rows(X, y, labels.unseen, None, notes)
    return _in_time_order(X, y, labels.unseen, frame.loc[y.index, time], notes, behind)


def _in_time_order(
    X: pd.DataFrame, y: pd.Series, unseen: pd.Series, column: pd.Series, notes: list[str], of: str
) -> Rows:
    present = column[column.notna()]
    n_missing = len(column) - len(present)
    if not len(present):
        raise CaseError(f"The time column {quoted(column.name)}{of} has no value in any row: choose another column.")
    if n_missing:
        notes.append(f"{counted(n_missing, 'row')}{of} without a time {'was' if n_missing == 1 else 'were'} left out.")
    times, how = parse_times(present, str(column.name), of)
    notes += [how] if how else []
    if not times.is_monotonic_increasing:
        notes.append(f"Rows{of} were put into the order of {quoted(column.name)}.")
        times = times.sort_values(kind="stable")
    return Rows(X.loc[times.index], y.loc[times.index], unseen.loc[times.index], times, notes)
