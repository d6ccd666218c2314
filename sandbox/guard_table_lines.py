"""Every line of a delimited text is counted before pandas sees it, for pandas fills short lines in silence."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from optimizers.words import counted, quoted
from sandbox.guard_table_limits import MAX_COLUMNS, MAX_LINE_CHARS, MAX_ROWS, check_shape, refuse

SEPARATORS = (",", ";", "\t", "|")
NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
NUMBER = re.compile(r"\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """How a delimited text is laid out; `trailing` and `row_names`: every row has one field more than the header."""

    separator: str
    header: tuple[str, ...]
    n_rows: int
    skip: int = 0
    spaced: bool = False
    trailing: bool = False
    row_names: bool = False


def separator_of(text: bytes, codec: str) -> tuple[str, int]:
    """The separator that cuts the first rows most evenly, and how many lines name it (Excel's "sep=;")."""
    sample = text[:65_536].decode(codec, "ignore")
    if told := re.match(r"sep=([,;\t|])\r?\n", sample):
        return told[1], 1
    return max(SEPARATORS, key=lambda separator: _evenness(sample, separator)), 0


def _evenness(sample: str, separator: str) -> tuple[bool, float, int]:
    widths: list[int] = []
    with suppress(csv.Error):
        widths.extend(len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator))
    widths = [width for width in widths[:200] if width]
    common, times = Counter(widths).most_common(1)[0] if widths else (0, 0)
    if common < 2 and max(widths, default=0) < 2:
        return False, 0.0, 0
    return widths[0] == common > 1, times / len(widths) if common > 1 else 0.0, max(widths[0], common)


def walk(text: bytes, codec: str, separator: str, skip: int) -> Layout:
    """Count the fields of every line; refuse broken quotes, ragged lines and bad headers, with the line."""
    if b'"' not in text and text.count(b"\n") > MAX_ROWS + 1:
        check_shape(MAX_ROWS + 1, 1)
    spaced = _spaced(next(_rows(text, codec, separator, skip), (0, []))[1])
    rows = _rows(text, codec, separator, skip, spaced)
    header_line, header = next(rows, (0, []))
    _check_header(header, header_line)
    width, n_rows, n_wider, n_open, ragged = len(header), 0, 0, 0, None
    for line, row in rows:
        n_rows += 1
        if len(row) != width:
            ragged = ragged or (line, len(row))
            n_wider += len(row) == width + 1
            n_open += len(row) == width + 1 and not row[-1]
        if not n_rows % 1024:
            check_shape(n_rows, width)
    check_shape(n_rows, width)
    if not n_rows:
        refuse("The table has column names but no rows: upload one with rows beneath the names.")
    if ragged and (n_wider < n_rows or width == 1):
        _refuse_ragged(ragged, width, header_line, separator)
    trailing, row_names = bool(ragged) and n_open == n_rows, bool(ragged) and n_open < n_rows
    return Layout(separator, tuple(header), n_rows, skip, spaced, trailing, row_names)


def _rows(text: bytes, codec: str, separator: str, skip: int, spaced: bool = False) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, each with the line where it begins."""
    lines = _lines(text, codec)
    for _ in range(skip):
        next(lines)
    reader, begins = csv.reader(lines, delimiter=separator, strict=True, skipinitialspace=spaced), 1 + skip
    try:
        for row in reader:
            if len(row) > 1 or (row and row[0].strip()):
                yield begins, row
            begins = reader.line_num + 1 + skip
    except csv.Error:
        refuse(
            f"A quotation mark opened in line {begins:,} is not closed as it should be: "
            "close it, or double the marks inside a quoted value."
        )
    except UnicodeDecodeError as error:
        encoding = error.encoding.upper()
        refuse(f"The text cannot be read as {encoding} after line {begins - 1:,}: save it again as UTF-8.")


def _lines(text: bytes, codec: str) -> Iterator[str]:
    stream = io.TextIOWrapper(io.BytesIO(text), encoding=codec, newline="")
    for number, line in enumerate(iter(lambda: stream.readline(MAX_LINE_CHARS), ""), start=1):
        if len(line) >= MAX_LINE_CHARS:
            refuse(
                f"Line {number:,} is longer than {MAX_LINE_CHARS:,} characters: this is no table with one row a line."
            )
        yield line


def _check_header(header: list[str], line: int) -> None:
    if len(header) > MAX_COLUMNS:
        check_shape(1, len(header))
    if len(header) > 1 and all(NUMBER.fullmatch(name) for name in header) and not _counts_up(header):
        refuse(
            f"Line {line} holds numbers ({quoted(header[0])}, ...) where column names should be: add a line of names."
        )
    check_unique(header)


def _counts_up(header: list[str]) -> bool:
    return header in ([str(i + first) for i in range(len(header))] for first in (0, 1))


def check_unique(names: list[str]) -> None:
    """Refuse two columns of one name."""
    for name, times in Counter(names).items():
        if times > 1 and name.strip():
            places = [i + 1 for i, other in enumerate(names) if other == name]
            which = ", ".join(str(place) for place in places[:8])
            refuse(f"The column name {quoted(name)} occurs {times} times (columns {which}): give each its own name.")


def _spaced(header: list[str]) -> bool:
    return len(header) > 1 and all(name.startswith(" ") and name.strip() for name in header[1:])


def _refuse_ragged(ragged: tuple[int, int], width: int, header_line: int, separator: str) -> None:
    line, n_fields = ragged
    remedy = "put values that hold the separator in quotation marks" if n_fields > width else "fill in what lacks"
    if width == 1:
        remedy = "put the column names, and nothing above them, in the first line"
    refuse(
        f"Line {line:,} has {counted(n_fields, 'value')}, but line {header_line} has {counted(width, 'column name')} "
        f"(separated by {NAMES[separator]}): {remedy}."
    )
