"""Which column types a table may hold, for Parquet, Feather and Arrow alike."""

from __future__ import annotations

from typing import Any

from optimizers.words import quoted
from sandbox.guard_table_limits import refuse
from sandbox.guard_table_lines import check_unique

PLAIN = (
    *("is_integer", "is_floating", "is_decimal", "is_boolean", "is_null", "is_string", "is_large_string"),
    *("is_date", "is_time", "is_timestamp", "is_duration"),
)


def check_fields(schema: Any) -> None:
    """Refuse nested columns, raw bytes and exotic types by name, and two columns of one name."""
    import pyarrow as pa

    check_unique(list(schema.names))
    for field in schema:
        if pa.types.is_nested(field.type):
            refuse(f"Column {quoted(field.name)} is nested ({_short(field.type)}): make it plain or leave it out.")
        if pa.types.is_dictionary(field.type):
            _check_plain(field.name, field.type.value_type)
        elif not pa.types.is_string_view(field.type):
            _check_plain(field.name, field.type)


def _check_plain(name: str, kind: Any) -> None:
    import pyarrow as pa

    if not any(getattr(pa.types, test)(kind) for test in PLAIN):
        refuse(f"Column {quoted(name)} holds {_short(kind)}, which no model takes: leave it out.")


def _short(kind: Any) -> str:
    text = str(kind).split("<")[0].split("[")[0]
    return {"binary": "raw bytes", "large_binary": "raw bytes"}.get(text, text)
