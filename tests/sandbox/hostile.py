"""Hostile model files, made anew for every run: what each tries, and how it must be refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.sandbox import (
    hostile_arrays,
    hostile_bytes,
    hostile_code,
    hostile_corners,
    hostile_opcodes,
    hostile_skops,
    hostile_skops_forged,
    hostile_structures,
    hostile_trees,
)
from tests.sandbox.hostile_file import Hostile

MAKERS = (hostile_bytes, hostile_arrays, hostile_trees, hostile_structures, hostile_skops_forged, hostile_corners)


def hostile_files(canary: Path) -> Iterator[Hostile]:
    """Every hostile file; those that run code try to create `canary`."""
    yield from hostile_code.files(str(canary))
    yield from hostile_opcodes.files(str(canary))
    yield from hostile_skops.files(str(canary))
    for maker in MAKERS:
        yield from maker.files()
