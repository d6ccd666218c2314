"""The page headers of a Parquet column, read by hand: what each page unpacks to, and its encoding.

The footer may say anything; the sizes by which memory is taken stand before each page, in Thrift's
compact protocol.

References
----------
Apache Parquet format, `parquet.thrift`: PageHeader, DataPageHeader, Encoding.
Apache Thrift, compact protocol specification.
"""

from __future__ import annotations

from typing import Any, NoReturn

from optimizers.words import quoted
from sandbox.guard_table_limits import refuse, refuse_damaged

TYPE, UNPACKED, PACKED, DATA_V1, DATA_V2 = 1, 2, 3, 5, 8  # fields of PageHeader
ENCODING_FIELD = {DATA_V1: 2, DATA_V2: 4}
DELTA_BYTE_ARRAY = 7  # each text repeats the one before: any length from a few bytes
MAX_PAGES = 200_000
MAX_DEPTH = 5
BOOL_TYPES, BYTE, VARINTS, DOUBLE, BINARY, LISTS, STRUCT = (1, 2), 3, (4, 5, 6), 7, 8, (9, 10), 12


def unpacked_bytes(raw: bytes, chunk: Any, n_rows: int) -> int:
    """Add up what the pages of a column chunk unpack to.

    Raises
    ------
    Refused
        If a page lies outside the file, has no sense, or uses an encoding that can grow without bound.
    """
    name, start = chunk.path_in_schema, chunk.data_page_offset
    if chunk.has_dictionary_page and 0 < chunk.dictionary_page_offset < start:
        start = chunk.dictionary_page_offset
    end = start + chunk.total_compressed_size
    if not 4 <= start < end <= len(raw) or chunk.num_values != n_rows:
        _damaged(name)
    total, n_pages = 0, 0
    while start < end:
        try:
            header, start = _struct(raw, start)
        except (IndexError, RecursionError, ValueError):
            _damaged(name)
        unpacked, packed = header.get(UNPACKED, -1), header.get(PACKED, -1)
        n_pages += 1
        if unpacked < 0 or packed < 0 or start + packed > end or n_pages > MAX_PAGES:
            _damaged(name)
        _check_encoding(header, name)
        start, total = start + packed, total + unpacked
    return total


def _check_encoding(header: dict[int, Any], name: str) -> None:
    for data, field in ENCODING_FIELD.items():
        if header.get(data, {}).get(field) == DELTA_BYTE_ARRAY:
            refuse(
                f"Column {quoted(name)} is stored as DELTA_BYTE_ARRAY: save the table again with pandas' to_parquet."
            )


def _damaged(name: str) -> NoReturn:
    refuse_damaged("Parquet", f"column {quoted(name)}")


def _varint(raw: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte, at = raw[at], at + 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at
        if shift > 63:
            raise ValueError("a number longer than 64 bits")


def _zigzag(raw: bytes, at: int) -> tuple[int, int]:
    value, at = _varint(raw, at)
    return (value >> 1) ^ -(value & 1), at


def _struct(raw: bytes, at: int, depth: int = 0) -> tuple[dict[int, Any], int]:
    if depth > MAX_DEPTH:
        raise ValueError("nested too deep")
    fields: dict[int, Any] = {}
    field = 0
    while raw[at]:
        step, kind, at = raw[at] >> 4, raw[at] & 15, at + 1
        if step:
            field += step
        else:
            field, at = _zigzag(raw, at)
        fields[field], at = (kind == 1, at) if kind in BOOL_TYPES else _value(raw, at, kind, depth)
    return fields, at + 1


def _value(raw: bytes, at: int, kind: int, depth: int) -> tuple[Any, int]:
    if kind in VARINTS:
        return _zigzag(raw, at)
    if kind == STRUCT:
        return _struct(raw, at, depth + 1)
    if kind == BINARY:
        length, at = _varint(raw, at)
        return None, at + length
    if kind in LISTS:
        return _list(raw, at, depth)
    if kind in (BYTE, *BOOL_TYPES):
        return raw[at], at + 1
    if kind == DOUBLE:
        return None, at + 8
    raise ValueError("an unknown type")


def _list(raw: bytes, at: int, depth: int) -> tuple[None, int]:
    length, kind, at = raw[at] >> 4, raw[at] & 15, at + 1
    if length == 15:
        length, at = _varint(raw, at)
    for _ in range(min(length, len(raw))):
        _, at = _value(raw, at, kind, depth + 1)
    return None, at
