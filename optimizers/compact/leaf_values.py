"""The values of all leaves of a forest: a dictionary of different ones, and which leaf has which."""

from __future__ import annotations

import struct

import numpy as np

from optimizers.compact.bits import Damaged
from optimizers.compact.streams import Reader, pack, pack_symbols

AS_THEY_ARE, DICTIONARY = 0, 1
SHARE_OF_UNLIKE = 0.6


def pack_values(values: np.ndarray, second: np.ndarray) -> bytes:
    """Leaf values of shape (n_leaves, k), every bit kept.

    Parameters
    ----------
    second : bool array of shape (n_leaves,)
        Leaves whose left sibling, the leaf before them, is a leaf too: they seldom have the same value.
    """
    raw = np.ascontiguousarray(values).view(np.uint64)
    unlike, number, count = different(raw)
    if len(unlike) > SHARE_OF_UNLIKE * len(raw):
        return struct.pack("<B", AS_THEY_ARE) + pack_floats(values)
    frequent = np.argsort(-count, kind="stable")
    place = np.empty(len(unlike), dtype=np.int64)
    place[frequent] = np.arange(len(unlike))
    number, n = place[number], len(unlike)
    change = (number[second] - number[np.flatnonzero(second) - 1]) % n
    floats = pack_floats(unlike[frequent].view(np.float64))
    head = struct.pack("<BI", DICTIONARY, n)
    return head + floats + pack_symbols(number[~second], n) + pack_symbols(change, n)


def different(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The different rows, which each row is, and how often each comes; column by column, since that sorts numbers."""
    number = np.zeros(len(rows), dtype=np.int64)
    for column in rows.T:
        kinds, own = np.unique(column, return_inverse=True)
        number = np.unique(number * len(kinds) + own, return_inverse=True)[1]
    _, first, count = np.unique(number, return_index=True, return_counts=True)
    return rows[first], number, count


def read_values(reader: Reader, second: np.ndarray, k: int) -> np.ndarray:
    """What `pack_values` wrote: (n_leaves, k)."""
    (mode,) = reader.take(1)
    if mode == AS_THEY_ARE:
        return read_floats(reader, len(second), k)
    (n,) = struct.unpack("<I", reader.take(4))
    if mode != DICTIONARY or not 1 <= n <= len(second):
        raise Damaged("A part of the file is not what it should be; save it again.")
    unlike, number = read_floats(reader, n, k), np.zeros(len(second), dtype=np.int64)
    number[~second] = reader.symbols(int((~second).sum()), n)
    change = reader.symbols(int(second.sum()), n)
    number[second] = (number[np.flatnonzero(second) - 1] + change) % n
    return unlike[number]


def pack_floats(values: np.ndarray) -> bytes:
    """Float64, byte plane by byte plane; of two columns that sum to 1 bit for bit the second alone."""
    halved = values.shape[1] == 2 and np.array_equal(
        (1 - values[:, 1]).view(np.uint64), values[:, 0].copy().view(np.uint64)
    )
    kept = np.ascontiguousarray(values[:, 1:] if halved else values)
    return struct.pack("<B", halved) + pack(kept.view(np.uint8).reshape(-1, 8).T.tobytes())


def read_floats(reader: Reader, n: int, k: int) -> np.ndarray:
    (halved,) = reader.take(1)
    columns = 1 if halved else k
    raw = reader.unpack(8 * n * columns)
    if len(raw) != 8 * n * columns or (halved and k != 2):
        raise Damaged("The file ends too early; save it again.")
    planes = np.frombuffer(raw, dtype=np.uint8).reshape(8, -1)
    values = np.ascontiguousarray(planes.T).view(np.float64).reshape(n, columns)
    return np.hstack([1 - values, values]) if halved else values
