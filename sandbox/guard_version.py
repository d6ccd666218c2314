"""Which library versions saved a file, read from its bytes: nothing is executed."""

from __future__ import annotations

import re

VERSION = rb"(\d{1,4}(?:\.\d{1,4}){1,3}[\w.+-]{0,20})"
# the key, an optional memo opcode, then a short or a long text opcode with its length
PICKLED = re.compile(rb"_sklearn_version(?:\x94|q.|r....)?(?:[\x8cU](.)|X(....))", re.DOTALL)


def pickled_versions(unpacked: bytes | bytearray) -> dict[str, str]:
    """``{"sklearn": "1.9.1"}`` from the bytes of a pickle, or an empty dict when it does not say."""
    found = PICKLED.search(unpacked)
    if not found:
        return {}
    n_bytes = int.from_bytes(found.group(1) or found.group(2), "little")
    version = bytes(unpacked[found.end() : found.end() + min(n_bytes, 30)])
    return {"sklearn": _clean(version)} if re.fullmatch(VERSION, version) else {}


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
