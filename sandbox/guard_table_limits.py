"""How much a table may hold, and the sentences that say so."""

from __future__ import annotations

from textwrap import shorten
from typing import NoReturn

from optimizers.words import counted, quoted
from sandbox.refusal import Refused

MAX_FILE_BYTES = 200 << 20
MAX_UNPACKED_BYTES = 500 << 20
MAX_RATIO = 500  # unpacked to packed; looked at from BOMB_BYTES on
BOMB_BYTES = 64 << 20
MAX_ROWS = 5_000_000
MAX_COLUMNS = 2_000
MAX_CELLS = 50_000_000  # 400 MB as doubles
MAX_LINE_CHARS = 4_000_000


def refuse(sentence: str) -> NoReturn:
    """Turn a table away with one sentence."""
    raise Refused("table", sentence)


def check_shape(n_rows: int, n_columns: int) -> None:
    """Refuse more rows, columns or cells than a case can hold, before they are read."""
    if n_columns > MAX_COLUMNS:
        refuse(
            f"The table has {counted(n_columns, 'column')}, the limit is {MAX_COLUMNS:,}: "
            "keep the target and the columns that the model uses."
        )
    if n_rows > MAX_ROWS:
        refuse(f"The table has more than {MAX_ROWS:,} rows: upload a sample of them.")
    if n_rows * n_columns > MAX_CELLS:
        refuse(
            f"The table has more than {MAX_CELLS // 10**6} million cells ({n_columns:,} columns): "
            "upload a sample of the rows or fewer columns."
        )


def check_unpacked(n_unpacked: int, n_packed: int) -> None:
    """Refuse what unpacks too large, in all or for its size."""
    if n_unpacked > MAX_UNPACKED_BYTES:
        refuse(f"The table unpacks to more than {MAX_UNPACKED_BYTES >> 20} MB: upload a sample of the rows.")
    if n_unpacked > BOMB_BYTES and n_unpacked > MAX_RATIO * n_packed:
        refuse(f"The table unpacks to more than {MAX_RATIO} times its size: save it again without compression.")


def check_texts(n_bytes: int, column: str) -> None:
    """Refuse texts that are stored once and repeated until they fill the memory."""
    if n_bytes > MAX_UNPACKED_BYTES:
        refuse(f"The texts of column {quoted(column)} unpack to more than {MAX_UNPACKED_BYTES >> 20} MB: leave it out.")


def refuse_damaged(what: str, where: str) -> NoReturn:
    """Turn a file away whose bytes make no sense."""
    reason = shorten(where, 90, placeholder=" ...").rstrip(".") or "its bytes make no sense"
    refuse(f"The {what} file is damaged ({reason}): copy it again, or save the table anew.")
