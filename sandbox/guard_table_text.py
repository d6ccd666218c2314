"""Delimited text: encoding, separator and decimal sign are found, every line is counted, then pandas reads it."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from typing import Any

import pandas as pd

from optimizers.words import listed
from sandbox.guard_table import LoadedTable, literal
from sandbox.guard_table_encoding import Encoding, encoding_of
from sandbox.guard_table_frame import content_notes
from sandbox.guard_table_limits import check_unpacked, refuse
from sandbox.guard_table_lines import Layout, separator_of, walk

CHUNK = 262_144  # characters after which pandas guesses types anew unless low_memory is off
COMMA = re.compile(rb"(?:^|[;\t|\r\n])\"?[-+]?\d+,\d+\"?(?=[;\t|\r\n]|$)")
TWO_COMMAS = re.compile(rb"(?:^|[;\t|\r\n])\"?[-+]?\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?\"?(?=[;\t|\r\n]|$)")
POINT = re.compile(rb"(?:^|[;\t|\r\n])\"?[-+]?\d+\.(?!\d{3}\"?(?:[;\t|\r\n]|$))\d+\"?(?=[;\t|\r\n]|$)")


def read(raw: bytes, name: str) -> LoadedTable:
    """Read CSV, TSV and their kin, plain or packed with gzip."""
    packed = raw.startswith(b"\x1f\x8b")
    text = unpack(raw) if packed else raw
    encoding = encoding_of(text)
    layout = walk(text, encoding.codec, *separator_of(text, encoding.codec))
    options = _options(text, encoding, layout)
    if packed and not name.lower().endswith(".gz"):
        options["compression"] = "gzip"
    frame, tail = _parse(text, {k: v for k, v in options.items() if k != "compression"}, layout)
    notes = [*_notes(options, encoding, layout), *content_notes(frame)]
    shown = "".join(f", {key}={_shown(value)}" for key, value in options.items())
    form = {",": "CSV", "\t": "TSV"}.get(layout.separator, "text")
    return LoadedTable(frame, form, tuple(notes), f"pd.read_csv({literal(name)}{shown}){tail}")


def unpack(raw: bytes) -> bytes:
    """Unpack gzip within the limits; refuse what is cut off or is no text."""
    out = io.BytesIO()
    try:
        with gzip.open(io.BytesIO(raw)) as packed:
            while piece := packed.read(1 << 20):
                check_unpacked(out.tell() + len(piece), len(raw))
                out.write(piece)
    except EOFError:
        refuse("The gzip file is cut off: copy or download it again.")
    except (OSError, zlib.error):
        refuse("The gzip file is damaged: pack the table again.")
    text = out.getvalue()
    if not text.strip():
        refuse("The gzip file holds an empty table: upload one with column names and rows.")
    if re.match(rb"PAR1|ARROW1|PK\x03\x04|\x1f\x8b|\x80[\x02-\x05]", text):
        refuse("The gzip file holds something other than text: unpack it first.")
    return text


def _options(text: bytes, encoding: Encoding, layout: Layout) -> dict[str, Any]:
    options: dict[str, Any] = {"sep": layout.separator} if layout.separator != "," else {}
    if layout.separator != "," and decimal_comma(text, encoding):
        options["decimal"] = ","
    if encoding.option:
        options["encoding"] = encoding.option
    if layout.skip:
        options["skiprows"] = layout.skip
    if layout.spaced:
        options["skipinitialspace"] = True
    if layout.trailing:
        options["index_col"] = False
    if len(text) > CHUNK // 2:
        options["low_memory"] = False
    return options


def decimal_comma(text: bytes, encoding: Encoding) -> bool:
    """Whether numbers are written 1,5: some are, none is written 1.5, none is grouped as 1,234,567."""
    plain = text if encoding.one_byte else text.decode(encoding.codec, "replace").encode()
    if not COMMA.search(plain) or (b"." in plain and POINT.search(plain)):
        return False
    return not (re.search(rb",\d{3},\d{3}", plain) and TWO_COMMAS.search(plain))


def _parse(text: bytes, options: dict[str, Any], layout: Layout) -> tuple[pd.DataFrame, str]:
    frame = pd.read_csv(io.BytesIO(text), **options)
    if isinstance(frame.index, pd.RangeIndex):
        return frame, ""
    return frame.reset_index(drop=True), ".reset_index(drop=True)"


def _notes(options: dict[str, Any], encoding: Encoding, layout: Layout) -> list[str]:
    notes = [encoding.note] if encoding.note else []
    if "decimal" in options:
        notes.append("Numbers were read with a decimal comma.")
    if layout.row_names:
        notes.append(
            "Every row has one value more than there are names: the first was taken as a row name and left out."
        )
    if layout.trailing:
        notes.append("Every row ends in a separator; the empty last column was left out.")
    unnamed = [i + 1 for i, column in enumerate(layout.header) if not column.strip()]
    if unnamed:
        which = (
            f"Column {unnamed[0]} has no name; it is"
            if len(unnamed) == 1
            else f"Columns {listed(unnamed)} have no name; they are"
        )
        notes.append(f"{which} called {listed([f'Unnamed: {place - 1}' for place in unnamed])}.")
    if len(layout.header) == 1:
        notes.append("Only one column was found; separate columns by commas, semicolons or tabs.")
    return notes


def _shown(value: Any) -> str:
    return literal(value) if isinstance(value, str) else repr(value)
