"""skops files whose schema or archive lies."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import skops.io

from tests.sandbox.hostile_file import Hostile
from tests.sandbox.models import classifier

MIB = 1 << 20


def parts_of(model: str) -> dict[str, bytes]:
    """The members of a skops file."""
    with zipfile.ZipFile(io.BytesIO(_dumped(model))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@cache
def _dumped(model: str) -> bytes:
    return skops.io.dumps(classifier(model))


def packed(parts: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, contents in parts.items():
            archive.writestr(name, contents)
    return stream.getvalue()


def with_schema(change: Callable[[dict], Any], model: str = "logistic") -> bytes:
    """A skops file whose schema is changed."""
    parts = parts_of(model)
    schema = json.loads(parts["schema.json"])
    schema = change(schema) or schema
    return packed({**parts, "schema.json": json.dumps(schema).encode()})


def attributes(schema: dict) -> dict:
    return schema["content"]["content"]


def node(loader: str, module: str = "os", name: str = "system", **more: Any) -> dict:
    return {"__class__": name, "__module__": module, "__loader__": loader, **more}


def text(value: str) -> dict:
    return node("JsonNode", "builtins", "str", content=json.dumps(value))


def listed(*items: dict, kind: str = "list") -> dict:
    return node("ListNode" if kind == "list" else "TupleNode", "builtins", kind, content=list(items))


def holding(value: Any) -> bytes:
    """A model one of whose parameters is that node."""
    return with_schema(lambda s: attributes(s).update(class_weight=value))


def files(canary: str) -> Iterator[Hostile]:
    for name, value in calls(f"touch {canary}").items():
        yield Hostile("skops: calls", name, holding(value), ("not_allowed",))
    for name, raw, code in (*archives(), *schemas()):
        yield Hostile("skops: archives and schemas", name, raw, (code,))


def calls(touch: str) -> dict[str, dict]:
    """Nodes that would name or call what no model needs."""
    empty = listed(kind="tuple")
    return {
        "a function": node("FunctionNode"),
        "a type": node("TypeNode", "subprocess", "Popen"),
        "an object": node("ObjectNode"),
        "a constructor": node("ConstructorFromReduceNode", content=listed(text(touch), kind="tuple")),
        "a constructor of an estimator": node(
            "ConstructorFromReduceNode", "sklearn.linear_model._logistic", "LogisticRegression", content=empty
        ),
        "a loss": node("LossNode", content={}, __reduce__={"args": listed(text(touch), kind="tuple")}),
        "a method": node("MethodNode", content={"func": "fit", "obj": {}}),
        "an attrgetter": node("OperatorFuncNode", "operator", "methodcaller", attrs=empty),
        "a partial": node("PartialNode", "functools", "partial", content={"func": node("FunctionNode")}),
        "an unknown loader": node("EvilNode"),
        "a list of another kind": node("ListNode", content=[text(touch)]),
        "a dict of another kind": node("DictNode", "os", "environ", content={}, key_types=listed()),
        "a dict with keys of another kind": node(
            "DictNode",
            "builtins",
            "dict",
            content={touch: text("x")},
            key_types=listed(node("TypeNode", "builtins", "tuple")),
        ),
        "a dict with keys by a function": node(
            "DictNode",
            "builtins",
            "dict",
            content={touch: text("x")},
            key_types=listed(node("FunctionNode", "numpy", "exp")),
        ),
        "an array of another kind": node("NdArrayNode", "os", "system", type="numpy", file="x"),
        "eval": node("TypeNode", "builtins", "eval"),
        "a default of another kind": node(
            "DefaultDictNode",
            "collections",
            "defaultdict",
            content={
                "main": listed(),
                "default_factory": node("TypeNode", "sklearn.linear_model._logistic", "LogisticRegression"),
            },
        ),
        "an import": node("TypeNode", "antigravity", "x"),
        "a constructor as a value": node("TypeNode", "builtins", "getattr"),
        "datasets": node("FunctionNode", "sklearn.datasets", "load_files"),
        "a cached node": node("CachedNode"),
        "an object with a replaced method": node(
            "ObjectNode",
            "sklearn.linear_model._logistic",
            "LogisticRegression",
            content=node(
                "DictNode",
                "builtins",
                "dict",
                content={"predict": text("x")},
                key_types=listed(node("TypeNode", "builtins", "str")),
            ),
        ),
    }


def archives() -> Iterator[tuple[str, bytes, str]]:
    parts = parts_of("logistic")
    yield "a zip bomb", packed({**parts, "bomb.npy": bytes(70 * MIB)}, zipfile.ZIP_DEFLATED), "too_large"
    for name in ("../evil", "/etc/evil", "a\\b", ".hidden"):
        yield f"a part named {name}", packed({**parts, name: b"x"}), "damaged"
    yield "no schema", packed({"a": b"x"}), "unsupported"
    yield "not a zip", b"PK\x03\x04" + bytes(100), "damaged"
    yield "cut short", _dumped("logistic")[:-30], "damaged"
    flipped = bytearray(_dumped("logistic"))
    flipped[60] ^= 0xFF
    yield "a part that does not match its checksum", bytes(flipped), "damaged"
    arrays = [name for name in parts if name.endswith(".npy")]
    for name, contents in {
        "objects": b"\x93NUMPY\x01\x00",
        "a header that lies": npy("(1000000000000,)"),
        "a type of objects": npy("(1,)", "|O"),
        "no header": b"x",
        "a header that is no dict": b"\x93NUMPY\x01\x00\x10\x00" + b"[" * 15 + b"\n",
        "too many bytes": npy("(1,)") + bytes(100),
    }.items():
        yield f"an array of {name}", packed({**parts, arrays[0]: contents}), "damaged"
    yield "a missing array", packed({k: v for k, v in parts.items() if k != arrays[0]}), "damaged"


def npy(shape: str, dtype: str = "<f8") -> bytes:
    header = f"{{'descr': '{dtype}', 'fortran_order': False, 'shape': {shape}, }}".ljust(117).encode() + b"\n"
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + bytes(8)


def schemas() -> Iterator[tuple[str, bytes, str]]:
    deep: Any = listed()
    for _ in range(300):
        deep = listed(deep)
    yield "deep nesting", holding(deep), "damaged"
    yield "very deep nesting", packed({"schema.json": b"[" * 100_000}), "damaged"
    yield "no JSON", packed({"schema.json": b"{"}), "damaged"
    yield "a list", packed({"schema.json": b"[]"}), "damaged"
    yield "a newer protocol", with_schema(lambda s: s.update(protocol=99)), "unsupported"
    yield "a negative protocol", with_schema(lambda s: s.update(protocol=-1)), "damaged"
    yield "a part of itself", holding({**listed({**listed(), "__id__": 7}), "__id__": 7}), "damaged"
    yield "a value that is no plain one", holding(node("JsonNode", content="[1, 2]")), "damaged"
    yield "a node without a loader", holding({"__class__": "x"}), "damaged"
    yield (
        "too few key types",
        holding(node("DictNode", "builtins", "dict", content={"a": text("x")}, key_types=listed())),
        "damaged",
    )
