"""Feather and Arrow: every batch's buffers are added up before one is unpacked.

A Feather file is an Arrow stream between two marks, so both are read as a stream: what is checked is what
is read.

References
----------
Apache Arrow columnar format, `Message.fbs`: RecordBatch, DictionaryBatch, BodyCompression.
"""

from __future__ import annotations

import struct
from typing import Any

from sandbox.guard_table import LoadedTable, literal
from sandbox.guard_table_frame import finish
from sandbox.guard_table_limits import check_shape, check_texts, check_unpacked, refuse, refuse_damaged
from sandbox.guard_table_types import check_fields

MARK = b"ARROW1\x00\x00"
DICTIONARY, RECORD = "dictionary", "record batch"
MAX_MESSAGES = 100_000


def read(raw: bytes, name: str) -> LoadedTable:
    """Read a Feather file or an Arrow stream after its bounds are checked."""
    feather = raw.startswith(b"ARROW1")
    if feather and not raw.endswith(b"ARROW1"):
        refuse("The Feather file is cut off (its end is missing): copy or download it again.")
    try:
        table = _checked_table(raw[len(MARK) :] if feather else raw)
    except (OSError, ValueError, struct.error, IndexError) as error:
        refuse_damaged("Feather" if feather else "Arrow", str(error))
    frame, code, notes = finish(table.to_pandas(use_threads=False))
    call = f"pd.read_feather({literal(name)})" if feather else f"pyarrow.ipc.open_stream({literal(name)}).read_pandas()"
    return LoadedTable(frame, "Feather" if feather else "Arrow", tuple(notes), call + code)


def _checked_table(stream: bytes) -> Any:
    import pyarrow as pa

    schema = pa.ipc.open_stream(pa.BufferReader(stream)).schema
    check_fields(schema)
    _check_messages(stream, len(schema))
    options = pa.ipc.IpcReadOptions(use_threads=False)
    table = pa.ipc.open_stream(pa.BufferReader(stream), options=options).read_all()
    table.validate(full=True)
    if not table.num_rows:
        refuse("The table has column names but no rows: upload one with rows beneath the names.")
    _check_views(table)
    return table


def _check_messages(stream: bytes, n_columns: int) -> None:
    import pyarrow as pa

    n_rows = n_bytes = 0
    reader = pa.ipc.MessageReader.open_stream(pa.BufferReader(stream))
    for number, message in enumerate(reader):
        if number > MAX_MESSAGES:
            refuse(f"The table comes in more than {MAX_MESSAGES:,} pieces: save it again in one.")
        if message.type not in (DICTIONARY, RECORD):
            continue
        length, size = _batch_size(message.metadata.to_pybytes(), message.body, message.type == DICTIONARY)
        n_rows, n_bytes = n_rows + length * (message.type == RECORD), n_bytes + size
        check_shape(max(n_rows, length), n_columns)
        check_unpacked(n_bytes, len(stream))


def _batch_size(metadata: bytes, body: Any, is_dictionary: bool) -> tuple[int, int]:
    """Rows of a batch, and the bytes that its buffers unpack to."""
    root = _int(metadata, 0, "<I")
    batch = _table(metadata, _field(metadata, root, 2))
    if is_dictionary:
        batch = _table(metadata, _field(metadata, batch, 1))
    at = _field(metadata, batch, 0)
    length = _int(metadata, at, "<q") if at else 0
    if length < 0:
        raise ValueError("a batch with fewer than no rows")
    if not _field(metadata, batch, 3):
        return length, body.size
    return length, sum(_unpacked(body, *buffer) for buffer in _buffers(metadata, batch))


def _unpacked(body: Any, offset: int, size: int) -> int:
    """The length that stands before a packed buffer; -1 says that it is not packed."""
    if size < 8:
        return 0
    if not 0 <= offset <= body.size - size:
        raise ValueError("a buffer outside the file")
    told = _int(body[offset : offset + 8].to_pybytes(), 0, "<q")
    if told < -1:
        raise ValueError("a buffer of a negative length")
    return size if told == -1 else told


def _buffers(metadata: bytes, batch: int) -> list[tuple[int, int]]:
    at = _field(metadata, batch, 2)
    if not at:
        return []
    vector = at + _int(metadata, at, "<I")
    n_buffers = _int(metadata, vector, "<I")
    if n_buffers * 16 > len(metadata):
        raise ValueError("more buffers than there is room for")
    return [struct.unpack_from("<qq", metadata, vector + 4 + 16 * i) for i in range(n_buffers)]


def _field(metadata: bytes, table: int, number: int) -> int:
    """Where a FlatBuffers table holds a field; 0 if it has none."""
    vtable = table - _int(metadata, table, "<i")
    slot = 4 + 2 * number
    offset = _int(metadata, vtable + slot, "<H") if slot < _int(metadata, vtable, "<H") else 0
    return table + offset if offset else 0


def _table(metadata: bytes, at: int) -> int:
    if not at:
        raise ValueError("a batch without its head")
    return at + _int(metadata, at, "<I")


def _int(metadata: bytes, at: int, kind: str) -> int:
    if at < 0:
        raise ValueError("an offset before the start")
    return struct.unpack_from(kind, metadata, at)[0]


def _check_views(table: Any) -> None:
    """Text views may all show the same bytes: add up what they show."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for field in table.schema:
        if pa.types.is_string_view(field.type):
            n_bytes = sum(pc.sum(pc.binary_length(chunk)).as_py() or 0 for chunk in table[field.name].chunks)
            check_texts(n_bytes, field.name)
