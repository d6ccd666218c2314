"""Modules of this project that a predictor needs at home: what answers in a model's place, and all that it imports."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

ROOMS = ("deploy/models/*.py", "prune/private*.py")  # what lies there needs no other part of this project
OURS = "optimizers"
PACKAGE = b'"""Of the project that made this model: what answers in its place."""\n'


@dataclass(frozen=True)
class OwnCode:
    """Files to ship, and the packages that they import.

    Attributes
    ----------
    files : dict of str to bytes
        Path -> source, under the paths that the model's file names.
    packages : tuple of str
        Top-level names that are not of the standard library.
    """

    files: dict[str, bytes]
    packages: tuple[str, ...]


def own_code(modules: set[str]) -> OwnCode:
    """What these modules need to be imported where this project is not installed.

    Raises
    ------
    ValueError
        If one of them reaches beyond these rooms: one sentence.
    """
    if not modules:
        return OwnCode({}, ())
    found: set[str] = set()
    waiting = set(modules)
    while waiting:
        name = waiting.pop()
        if name not in sources():
            raise ValueError("What answers here is of this project alone; take the model file instead of the folder.")
        found.add(name)
        waiting |= {one for one in imports(name) if one.partition(".")[0] == OURS} - found
    packages = {one.partition(".")[0] for name in found for one in imports(name)} - {OURS, *sys.stdlib_module_names}
    paths = {f"{name.replace('.', '/')}.py": sources()[name] for name in found}
    above = {f"{folder}/__init__.py": PACKAGE for path in paths for folder in PurePosixPath(path).parents[:-1]}
    return OwnCode(above | paths, tuple(sorted(packages)))


@cache
def sources() -> dict[str, bytes]:
    """Every module of the rooms -> its source."""
    top = Path(__file__).parents[1]
    files = [file for room in ROOMS for file in sorted(top.glob(room)) if file.stem != "__init__"]
    dotted = {file: ".".join([OURS, *file.relative_to(top).with_suffix("").parts]) for file in files}
    return {name: file.read_bytes() for file, name in dotted.items()}


@cache
def imports(name: str) -> frozenset[str]:
    """Dotted names of all that a module imports, at its top or within a function."""
    nodes = list(ast.walk(ast.parse(sources()[name])))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return frozenset(plain | {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module})


def preload() -> None:
    """Read the sources while files can be read."""
    sources()
