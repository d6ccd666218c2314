"""Whole numbers as bits, many at a time."""

from __future__ import annotations

import numpy as np


class Damaged(ValueError):
    """The bytes are not what their writer wrote."""


def write_bits(values: np.ndarray, widths: np.ndarray) -> np.ndarray:
    """Each value in as many bits as its width says, the highest first; uint8 array of 0 and 1."""
    widths = np.broadcast_to(widths, values.shape)
    ends = np.cumsum(widths)
    bits = np.zeros(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    for j in range(int(widths.max(initial=0))):
        wide = widths > j
        bits[ends[wide] - 1 - j] = (values[wide] >> j) & 1
    return bits


def read_bits(bits: np.ndarray, start: int, widths: np.ndarray) -> np.ndarray:
    """The int64 values that `write_bits` wrote with these widths, from bit `start` on."""
    ends = start + np.cumsum(widths)
    if len(ends) and ends[-1] > len(bits):
        raise Damaged("The file ends too early; save it again.")
    values = np.zeros(len(widths), dtype=np.int64)
    for j in range(int(widths.max(initial=0))):
        wide = widths > j
        values[wide] |= bits[ends[wide] - 1 - j].astype(np.int64) << j
    return values


def rungs(n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How numbers below n are written: in `width` bits, those from `short` on with one bit more."""
    width = np.frexp(n.astype(float))[1] - 1
    return width, (np.int64(2) << width) - n


def split_bits(values: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Numbers below n in truncated binary: within a tenth of a bit of log2(n), without any table.

    Returns
    -------
    head, tail : uint8 arrays of 0 and 1
        The bits whose number is known from n alone, and those that follow from them.
    """
    width, short = rungs(n)
    longer = values >= short
    code = np.where(longer, values + short, values)
    return write_bits(np.where(longer, code >> 1, code), width), (code[longer] & 1).astype(np.uint8)


class SplitReader:
    """Reads what `split_bits` wrote, a part at a time."""

    def __init__(self, head: np.ndarray, tail: np.ndarray):
        self._head, self._tail = head, tail
        self._head_at = self._tail_at = 0

    def read(self, n: np.ndarray) -> np.ndarray:
        width, short = rungs(n)
        values = read_bits(self._head, self._head_at, width)
        self._head_at += int(width.sum())
        longer = values >= short
        tail = self._tail[self._tail_at : self._tail_at + int(longer.sum())]
        if len(tail) < longer.sum():
            raise Damaged("The file ends too early; save it again.")
        self._tail_at += len(tail)
        values[longer] = 2 * values[longer] + tail - short[longer]
        return values
