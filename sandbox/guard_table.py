"""The guard that turns a table file's bytes into a frame: recognised by content, bounded before it is parsed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath

import pandas as pd

from sandbox.guard_table_limits import MAX_FILE_BYTES, refuse
from sandbox.refusal import Refused


@dataclass(frozen=True)
class LoadedTable:
    """A table as it was read.

    Attributes
    ----------
    frame : DataFrame
        With a RangeIndex and text column names.
    format : str
        "CSV", "TSV", "text", "Parquet", "Feather", "Arrow" or "Excel".
    notes : tuple of str
        What a user should know about the reading, a sentence each.
    code : str
        The Python expression that reads the same frame from the same file.
    """

    frame: pd.DataFrame
    format: str
    notes: tuple[str, ...]
    code: str


MAGIC = (  # first bytes, reader
    (b"PAR1", "parquet"),
    (b"PARE", "parquet"),
    (b"ARROW1", "arrow"),
    (b"\xff\xff\xff\xff", "arrow"),
    (b"PK\x03\x04", "excel"),
)
OTHERS = (  # first bytes, what it is, what to do
    (rb"FEA1", "a Feather file of version 1", "save it again with pandas' to_feather"),
    (rb"\xd0\xcf\x11\xe0", "an Excel file of the old .xls kind", "save it as .xlsx or CSV"),
    (rb"BZh|\xfd7zXZ|\x28\xb5\x2f\xfd|7z\xbc\xaf|Rar!", "an archive", "unpack it first, or pack it with gzip"),
    (rb"\x80[\x02-\x05]", "a pickle, not a table", "save the table as CSV or Parquet"),
    (rb"\x93NUMPY", "a NumPy array without column names", "save it as CSV or Parquet with names"),
    (rb"SQLite format 3", "an SQLite database", "export the table as CSV"),
    (rb"\x89HDF", "an HDF5 file", "save the table as CSV or Parquet"),
    (rb"%PDF", "a PDF document", "save the table as CSV or Excel"),
    (rb"(?:\xef\xbb\xbf)?\s*(?:\{|\[\s*[{\[])", "JSON", "save the table as CSV or Parquet"),
    (rb"(?:\xef\xbb\xbf)?\s*<", "a web page or XML", "download the table itself, as CSV or Parquet"),
)
ENDINGS = {
    "CSV": (".csv", ".txt", ".dat", ""),
    "TSV": (".tsv", ".tab", ".txt", ".dat", ""),
    "text": (".csv", ".txt", ".dat", ".data", ""),
    "Parquet": (".parquet", ".pq", ".parq"),
    "Feather": (".feather", ".arrow", ".ipc", ".ft"),
    "Arrow": (".arrow", ".arrows", ".ipc"),
    "Excel": (".xlsx", ".xlsm"),
}


def read_table(raw: bytes, name: str) -> LoadedTable:
    """Read an uploaded table file, or say in one sentence why it cannot be read.

    Parameters
    ----------
    raw : bytes
        The whole file: CSV, TSV or other delimited text (gzip too), Parquet, Feather, Arrow or Excel.
    name : str
        The file's name: it only chooses words, never the reader.

    Returns
    -------
    LoadedTable

    Raises
    ------
    Refused
        With the code "table" and one sentence: what is wrong, where, and what to do.
    """
    try:
        return _with_ending_note(_read(raw, PurePath(name).name or "table"), name)
    except Refused:
        raise
    except MemoryError:
        refuse("The table needs more memory than a case may take: upload a sample of the rows.")
    except Exception as error:
        reason = " ".join(str(error).split()).rstrip(".")[:150] or type(error).__name__
        refuse(f"The table could not be read ({reason}): save it again as CSV or Parquet.")


def _read(raw: bytes, name: str) -> LoadedTable:
    if not raw.strip(b"\x00 \t\r\n"):
        refuse("The file is empty: upload a table with column names and rows.")
    if len(raw) > MAX_FILE_BYTES:
        refuse(f"The file has more than {MAX_FILE_BYTES >> 20} MB: upload a sample of the rows, or pack it with gzip.")
    for start, what, remedy in OTHERS:
        if re.match(start, raw):
            refuse(f"The file is {what}: {remedy}.")
    kind = next((kind for start, kind in MAGIC if raw.startswith(start)), "text")
    return import_module(f"sandbox.guard_table_{kind}").read(raw, name)


def literal(name: str) -> str:
    """A file's name as a Python literal in double quotes."""
    return json.dumps(name, ensure_ascii=False)


def _with_ending_note(table: LoadedTable, name: str) -> LoadedTable:
    ending = PurePath(name.lower().removesuffix(".gz")).suffix
    if ending in ENDINGS[table.format]:
        return table
    note = f"The name ends in {ending or 'nothing'}, but the file holds {table.format}; it was read as that."
    return LoadedTable(table.frame, table.format, (note, *table.notes), table.code)
