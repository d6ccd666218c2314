"""Which library versions saved a file, read from its bytes: nothing is executed."""

from __future__ import annotations

import re

from sandbox.refusal import Refused

VERSION = rb"(\d{1,4}(?:\.\d{1,4}){1,3}[\w.+-]{0,20})"
KEY = b"_sklearn_version"
# after the key: an optional memo opcode, then a short or a long text opcode with its length
TEXT = re.compile(rb"(?:\x94|q.|r....)?(?:[\x8cU](.)|X(....))", re.DOTALL)
# the same in protocol 0, which writes lines
LINE = re.compile(rb"\n(?:p\d{1,9}\n)?V" + VERSION + rb"\n")
# or a text that was written before and is named by its number
NAMED = re.compile(rb"(?:\x94|q.|r....)?(?:h.|j....)|\n(?:p\d{1,9}\n)?g\d{1,9}\n", re.DOTALL)
WRITTEN = re.compile(rb"(?:[\x8cU].|X.\x00\x00\x00|V)" + VERSION + rb"(?:\x94|q|r|\n)", re.DOTALL)
NUMPY = {b"numpy._core": ">=2", b"numpy.core": "<2"}
MOST_KEYS = 1000


def saved_by(raw: bytes) -> dict[str, str]:
    """Which versions saved a file, read from its bytes: nothing is built, imported or run.

    Unpacks no more than the guard does when it opens the file. A broken file says what its readable beginning says.

    Parameters
    ----------
    raw : bytes
        A joblib, pickle, skops, ONNX or packed forest file, or anything else.

    Returns
    -------
    dict
        As far as the file says: ``"sklearn"`` (such as ``"1.2.2"``), ``"numpy"`` (``"<2"`` or ``">=2"``), ``"skops"``,
        and the producer of an ONNX file; empty when it says nothing.
    """
    from sandbox.guard_archive import open_archive  # which import this module by way of the rules by age
    from sandbox.guard_formats import recognise
    from sandbox.guard_onnx import onnx_versions
    from sandbox.guard_skops import read_schema
    from sandbox.guard_source import legible

    try:
        file_format = recognise(raw)
        if file_format == "skops":
            return skops_versions(read_schema(open_archive(raw)))
        if file_format == "onnx":
            return onnx_versions(raw)
    except Refused:
        return {}
    if file_format == "forest":
        return {}
    unpacked = legible(raw)
    return {**pickled_versions(unpacked), **numpy_versions(unpacked)}


def pickled_versions(unpacked: bytes | bytearray) -> dict[str, str]:
    """``{"sklearn": "1.9.1"}`` from the bytes of a pickle, or an empty dict when it does not say."""
    at = -1
    for _ in range(MOST_KEYS):
        at = unpacked.find(KEY, at + 1)
        if at < 0:
            return {}
        version = _after_key(unpacked, at + len(KEY))
        if version:
            return {"sklearn": _clean(version)}
    return {}


def _after_key(unpacked: bytes | bytearray, at: int) -> bytes:
    """The version that follows a key which ends at `at`."""
    line = LINE.match(unpacked, at)
    if line:
        return line.group(1)
    text = TEXT.match(unpacked, at)
    if text:
        n_bytes = int.from_bytes(text.group(1) or text.group(2), "little")
        version = bytes(unpacked[text.end() : text.end() + min(n_bytes, 30)])
        return version if re.fullmatch(VERSION, version) else b""
    # the text was written earlier: certain where only one text looks like a version
    earlier = set(WRITTEN.findall(unpacked, 0, at)) if NAMED.match(unpacked, at) else set()
    return earlier.pop() if len(earlier) == 1 else b""


def numpy_versions(unpacked: bytes | bytearray) -> dict[str, str]:
    """``{"numpy": ">=2"}`` or ``"<2"``: numpy 2 renamed the module that arrays name."""
    told = {version for name, version in NUMPY.items() if name in unpacked}
    return {"numpy": told.pop()} if len(told) == 1 else {}


def skops_versions(schema: bytes) -> dict[str, str]:
    """The same from the schema of a skops file."""
    versions = {}
    skops = re.search(rb'"_skops_version":\s*"' + VERSION + rb'"', schema)
    sklearn = re.search(rb'"_sklearn_version":\s*\{[^{}]*?"content":\s*"\\"' + VERSION + rb'\\""', schema)
    for name, found in (("sklearn", sklearn), ("skops", skops)):
        if found:
            versions[name] = _clean(found.group(1))
    return versions


def _clean(version: bytes) -> str:
    return re.sub(r"[^\w.+-]", "", version.decode("ascii", "replace"))[:20]


def is_older(saved: str, installed: str) -> bool:
    """Whether `saved` comes before `installed` in its first two numbers."""
    return numbers(saved) < numbers(installed)


def numbers(version: str) -> tuple[int, int]:
    """The first two numbers of a version."""
    major, minor = ([int(n) for n in re.findall(r"\d{1,6}", version)] + [0, 0])[:2]
    return major, minor
