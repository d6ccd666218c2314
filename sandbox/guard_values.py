"""Opcodes that push plain values: numbers, texts, bytes, and what the memo holds."""

from __future__ import annotations

import codecs
import pickle
import struct
from collections.abc import Callable

from sandbox.guard_machine import Machine
from sandbox.guard_words import damaged, too_large

Opcode = Callable[[Machine], None]
LONGEST_DIGITS = 4000
unpack_double = struct.Struct(">d").unpack_from


def constant(value: object) -> Opcode:
    return lambda m: m.push(value)


def whole(n_bytes: int, signed: bool = False) -> Opcode:
    return lambda m: m.push(m.number(n_bytes, signed))


def byte(m: Machine) -> None:
    m.push(m.code[m.at])
    m.at += 1


def double(m: Machine) -> None:
    m.push(unpack_double(m.take(8))[0])


def long_number(length_bytes: int) -> Opcode:
    def run(m: Machine) -> None:
        n_bytes = m.number(length_bytes, signed=length_bytes > 1)
        if not 0 <= n_bytes <= m.limits.integer_bytes:
            raise too_large("a whole number of very many digits")
        m.push(m.number(n_bytes, signed=True))

    return run


def text(length_bytes: int) -> Opcode:
    return lambda m: m.push(str(m.take_long(m.number(length_bytes)), "utf-8", "surrogatepass"))


def short_text(m: Machine) -> None:
    """The commonest opcode of all, so written out."""
    start = m.at + 1
    m.at = end = start + m.code[m.at]
    if end > m.size:
        raise damaged("it ends too early")
    m.push(str(m.code[start:end], "utf-8", "surrogatepass"))


def raw(length_bytes: int) -> Opcode:
    return lambda m: m.push(bytes(m.take_long(m.number(length_bytes))))


def raw_mutable(m: Machine) -> None:
    m.push(bytearray(m.take_long(m.number(8))))


def old_text(length_bytes: int) -> Opcode:
    return lambda m: m.push(str(m.take_long(m.number(length_bytes)), "ascii"))


def _digits(m: Machine) -> bytes:
    digits = m.line().rstrip(b"L")
    if len(digits) > LONGEST_DIGITS:
        raise too_large("a whole number of very many digits")
    return digits


def line_int(m: Machine) -> None:
    digits = _digits(m)
    m.push({b"00": False, b"01": True}[digits] if digits in (b"00", b"01") else int(digits, 0))


def line_long(m: Machine) -> None:
    m.push(int(_digits(m), 0))


def line_float(m: Machine) -> None:
    m.push(float(m.line()))


def line_string(m: Machine) -> None:
    quoted = m.line()
    if len(quoted) < 2 or quoted[:1] != quoted[-1:] or quoted[:1] not in (b"'", b'"'):
        raise damaged("a text without quotes")
    m.push(codecs.escape_decode(quoted[1:-1])[0].decode("ascii"))


def line_unicode(m: Machine) -> None:
    m.push(str(m.line(), "raw-unicode-escape"))


def remember(m: Machine) -> None:
    m.memo[len(m.memo)] = m.stack[-1]


def put(length_bytes: int) -> Opcode:
    def run(m: Machine) -> None:
        m.memo[m.number(length_bytes) if length_bytes else int(m.line())] = m.stack[-1]

    return run


def get_byte(m: Machine) -> None:
    m.push(m.memo[m.code[m.at]])
    m.at += 1


def get(length_bytes: int) -> Opcode:
    return lambda m: m.push(m.memo[m.number(length_bytes) if length_bytes else int(m.line())])


VALUES: dict[bytes, Opcode] = {
    pickle.NONE: constant(None), pickle.NEWTRUE: constant(True), pickle.NEWFALSE: constant(False),
    pickle.BININT: whole(4, signed=True), pickle.BININT1: byte, pickle.BININT2: whole(2), pickle.BINFLOAT: double,
    pickle.LONG1: long_number(1), pickle.LONG4: long_number(4),
    pickle.SHORT_BINUNICODE: short_text, pickle.BINUNICODE: text(4), pickle.BINUNICODE8: text(8),
    pickle.SHORT_BINBYTES: raw(1), pickle.BINBYTES: raw(4), pickle.BINBYTES8: raw(8), pickle.BYTEARRAY8: raw_mutable,
    pickle.SHORT_BINSTRING: old_text(1), pickle.BINSTRING: old_text(4),
    pickle.INT: line_int, pickle.LONG: line_long, pickle.FLOAT: line_float,
    pickle.STRING: line_string, pickle.UNICODE: line_unicode,
    pickle.MEMOIZE: remember, pickle.BINPUT: put(1), pickle.LONG_BINPUT: put(4), pickle.PUT: put(0),
    pickle.BINGET: get_byte, pickle.LONG_BINGET: get(4), pickle.GET: get(0),
}  # fmt: skip
