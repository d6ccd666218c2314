"""Parquet: the footer and every page's header are read before a value is unpacked."""

from __future__ import annotations

from typing import Any

from optimizers.words import quoted
from sandbox.guard_table import LoadedTable, literal
from sandbox.guard_table_frame import finish
from sandbox.guard_table_limits import (
    MAX_UNPACKED_BYTES,
    check_shape,
    check_texts,
    check_unpacked,
    refuse,
    refuse_damaged,
)
from sandbox.guard_table_pages import unpacked_bytes
from sandbox.guard_table_types import check_fields

LONGEST_FIXED = 64  # bytes of a fixed-length value; a decimal or UUID has 16


def read(raw: bytes, name: str) -> LoadedTable:
    """Read Parquet after its bounds are checked."""
    import pyarrow.parquet as pq

    file = _opened(raw)
    _check_footer(file, raw)
    repeating = _repeating_columns(file.metadata)
    if repeating:
        check_text(raw, repeating)
    try:
        frame = pq.read_table(_buffer(raw), use_threads=False).to_pandas(use_threads=False)
    except (OSError, ValueError) as error:
        refuse_damaged("Parquet", str(error))
    frame, code, notes = finish(frame)
    return LoadedTable(frame, "Parquet", tuple(notes), f"pd.read_parquet({literal(name)}){code}")


def _opened(raw: bytes) -> Any:
    import pyarrow.parquet as pq

    if raw.startswith(b"PARE") or raw.endswith(b"PARE"):
        refuse("The Parquet file is encrypted: save it without encryption.")
    if not raw.endswith(b"PAR1") or len(raw) < 12:
        refuse("The Parquet file is cut off (its end is missing): copy or download it again.")
    try:
        return pq.ParquetFile(_buffer(raw))
    except (OSError, ValueError) as error:
        refuse_damaged("Parquet", str(error))


def _check_footer(file: Any, raw: bytes) -> None:
    footer = file.metadata
    groups = [footer.row_group(i) for i in range(footer.num_row_groups)]
    n_rows = max(footer.num_rows, sum(group.num_rows for group in groups))
    if n_rows < 1 or footer.num_columns < 1 or any(group.num_rows < 0 for group in groups):
        refuse("The Parquet file has no rows: upload a table with column names and rows.")
    check_shape(n_rows, footer.num_columns)
    check_fields(file.schema_arrow)
    for i in range(footer.num_columns):
        column = footer.schema.column(i)
        if column.physical_type == "FIXED_LEN_BYTE_ARRAY" and column.length > LONGEST_FIXED:
            refuse(f"Column {quoted(column.name)} holds blocks of {column.length:,} bytes: leave it out.")
    n_bytes = 0
    for group in groups:
        for i in range(footer.num_columns):
            n_bytes += unpacked_bytes(raw, group.column(i), group.num_rows)
            check_unpacked(n_bytes, len(raw))


def _repeating_columns(footer: Any) -> list[str]:
    """Text columns with a dictionary, if repeating its longest entry could fill the memory."""
    names, bound = [], 0
    for i in range(footer.num_row_groups):
        for j in range(footer.num_columns):
            chunk = footer.row_group(i).column(j)
            if chunk.physical_type == "BYTE_ARRAY" and chunk.has_dictionary_page:
                names.append(chunk.path_in_schema)
                bound += chunk.num_values * chunk.total_uncompressed_size
    return sorted(set(names)) if bound > MAX_UNPACKED_BYTES else []


def check_text(raw: bytes, names: list[str]) -> None:
    """Add up the lengths of texts that are stored once and repeated, without repeating them."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    file, n_bytes = pq.ParquetFile(_buffer(raw), read_dictionary=names), 0
    for i in range(file.metadata.num_row_groups):
        for name in names:
            for chunk in file.read_row_group(i, columns=[name], use_threads=False).column(0).chunks:
                if pa.types.is_dictionary(chunk.type) and len(chunk.dictionary):
                    lengths = pc.binary_length(chunk.dictionary).take(chunk.indices)
                    n_bytes += pc.sum(pc.cast(lengths, pa.int64())).as_py() or 0
                check_texts(n_bytes, name)


def _buffer(raw: bytes) -> Any:
    import pyarrow as pa

    return pa.BufferReader(raw)
