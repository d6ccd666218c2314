"""Bounded decompression: the bytes of a file, or a refusal, never more memory than allowed."""

from __future__ import annotations

import bz2
import lzma
import zlib
from typing import Any

from sandbox.guard_limits import LIMITS, Clock, Limits
from sandbox.guard_words import damaged, too_large, unsupported
from sandbox.refusal import Refused

PIECE = 1 << 16
CHUNK = 1 << 20
XZ_MEMORY_BYTES = 256 << 20  # an xz header may ask for gigabytes of dictionary
STREAM_ERRORS = (EOFError, OSError, RuntimeError, ValueError, zlib.error, lzma.LZMAError)


class Inflate:
    """zlib with the interface of the other decompressors of the standard library."""

    def __init__(self, wbits: int):
        self._stream, self._tail, self.needs_input = zlib.decompressobj(wbits), b"", True

    def decompress(self, piece: bytes, max_length: int) -> bytes:
        chunk = self._stream.decompress(self._tail + piece, max_length)
        self._tail = self._stream.unconsumed_tail
        self.needs_input = not self._tail and len(chunk) < max_length
        return chunk

    @property
    def eof(self) -> bool:
        return self._stream.eof

    @property
    def unused_data(self) -> bytes:
        return self._stream.unused_data


def _lz4() -> Any:
    try:
        import lz4.frame
    except ImportError:
        raise unsupported(
            "The model file is packed with lz4, which is not installed here", "save it without compression"
        ) from None
    return lz4.frame.LZ4FrameDecompressor()


def decompressor(raw: bytes) -> Any | None:
    """The decompressor for what the first bytes say, or None when they are not compressed."""
    if raw[:2] == b"\x1f\x8b":
        return Inflate(31)
    if raw[:3] == b"BZh":
        return bz2.BZ2Decompressor()
    if raw[:6] == b"\xfd7zXZ\x00" or raw[:3] == b"\x5d\x00\x00":
        return lzma.LZMADecompressor(memlimit=XZ_MEMORY_BYTES)
    if raw[:4] == b"\x04\x22\x4d\x18":
        return _lz4()
    if raw[:1] == b"\x78" and len(raw) > 1 and ((raw[0] << 8) + raw[1]) % 31 == 0:
        return Inflate(15)
    return None


def unpack(raw: bytes, limits: Limits = LIMITS, clock: Clock | None = None) -> bytes | bytearray:
    """The unpacked bytes of a joblib or pickle file (zlib, gzip, bz2, xz, lzma, lz4, or none).

    Raises
    ------
    Refused
        ``too_large`` past the limits, ``too_slow`` past the deadline, ``damaged`` when the stream breaks off,
        does not hold together or goes on after its end.
    """
    stream = decompressor(raw)
    if stream is None:
        return raw
    try:
        return _drain(stream, raw, limits.cap(len(raw)), clock or Clock(limits, len(raw)), bytearray())
    except STREAM_ERRORS as error:
        raise damaged(f"its compression does not hold together: {type(error).__name__}") from None


def legible(raw: bytes, limits: Limits = LIMITS) -> bytes | bytearray:
    """The same as far as the file can be read: what came before it broke off or grew too large."""
    out = bytearray()
    try:
        stream = decompressor(raw)
        return raw if stream is None else _drain(stream, raw, limits.cap(len(raw)), Clock(limits, len(raw)), out)
    except (Refused, *STREAM_ERRORS):
        return out


def _drain(stream: Any, raw: bytes, cap: int, clock: Clock, out: bytearray) -> bytearray:
    for start in range(0, len(raw), PIECE):
        piece = raw[start : start + PIECE]
        while not stream.eof:
            out += stream.decompress(piece, CHUNK)
            if len(out) > cap:
                raise too_large(f"more than {cap >> 20} MiB")
            clock.check()
            if stream.needs_input:
                break
            piece = b""
        if stream.eof:
            if stream.unused_data or start + PIECE < len(raw):
                raise damaged("there are more bytes after its end")
            return out
    raise damaged("it ends too early")
