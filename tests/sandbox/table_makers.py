"""Makers of table files in memory: text, Parquet, Feather, Arrow, archives; whole, cut and broken."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class TableFile:
    """One file: refused with a sentence that holds `says`, or read with a note that holds `note`."""

    label: str
    name: str
    make: Callable[[], bytes]
    says: str = ""
    note: str = ""
    first: tuple = ()  # values of the first row, where it is read


PLAIN = "age,income,town\n34,1200.5,Köln\n51,900.25,\n28,,Ulm\n"
FIRST = (34, 1200.5, "Köln")


@cache
def small() -> pd.DataFrame:
    return pd.DataFrame({"age": [34, 51, 28], "income": [1200.5, 900.25, np.nan], "town": ["Köln", None, "Ulm"]})


def csv(text: str, encoding: str = "utf-8") -> Callable[[], bytes]:
    return lambda: text.encode(encoding)


def parquet(frame: Callable[[], pd.DataFrame], **options) -> Callable[[], bytes]:
    return lambda: _stored(frame().to_parquet, **options)


def feather(frame: Callable[[], pd.DataFrame], **options) -> Callable[[], bytes]:
    return lambda: _stored(frame().to_feather, **options)


def _stored(save, **options) -> bytes:
    out = io.BytesIO()
    save(out, **options)
    return out.getvalue()


def arrow_table(columns: Callable[[], dict], **options) -> Callable[[], bytes]:
    def make() -> bytes:
        import pyarrow as pa
        import pyarrow.parquet as pq

        return _stored(lambda out, **kw: pq.write_table(pa.table(columns()), out, **kw), **options)

    return make


def arrow_stream(columns: Callable[[], dict], compression: str | None = None) -> Callable[[], bytes]:
    def make() -> bytes:
        import pyarrow as pa

        table, out = pa.table(columns()), io.BytesIO()
        options = pa.ipc.IpcWriteOptions(compression=compression)
        with pa.ipc.new_stream(out, table.schema, options=options) as stream:
            stream.write_table(table)
        return out.getvalue()

    return make


def repeated_text() -> dict:
    import pyarrow as pa

    return {"s": pa.DictionaryArray.from_arrays(pa.array(np.zeros(20_000, "int32")), ["x" * 50_000])}


def twins() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"])
    return _stored(lambda out: pq.write_table(table, out))


def decimals() -> dict:
    import pyarrow as pa

    return {"price": pa.array(["1.10", None]).cast(pa.decimal128(8, 2)), "day": pa.array([15706, None], pa.date32())}


def nested() -> dict:
    return {"a": [1, 2], "tags": [["x"], ["y", "z"]]}


def records() -> dict:
    return {"a": [1, 2], "place": [{"x": 1}, {"x": 2}]}


def raw_bytes() -> dict:
    return {"a": [1, 2], "photo": [b"x", b"y"]}


def zipped(**files: bytes) -> Callable[[], bytes]:
    def make() -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
        return out.getvalue()

    return make


def half(make: Callable[[], bytes]) -> Callable[[], bytes]:
    return lambda: make()[: len(make()) // 2]


def broken_middle(make: Callable[[], bytes]) -> Callable[[], bytes]:
    return lambda: make()[:4] + b"\xff" * 40 + make()[44:]


def packed(make: Callable[[], bytes]) -> Callable[[], bytes]:
    return lambda: gzip.compress(make(), mtime=0)


def stored(**changes) -> Callable[[], pd.DataFrame]:
    return lambda: small().assign(**changes)


def save_array() -> bytes:
    return _stored(lambda out: np.save(out, np.zeros(3)))
