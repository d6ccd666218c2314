"""Excel workbooks: what the archive and its sheet say about their size is checked before openpyxl reads them."""

from __future__ import annotations

import io
import re
import zipfile

import pandas as pd

from sandbox.guard_table import LoadedTable, literal
from sandbox.guard_table_frame import content_notes
from sandbox.guard_table_limits import check_shape, check_unpacked, refuse
from sandbox.guard_table_lines import check_unique

CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")


def read(raw: bytes, name: str) -> LoadedTable:
    """Read the first sheet of an .xlsx workbook."""
    _check_archive(raw)
    try:
        import openpyxl  # noqa: F401
    except ImportError:
        refuse("Excel files need the package openpyxl, which is not installed here: save the table as CSV or Parquet.")
    sheets = pd.ExcelFile(io.BytesIO(raw), engine="openpyxl")
    head = pd.read_excel(sheets, header=None, nrows=1)
    if head.empty:
        refuse("The first sheet is empty: put the column names in its first row.")
    check_unique([str(value) for value in head.iloc[0].dropna()])
    frame = pd.read_excel(sheets)
    if frame.empty:
        refuse("The first sheet has column names but no rows: put the rows beneath the names.")
    plain = all(isinstance(column, str) for column in frame)
    frame, call = (frame, "") if plain else (frame.rename(columns=str), ".rename(columns=str)")
    others = f"Only the first of {len(sheets.sheet_names)} sheets was read."
    notes = ([others] if len(sheets.sheet_names) > 1 else []) + content_notes(frame)
    return LoadedTable(frame, "Excel", tuple(notes), f"pd.read_excel({literal(name)}){call}")


def _check_archive(raw: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            files = archive.infolist()
            if "xl/workbook.xml" not in archive.namelist():
                refuse("The file is a zip archive, not a table: unpack it and upload the table itself.")
            check_unpacked(sum(file.file_size for file in files), len(raw))
            for file in files:
                if SHEET.fullmatch(file.filename):
                    _check_sheet(archive.read(file))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        refuse("The Excel file is cut off or damaged: copy or download it again.")


def _check_sheet(sheet: bytes) -> None:
    """Refuse a far-off cell: every row up to it would be filled out to its column."""
    n_rows = n_columns = 0
    for letters, row in CELL.findall(sheet):
        n_rows = max(n_rows, int(row))
        n_columns = max(n_columns, sum((c - 64) * 26**i for i, c in enumerate(reversed(letters))))
    check_shape(n_rows, n_columns)
