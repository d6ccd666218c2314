"""Runs of numbers as few bytes: each is packed in several ways, and the shortest is kept."""

from __future__ import annotations

import lzma
import struct
import zlib
from collections.abc import Callable, Sequence

import numpy as np

from optimizers.compact.bits import Damaged, read_bits, write_bits

FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 6, "dict_size": 1 << 18}]
SAMPLE = 4096  # bytes on which LZMA, which is slow, must show that it gains
SHORT = "The file ends too early; save it again."


def _huffman(raw: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_HUFFMAN_ONLY)
    return packer.compress(raw) + packer.flush()


def _inflated(packed: bytes, size: int) -> bytes:
    return zlib.decompressobj(-15).decompress(packed, size)


def _unlzma(packed: bytes, size: int) -> bytes:
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=FILTERS).decompress(packed, size)


PACKERS: Sequence[tuple[Callable[[bytes], bytes], Callable[[bytes, int], bytes]]] = (
    (lambda raw: raw, lambda packed, size: packed),
    (_huffman, _inflated),
    (lambda raw: lzma.compress(raw, lzma.FORMAT_RAW, filters=FILTERS), _unlzma),
)


def pack(raw: bytes) -> bytes:
    """The shortest of the packings, with its number and lengths in front."""
    tried = [packer(raw) for packer, _ in PACKERS[: 3 if gains_from_order(raw) else 2]]
    best = min(range(len(tried)), key=lambda k: len(tried[k]))
    return struct.pack("<BII", best, len(raw), len(tried[best])) + tried[best]


def gains_from_order(raw: bytes) -> bool:
    """Whether a sample packs better when repeats count than by the frequency of bytes alone."""
    middle = max(0, len(raw) - SAMPLE) // 2
    sample = raw[middle : middle + SAMPLE]
    return len(zlib.compress(sample, 6)) < 0.98 * min(len(_huffman(sample)), len(sample))


class Reader:
    """Takes packed runs off a file's bytes, one after another."""

    def __init__(self, raw: bytes):
        self._raw, self._at = raw, 0

    def take(self, n: int) -> bytes:
        if n < 0 or self._at + n > len(self._raw):
            raise Damaged(SHORT)
        self._at += n
        return self._raw[self._at - n : self._at]

    def unpack(self, most: int = 1 << 28) -> bytes:
        kind, size, length = struct.unpack("<BII", self.take(9))
        if kind >= len(PACKERS) or size > most:
            raise Damaged("A part of the file is not what it should be; save it again.")
        try:
            raw = PACKERS[kind][1](self.take(length), size)
        except (zlib.error, lzma.LZMAError) as wrong:
            raise Damaged("A part of the file cannot be unpacked; save it again.") from wrong
        if len(raw) != size:
            raise Damaged(SHORT)
        return raw

    def bits(self) -> np.ndarray:
        (n,) = struct.unpack("<Q", self.take(8))
        raw = np.frombuffer(self.unpack(), dtype=np.uint8)
        if len(raw) != -(-n // 8):
            raise Damaged(SHORT)
        return np.unpackbits(raw, count=n)

    def symbols(self, n: int, n_kinds: int) -> np.ndarray:
        """n numbers below n_kinds."""
        found = self._wide(n, n_kinds) if self.take(1) == b"\x00" else self._planes(n, n_kinds)
        if n and (found.max() >= n_kinds or found.min() < 0):
            raise Damaged("A number in the file is out of range; save it again.")
        return found

    def _wide(self, n: int, n_kinds: int) -> np.ndarray:
        return read_bits(self.bits(), 0, np.full(n, width_of(n_kinds)))

    def _planes(self, n: int, n_kinds: int) -> np.ndarray:
        planes = [np.frombuffer(self.unpack(n), dtype=np.uint8) for _ in range(n_planes(n_kinds))]
        if any(len(plane) != n for plane in planes):
            raise Damaged(SHORT)
        return sum((p.astype(np.int64) << 8 * j for j, p in enumerate(planes)), np.zeros(n, dtype=np.int64))


def pack_bits(bits: np.ndarray) -> bytes:
    return struct.pack("<Q", len(bits)) + pack(np.packbits(bits).tobytes())


def pack_symbols(values: np.ndarray, n_kinds: int) -> bytes:
    """Numbers below n_kinds: in as few bits as hold them, or byte by byte with a code for each byte."""
    wide = b"\x00" + pack_bits(write_bits(values, np.array(width_of(n_kinds))))
    planes = b"\x01" + b"".join(
        pack(((values >> 8 * j) & 255).astype(np.uint8).tobytes()) for j in range(n_planes(n_kinds))
    )
    return min(wide, planes, key=len)


def width_of(n_kinds: int) -> int:
    return int(n_kinds - 1).bit_length() if n_kinds > 1 else 0


def n_planes(n_kinds: int) -> int:
    return -(-width_of(n_kinds) // 8)
