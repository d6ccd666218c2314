"""Zip archives and .npy members: sizes are checked before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib

import numpy as np

from sandbox.guard_arrays import view
from sandbox.guard_limits import LIMITS
from sandbox.guard_words import damaged, too_large

ARCHIVE_ERRORS = (
    zipfile.BadZipFile,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
MOST_MEMBERS = 200_000


def open_archive(raw: bytes) -> zipfile.ZipFile:
    """A zip archive whose members are few and small enough, and lie side by side under plain names.

    Raises
    ------
    Refused
        ``too_large`` for zip bombs, ``damaged`` for broken archives and for names that are paths.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except ARCHIVE_ERRORS as error:
        raise damaged(f"its zip archive: {type(error).__name__}") from None
    members, total = archive.infolist(), 0
    if len(members) > MOST_MEMBERS:
        raise too_large(f"{len(members)} parts")
    for member in members:
        total += member.file_size
        if any(c in member.filename for c in "/\\\0") or member.filename.startswith("."):
            raise damaged(f"a part of the archive is named {member.filename!r}")
        packed_well = member.file_size > LIMITS.free_bytes
        if packed_well and member.file_size > LIMITS.ratio * max(1, member.compress_size):
            raise too_large("one part of the archive")
        if member.file_size > LIMITS.member_bytes or total > LIMITS.cap(len(raw)):
            raise too_large(f"more than {min(LIMITS.member_bytes, LIMITS.cap(len(raw))) >> 20} MiB")
    if len({m.filename for m in members}) != len(members):
        raise damaged("two parts of the archive have one name")
    return archive


def read_member(archive: zipfile.ZipFile, name: object) -> bytes:
    """The bytes of one member, at most as many as the archive said."""
    if type(name) is not str:
        raise damaged("a part of the archive without a name")
    try:
        return archive.read(name)
    except (*ARCHIVE_ERRORS, zlib.error) as error:
        raise damaged(f"a part of its archive: {type(error).__name__}") from None


def read_npy(contents: bytes) -> np.ndarray:
    """An array in numpy's own format; never objects, never more memory than the bytes that are there."""
    stream = io.BytesIO(contents)
    try:
        version = np.lib.format.read_magic(stream)
        read_header = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        shape, fortran, dtype = read_header(stream)
    except (ValueError, TypeError, SyntaxError, KeyError, RecursionError, EOFError, OverflowError) as error:
        raise damaged(f"the header of an array: {type(error).__name__}") from None
    if len(contents) - stream.tell() != _n_bytes(shape, dtype):
        raise damaged("the length of an array")
    return view(bytearray(contents), stream.tell(), shape, dtype, "F" if fortran else "C")


def _n_bytes(shape: tuple, dtype: np.dtype) -> int:
    n_bytes = dtype.itemsize
    for n in shape:
        n_bytes *= n
    return n_bytes
