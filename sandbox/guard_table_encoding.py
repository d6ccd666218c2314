"""Which encoding a text file has: by its byte order mark, by its zero bytes, or by what it cannot be."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from sandbox.guard_table_limits import refuse

MARKS = (  # byte order mark, codec, pandas' option
    (codecs.BOM_UTF8, "utf-8-sig", ""),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
)
NOT_IN_CP1252 = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")


@dataclass(frozen=True)
class Encoding:
    """A codec, the option that tells pandas so (empty: its default), and what to tell the user."""

    codec: str
    option: str = ""
    note: str = ""

    @property
    def one_byte(self) -> bool:
        """Whether digits and separators are single bytes."""
        return not self.codec.startswith(("utf-16", "utf-32"))


def encoding_of(text: bytes) -> Encoding:
    """Find the encoding of a text file."""
    for mark, codec, option in MARKS:
        if text.startswith(mark):
            return Encoding(codec, option)
    if (zeros := _zero_sides(text[:4096])) is not None:
        codec = f"utf-16-{zeros}"
        return Encoding(codec, codec, "The text is UTF-16 without a byte order mark.")
    if b"\x00" in text:
        line = text.count(b"\n", 0, text.index(b"\x00")) + 1
        refuse(f"Line {line:,} holds a zero byte, so this is no text table: upload CSV, Parquet, Feather or Excel.")
    if _is_utf8(text):
        return Encoding("utf-8")
    western = "latin-1" if any(byte in text for byte in NOT_IN_CP1252) else "cp1252"
    note = f"The text is not UTF-8; it was read as {western} (if letters look wrong, save it as UTF-8)."
    return Encoding(western, western, note)


def _zero_sides(start: bytes) -> str | None:
    even, odd = start[::2], start[1::2]
    if odd and odd.count(0) > 0.6 * len(odd) and even.count(0) < 0.1 * len(even):
        return "le"
    if even and even.count(0) > 0.6 * len(even) and odd.count(0) < 0.1 * len(odd):
        return "be"
    return None


def _is_utf8(text: bytes) -> bool:
    if text.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(text), 1 << 20):
            decoder.decode(text[start : start + (1 << 20)])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
