"""Files whose bytes lie: lengths, nesting, compression bombs, cuts."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import pickle
import struct
import zlib
from collections.abc import Iterator

import joblib

from tests.sandbox.hostile_file import Calls, Hostile, plain, program
from tests.sandbox.models import classifier

DAMAGED, TOO_LARGE = ("damaged",), ("too_large",)
MIB = 1 << 20


def files() -> Iterator[Hostile]:
    for maker in (bombs, lengths, cuts, nesting, repetition, other_formats):
        yield from maker()


def bombs() -> Iterator[Hostile]:
    zeros = b"\x80\x04\x8e" + struct.pack("<Q", 70 * MIB) + bytes(70 * MIB)
    yield Hostile("compression bombs", "zlib", zlib.compress(zeros, 1), TOO_LARGE)
    yield Hostile("compression bombs", "gzip", gzip.compress(zeros, 1), TOO_LARGE)
    yield Hostile("compression bombs", "bz2", bz2.compress(zeros, 1), TOO_LARGE)
    yield Hostile("compression bombs", "xz", lzma.compress(zeros, preset=0), TOO_LARGE)
    yield Hostile("compression bombs", "lzma", lzma.compress(zeros, lzma.FORMAT_ALONE, preset=0), TOO_LARGE)
    try:
        import lz4.frame

        yield Hostile("compression bombs", "lz4", lz4.frame.compress(zeros), TOO_LARGE)
    except ImportError:
        pass
    huge = {"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 1 << 30}
    greedy = lzma.compress(b"x", lzma.FORMAT_XZ, filters=[{**huge, "dict_size": 4096}])
    yield Hostile("compression bombs", "xz cut", greedy[:20], DAMAGED)


def lengths() -> Iterator[Hostile]:
    far = struct.pack("<Q", 1 << 62)
    for name, opcode in {"text": b"\x8d", "bytes": b"\x8e", "bytearray": b"\x96", "frame": b"\x95"}.items():
        yield Hostile("lengths that lie", f"{name} of 4 EiB", b"\x80\x05" + opcode + far + b"x.", TOO_LARGE)
        near = struct.pack("<Q", 1000)
        yield Hostile("lengths that lie", f"{name} beyond the end", b"\x80\x05" + opcode + near + b"x.", DAMAGED)
    yield Hostile("lengths that lie", "text of 4 GiB", b"\x80\x02X\xff\xff\xff\xffx.", TOO_LARGE)
    yield Hostile("lengths that lie", "whole number of 2 GiB", b"\x80\x02\x8b\xff\xff\xff\x7fx.", TOO_LARGE)
    yield Hostile("lengths that lie", "whole number of -1 bytes", b"\x80\x02\x8b\xff\xff\xff\xffx.", TOO_LARGE)
    yield Hostile("lengths that lie", "whole number of many digits", b"I" + b"9" * 4090 + b"\n.", TOO_LARGE)
    yield Hostile("lengths that lie", "line without an end", b"I" + b"9" * 100_000, DAMAGED)


def cuts() -> Iterator[Hostile]:
    whole = pickle.dumps(classifier("forest"))
    for share in (0.02, 0.3, 0.5, 0.9, 0.999):
        yield Hostile("cut short", f"pickle at {share}", whole[: int(len(whole) * share)], DAMAGED)
    stream = io.BytesIO()
    joblib.dump(classifier("forest"), stream, compress=("zlib", 3))
    yield Hostile("cut short", "zlib", stream.getvalue()[:-20], DAMAGED)
    yield Hostile("cut short", "one byte", b"\x80", DAMAGED)
    yield Hostile("cut short", "nothing", b"", DAMAGED)
    yield Hostile("more at the end", "a second pickle", whole + b"\x80\x04N.", DAMAGED)
    yield Hostile("more at the end", "behind zlib", stream.getvalue() + b"x", DAMAGED)
    yield Hostile("odd opcodes", "an unknown one", b"\x80\x04\xff.", DAMAGED)
    yield Hostile("odd opcodes", "a future protocol", b"\x80\x63N.", DAMAGED)
    yield Hostile("odd opcodes", "an empty stack", b"\x80\x04.", DAMAGED)
    yield Hostile("odd opcodes", "no mark", b"\x80\x04t.", DAMAGED)
    yield Hostile("odd opcodes", "an unknown memo", b"\x80\x04h\x07.", DAMAGED)
    yield Hostile("odd opcodes", "text that is no UTF-8", b"\x80\x04\x8c\x02\xff\xff.", DAMAGED)
    yield Hostile("odd opcodes", "a tuple of nothing", b"\x80\x04\x87.", DAMAGED)
    yield Hostile("odd opcodes", "half a pair", program(b"}(", plain(1), b"u"), DAMAGED)


def nesting() -> Iterator[Hostile]:
    yield Hostile("deep nesting", "lists", b"\x80\x02" + b"]" * 50_000 + b"a" * 49_999 + b".", DAMAGED)
    yield Hostile("deep nesting", "tuples", b"\x80\x02N" + b"\x85" * 50_000 + b".", DAMAGED)
    yield Hostile("deep nesting", "marks", b"\x80\x02" + b"(" * 50_000 + b".", DAMAGED)
    yield Hostile("deep nesting", "a list in itself", b"\x80\x04]\x94h\x00a.", DAMAGED)
    yield Hostile("deep nesting", "a dict in itself", program(b"}\x94", plain("a"), b"h\x00s"), DAMAGED)
    yield Hostile("deep nesting", "a high stack", b"\x80\x02" + b"N" * 1_100_000 + b".", DAMAGED)


def repetition() -> Iterator[Hostile]:
    laugh = (
        b"\x80\x04]\x94" + b"".join(b"](" + b"h" + bytes([i]) + b"h" + bytes([i]) + b"e\x94" for i in range(60)) + b"."
    )
    yield Hostile("billion laughs", "lists", laugh, TOO_LARGE)
    pairs = b"\x80\x04N\x94" + b"".join(b"h" + bytes([i]) + b"h" + bytes([i]) + b"\x86\x94" for i in range(60))
    yield Hostile("billion laughs", "tuples", pairs + b".", TOO_LARGE)
    yield Hostile("billion laughs", "tuples as a key", pairs + b"}h\x3cNs.", DAMAGED)
    yield Hostile("billion laughs", "tuples in a frozen set", b"\x80\x04(" + pairs[2:] + b"\x91.", DAMAGED)
    collide = b"".join(plain(k * ((1 << 61) - 1)) + b"N" for k in range(5, 500))
    yield Hostile("hash collisions", "whole numbers", program(b"}(", collide, b"u"), DAMAGED)
    many = b"".join(plain(k) + b"N" for k in range(5000))
    yield Hostile("hash collisions", "a batch of 5000 pairs", program(b"}(", many, b"u"), DAMAGED)
    yield Hostile("memo bombs", "a huge index", b"\x80\x02]r\xff\xff\xff\xff.", ("unsupported",))


def other_formats() -> Iterator[Hostile]:
    for name, raw in {
        "a .npy of objects": b"\x93NUMPY\x01\x00" + pickle.dumps(Calls(print)),
        "HDF5": b"\x89HDF\r\n\x1a\n" + bytes(50),
        "a table": b"PAR1" + bytes(50),
        "JSON": b'{"learner": 1}',
        "a picture": b"\x89PNG\r\n\x1a\n" + bytes(50),
        "HTML": b"<html>",
        "text": b"hello, world",
        "zeros": bytes(100),
        "a program": b"\x7fELF" + bytes(50),
        "a .npy": b"\x93NUMPY" + bytes(100),
    }.items():
        yield Hostile("other formats", name, raw, ("unsupported",))
    yield Hostile("other formats", "joblib before 0.10", b"ZF0x10                " + bytes(20), ("too_old",))
