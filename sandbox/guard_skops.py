"""skops files: a zip of a schema and arrays, put together by the same rules as pickles."""

from __future__ import annotations

import json
import zipfile
from typing import Any

from sandbox.guard_archive import open_archive, read_member
from sandbox.guard_limits import Clock
from sandbox.guard_skops_nodes import NODES
from sandbox.guard_words import damaged, not_allowed, too_large, unsupported
from sandbox.refusal import Refused

SCHEMA = "schema.json"
MOST_SCHEMA_BYTES = 64 << 20
NEWEST_PROTOCOL = 2
DEEPEST = 150


class Assembly:
    """Puts the objects of a skops schema together, node by node.

    skops itself imports and calls what its audit lets through; here every class is looked up by the guard's own
    allowlist, made by its constructors and given its state by its rules, as for a pickle.
    """

    def __init__(self, archive: zipfile.ZipFile, clock: Clock):
        self.archive, self.clock = archive, clock
        self.made: dict[Any, Any] = {}
        self.begun: set[Any] = set()
        self.files: dict[str, Any] = {}
        self.depth = self.n_nodes = 0

    def make(self, node: Any) -> Any:
        """The object that a node of the schema stands for."""
        if type(node) is not dict or type(node.get("__loader__")) is not str:
            raise damaged("a node of the schema")
        name = node.get("__id__")
        if type(name) is int and name in self.made:
            return self.made[name]
        if name in self.begun or self.depth >= DEEPEST:
            raise damaged("nested too deeply")
        if node["__loader__"] not in NODES:
            raise not_allowed(f"{node.get('__module__')}.{node.get('__class__')} by way of {node['__loader__']}")
        obj = self._make(node, name if type(name) is int else None)
        if type(name) is int:
            self.made[name] = obj
        return obj

    def _make(self, node: dict, name: int | None) -> Any:
        self.n_nodes += 1
        if self.n_nodes % 1024 == 0:
            self.clock.check()
        self.depth += 1
        if name is not None:
            self.begun.add(name)
        try:
            return NODES[node["__loader__"]](self, node)
        finally:
            self.depth -= 1
            self.begun.discard(name)

    def file(self, name: Any, read: Any) -> Any:
        """A member of the archive, read once however often it is named."""
        if name not in self.files:
            self.files[name] = read(read_member(self.archive, name))
        return self.files[name]


def read_schema(archive: zipfile.ZipFile) -> bytes:
    """The bytes of the schema, if the archive is a skops file."""
    if SCHEMA not in archive.namelist():
        raise unsupported(
            "The file is a zip archive but not a skops file (it has no schema.json)",
            "upload a joblib, skops or ONNX file",
        )
    if archive.getinfo(SCHEMA).file_size > MOST_SCHEMA_BYTES:
        raise too_large("its schema")
    return read_member(archive, SCHEMA)


def load_skops(raw: bytes, clock: Clock) -> tuple[Any, bytes]:
    """The object in a skops file, and the schema's bytes.

    Raises
    ------
    Refused
        For everything that is wrong with it.
    """
    archive = open_archive(raw)
    schema = read_schema(archive)
    try:
        return _assemble(archive, json.loads(schema), clock), schema
    except (Refused, MemoryError):
        raise
    except RecursionError:
        raise damaged("nested too deeply") from None
    except Exception as error:
        raise damaged(f"{type(error).__name__} in its schema") from None


def _assemble(archive: zipfile.ZipFile, schema: Any, clock: Clock) -> Any:
    if type(schema) is not dict or type(schema.get("protocol")) is not int or schema["protocol"] < 0:
        raise damaged("its schema")
    if schema["protocol"] > NEWEST_PROTOCOL:
        raise unsupported(f"The model file was saved by a newer skops (protocol {schema['protocol']})")
    return Assembly(archive, clock).make(schema)
