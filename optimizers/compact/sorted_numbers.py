"""Sorted float32 numbers, as the gaps between them."""

from __future__ import annotations

import struct

import numpy as np

from optimizers.compact.bits import Damaged, read_bits, write_bits
from optimizers.compact.streams import Reader, pack, pack_bits

BLOCK = 32


def rank(values: np.ndarray) -> np.ndarray:
    """Float32 as whole numbers in the same order."""
    raw = values.astype(np.float32).view(np.uint32).astype(np.int64)
    return np.where(raw >> 31, 0xFFFFFFFF - raw, raw + 0x80000000)


def value(ranks: np.ndarray) -> np.ndarray:
    raw = np.where(ranks >= 0x80000000, ranks - 0x80000000, 0xFFFFFFFF - ranks)
    return raw.astype(np.uint32).view(np.float32)


def gaps_of(ranks: np.ndarray) -> np.ndarray:
    return np.diff(ranks, prepend=0) - np.r_[0, np.ones(len(ranks) - 1, dtype=np.int64)] if len(ranks) else ranks


def pack_sorted(values: np.ndarray) -> bytes:
    """Strictly rising float32 numbers; gaps in blocks that each know their own width, or byte by byte."""
    gaps = gaps_of(rank(values))
    planes = pack(gaps.astype("<u4").view(np.uint8).reshape(-1, 4).T.tobytes())
    rice = pack_rice(gaps)
    best = min(planes, rice, key=len)
    return struct.pack("<IB", len(gaps), best is rice) + best


def read_sorted(reader: Reader) -> np.ndarray:
    n, is_rice = struct.unpack("<IB", reader.take(5))
    if is_rice:
        gaps = read_rice(reader, n)
    else:
        raw = np.frombuffer(reader.unpack(4 * n), dtype=np.uint8)
        if len(raw) != 4 * n:
            raise Damaged("The file ends too early; save it again.")
        gaps = np.ascontiguousarray(raw.reshape(4, n).T).view("<u4").ravel().astype(np.int64)
    ranks = np.cumsum(gaps + np.r_[0, np.ones(max(n - 1, 0), dtype=np.int64)][:n])
    if n and ranks[-1] > 0xFFFFFFFF:
        raise Damaged("A number in the file is out of range; save it again.")
    return value(ranks)


def pack_rice(gaps: np.ndarray) -> bytes:
    """Low bits as they are, high bits as runs of zeros; the number of low bits is chosen for every block."""
    blocks = np.arange(len(gaps)) // BLOCK
    mean = np.bincount(blocks, weights=gaps) / np.bincount(blocks) if len(gaps) else np.zeros(0)
    low = np.maximum(np.frexp(np.maximum(mean * 0.7, 0.5))[1] - 1, 0).astype(np.uint8)
    width = low[blocks].astype(np.int64)
    high = gaps >> width
    unary = np.zeros(int(high.sum()) + len(gaps), dtype=np.uint8)
    unary[np.cumsum(high + 1) - 1] = 1
    return pack(low.tobytes()) + pack_bits(write_bits(gaps & ((1 << width) - 1), width)) + pack_bits(unary)


def read_rice(reader: Reader, n: int) -> np.ndarray:
    low = np.frombuffer(reader.unpack(n), dtype=np.uint8)
    bits, unary = reader.bits(), reader.bits()
    ends = np.flatnonzero(unary)
    if len(low) != -(-n // BLOCK) or (low > 32).any() or len(ends) != n:
        raise Damaged("A part of the file is not what it should be; save it again.")
    width = low[np.arange(n) // BLOCK].astype(np.int64)
    return (np.diff(ends, prepend=-1) - 1 << width) | read_bits(bits, 0, width)
