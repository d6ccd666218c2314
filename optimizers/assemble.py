"""A case from a fitted model and one or two tables: columns, labels, times and the split, each with its sentence."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from optimizers.case import Case
from optimizers.columns import columns_for
from optimizers.errors import CaseError
from optimizers.fitting import Rows, fitting_rows
from optimizers.labels import label_classes
from optimizers.primary import primary_metric
from optimizers.split import MIN_ROWS, cut_in_time, draw
from optimizers.suggest import suggest_target, suggest_time
from optimizers.trial import check_model
from optimizers.words import counted, listed, quoted

__all__ = ["assemble", "columns_for", "suggest_target", "suggest_time"]


def assemble(
    name: str,
    model: Any,
    table: pd.DataFrame,
    *,
    target: str,
    time: str | None = None,
    test_table: pd.DataFrame | None = None,
    metric: str | None = None,
    test_share: float = 0.4,
    seed: int = 0,
) -> Case:
    """Make a case of a fitted model and its tables.

    Parameters
    ----------
    name : str
        What the page and the report call the case.
    model : estimator
        Fitted, with `predict`; columns are matched to its `feature_names_in_`, or by place if it has none.
    table : DataFrame
        The rows; with `test_table` all of them may be learned from.
    target : str
        The column that the model predicts.
    time : str, optional
        When each row happened; the last rows then judge. Otherwise the judging rows are drawn at random, of each
        class the same share.
    test_table : DataFrame, optional
        The rows that judge.
    metric : str, optional
        The primary metric; by default one that suits the target.
    test_share : float
        The share of judging rows where there is one table.
    seed : int
        Of the draw.

    Returns
    -------
    Case
        Its notes say what was done to the tables.

    Raises
    ------
    CaseError
        One sentence: what does not fit, where, and what to do.
    """
    check_model(model)
    if test_table is None:
        rows = fitting_rows(model, table, target, time)
        train, test, notes = _split(rows, test_share, seed, label_classes(model) is not None)
    else:
        train, test, notes = _two_tables(model, table, test_table, target, time)
    train = train.take(~train.unseen.to_numpy())
    _check_parts(train, test, target, model)
    metric, why = primary_metric(model, pd.concat([train.y, test.y]), metric)
    train, test = train.renumbered(), test.renumbered()
    return Case(name, model, train.X, train.y, test.X, test.y, test.times, metric, tuple(notes + why))


def _split(rows: Rows, share: float, seed: int, classes: bool) -> tuple[Rows, Rows, list[str]]:
    if rows.times is None:
        judges = draw(rows.y, share, seed, classes)
        same = ", of each class the same share" if classes else ""
        note = (
            f"{counted(int((~judges).sum()), 'row')} may be learned from; {judges.sum():,} rows judge, "
            f"drawn at random (seed {seed}){same}."
        )
        return rows.take(~judges), rows.take(judges), [*rows.notes, note]
    cut, n_rows = cut_in_time(rows.times, share), len(rows.times)
    train, test = rows.take(slice(0, cut)), rows.take(slice(cut, n_rows))
    note = (
        f"Rows 1 to {cut:,} ({_span(train.times)}) may be learned from; rows {cut + 1:,} to {n_rows:,} "
        f"({_span(test.times)}) judge."
    )
    tie = rows.times.iloc[cut - 1] == rows.times.iloc[cut]
    return train, test, [*rows.notes, note, *(["Rows of the same time are on both sides."] if tie else [])]


def _two_tables(
    model: Any, table: pd.DataFrame, test_table: pd.DataFrame, target: str, time: str | None
) -> tuple[Rows, Rows, list[str]]:
    train = fitting_rows(model, table, target, time if time in table.columns else None)
    test = fitting_rows(model, test_table, target, time, "test table")
    for rows, what, purpose in ((train, "table", "learn from"), (test, "test table", "judge")):
        if len(rows.y) < MIN_ROWS:
            n_rows = counted(len(rows.y), "row")
            raise CaseError(
                f"The {what} has {n_rows} with a target; {MIN_ROWS} are needed to {purpose}: upload more rows."
            )
    span = f" ({_span(test.times)})" if test.times is not None else ""
    note = f"The table's {len(train.y):,} rows may be learned from; the {len(test.y):,} of the test table{span} judge."
    return train, test, [*dict.fromkeys(train.notes + test.notes), note]


def _check_parts(train: Rows, test: Rows, target: str, model: Any) -> None:
    if label_classes(model) is None:
        return
    labels = pd.unique(train.y).tolist()
    if len(labels) > 1:
        return
    if pd.unique(test.y).tolist() == labels:
        raise CaseError(
            f"The target {quoted(target)} holds one label only, {listed(labels)}: upload rows of every class."
        )
    raise CaseError(
        f"The rows to learn from hold one label only of {quoted(target)}, {listed(labels) or 'none'}: "
        "let fewer rows judge, or split without time."
    )


def _span(times: Any) -> str:
    first, last = times.iloc[0], times.iloc[-1]
    if not pd.api.types.is_datetime64_any_dtype(times):
        return f"{first:g} to {last:g}"
    whole_days = bool(np.all(times.dt.normalize() == times))
    form = "%Y-%m-%d" if whole_days else "%Y-%m-%d %H:%M"
    return f"{first.strftime(form)} to {last.strftime(form)}"
