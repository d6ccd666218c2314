"""Frames as Arrow on the wire: typed, and never a pickle."""

from __future__ import annotations

import io

import pandas as pd


def to_arrow(frame: pd.DataFrame) -> bytes:
    """A frame as an Arrow stream; columns of mixed objects become text."""
    import pyarrow as pa

    plain = frame.reset_index(drop=True).rename(columns=str)
    for name in [c for c, dtype in plain.dtypes.items() if dtype.kind == "O" and not hasattr(dtype, "na_value")]:
        plain[name] = plain[name].map(lambda v: v if v is None or isinstance(v, str) else str(v))
    table = pa.Table.from_pandas(plain, preserve_index=False).replace_schema_metadata(None)
    out = io.BytesIO()
    with pa.ipc.new_stream(out, table.schema) as stream:
        stream.write_table(table)
    return out.getvalue()


def from_arrow(raw: bytes) -> pd.DataFrame:
    """The frame of an Arrow stream."""
    import pyarrow as pa

    return pa.ipc.open_stream(raw).read_all().to_pandas()
