"""What is put right in a frame that was read, and what is worth telling about its columns."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from optimizers.words import columns, listed, quoted
from sandbox.guard_table_limits import refuse
from sandbox.guard_table_lines import check_unique

SAMPLE_ROWS = 1000
WRITTEN_NUMBER = re.compile(r"\s*[-+]?[$€£]?\s*[-+]?\d{1,3}([ ,.'’\u00a0]?\d{3})*([.,]\d+)?\s*[%€$£]?\s*")


def finish(frame: pd.DataFrame) -> tuple[pd.DataFrame, str, list[str]]:
    """Give a stored frame a RangeIndex, text names and plain dtypes.

    Returns
    -------
    frame : DataFrame
    code : str
        The calls that do the same, to follow the reading.
    notes : list of str
    """
    if frame.columns.nlevels > 1:
        refuse("The columns have names of several levels: save the table with one name a column.")
    steps = [_without_index, _with_text_names, _with_plain_dtypes]
    code, notes = "", []
    for step in steps:
        frame, call, note = step(frame)
        code += call
        notes += [note] if note else []
    check_unique(list(frame.columns))
    return frame, code, [*notes, *content_notes(frame)]


def _without_index(frame: pd.DataFrame) -> tuple[pd.DataFrame, str, str]:
    names = [name for name in frame.index.names if name is not None]
    if names and not set(names) & set(frame.columns):
        note = f"The stored index {listed([str(name) for name in names])} became a column."
        return frame.reset_index(), ".reset_index()", note
    if not names and isinstance(frame.index, pd.RangeIndex) and frame.index.equals(pd.RangeIndex(len(frame))):
        return frame, "", ""
    return frame.reset_index(drop=True), ".reset_index(drop=True)", "The stored row index was left out."


def _with_text_names(frame: pd.DataFrame) -> tuple[pd.DataFrame, str, str]:
    if all(isinstance(name, str) for name in frame.columns):
        return frame, "", ""
    return frame.rename(columns=str), ".rename(columns=str)", "Column names that are not text were made text."


def _with_plain_dtypes(frame: pd.DataFrame) -> tuple[pd.DataFrame, str, str]:
    import datetime

    wanted: dict[str, str] = {}
    for name in [str(name) for name, kind in frame.dtypes.items() if kind == "object"]:
        first = frame[name].dropna().head(1).tolist()
        if first and isinstance(first[0], Decimal):
            wanted[name] = "float64"
        elif first and type(first[0]) is datetime.date:
            wanted[name] = "datetime64[s]"
    if not wanted:
        return frame, "", ""
    note = f"{columns(wanted)} held decimals or dates and became plain numbers or times."
    return frame.astype(wanted), f".astype({wanted!r})", note


def content_notes(frame: pd.DataFrame) -> list[str]:
    """Sentences on empty columns, infinite values, numbers among text, and time zones."""
    empty = [name for name in frame if frame[name].isna().all()]
    notes = [f"{columns(empty)} {'has' if len(empty) == 1 else 'have'} no value in any row."] if empty else []
    for name in frame.columns.difference(empty, sort=False):
        note = _column_note(name, frame[name])
        if note:
            notes.append(note)
    return notes if len(notes) <= 12 else [*notes[:12], f"{len(notes) - 12} more columns have notes of this kind."]


def _column_note(name: str, column: pd.Series) -> str:
    if column.dtype.kind == "f":
        infinite = np.isinf(column.to_numpy())
        return (
            f"Column {quoted(name)} holds infinite values, the first in row {infinite.argmax() + 1:,}."
            if infinite.any()
            else ""
        )
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        return f"Column {quoted(name)} has the time zone {column.dtype.tz}."
    return _text_note(name, column) if isinstance(column.dtype, pd.StringDtype) or column.dtype == object else ""


def _text_note(name: str, column: pd.Series) -> str:
    """Tell of a text column that is mostly numbers: its first value that is none."""
    present = column.dropna()
    if not _is_number(present.head(SAMPLE_ROWS), written=True).mean() >= 0.5:
        return ""
    odd = int(_is_number(present, written=False).argmin())  # 0 if all are
    value, row = present.iloc[odd], _row_of(column, odd)
    if WRITTEN_NUMBER.fullmatch(str(value)):
        return f"Column {quoted(name)} was read as text: it holds numbers written like {quoted(value)} (row {row:,})."
    return f"Column {quoted(name)} was read as text: it is mostly numbers, but row {row:,} holds {quoted(value)}."


def _is_number(values: pd.Series, written: bool) -> np.ndarray:
    texts = values.astype(str)
    plain = pd.to_numeric(texts, errors="coerce").notna().to_numpy()
    if not written or plain.all():
        return plain
    return plain | texts.map(lambda text: bool(WRITTEN_NUMBER.fullmatch(text))).to_numpy(dtype=bool)


def _row_of(column: pd.Series, place: int) -> Any:
    """The row, from 1, of the `place`-th value that is not missing."""
    return int(np.flatnonzero(column.notna().to_numpy())[place]) + 1
