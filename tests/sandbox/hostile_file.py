"""One hostile file, and small tools to write pickles by hand."""

from __future__ import annotations

import pickle
import pickletools
import struct
from dataclasses import dataclass


@dataclass(frozen=True)
class Hostile:
    """A file that must be refused.

    Attributes
    ----------
    kind : str
        The kind of attack.
    name : str
        This one of its kind.
    raw : bytes
        The file.
    codes : tuple of str
        The refusals that are right.
    """

    kind: str
    name: str
    raw: bytes
    codes: tuple[str, ...]

    @property
    def label(self) -> str:
        return f"{self.kind}: {self.name}"


@dataclass(frozen=True)
class Calls:
    """An object whose pickle calls something."""

    function: object
    args: tuple = ()

    def __reduce__(self):
        return self.function, self.args


def text(value: str) -> bytes:
    """BINUNICODE."""
    raw = value.encode("utf-8", "surrogatepass")
    return b"X" + struct.pack("<I", len(raw)) + raw


def named(module: str, name: str) -> bytes:
    """STACK_GLOBAL."""
    return text(module) + text(name) + b"\x93"


def program(*parts: bytes) -> bytes:
    """A pickle of protocol 4 with these opcodes."""
    return b"\x80\x04" + b"".join(parts) + b"."


def call(module: str, name: str, *args: object) -> bytes:
    """A pickle that calls `module.name(*args)`, without importing it here."""
    return program(named(module, name), b"(", *(plain(a) for a in args), b"tR")


def plain(value: object) -> bytes:
    """The opcodes of a plain value."""
    return pickletools.optimize(pickle.dumps(value, 2))[2:-1]
