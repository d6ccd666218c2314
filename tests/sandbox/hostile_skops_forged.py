"""skops files whose trees and random generators are forged."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import numpy as np
import skops.io

from tests.sandbox.hostile_file import Hostile
from tests.sandbox.hostile_skops import packed, parts_of, with_schema


def files() -> Iterator[Hostile]:
    for name, raw, code in forged():
        yield Hostile("skops: forged models", name, raw, (code,))


def _change_member(model: str, field: str, value: int) -> bytes:
    parts = parts_of(model)
    for name, contents in parts.items():
        if name.endswith(".npy"):
            array = np.load(io.BytesIO(contents))
            if field in (array.dtype.names or ()):
                array[field][0] = value
                stream = io.BytesIO()
                np.save(stream, array)
                parts[name] = stream.getvalue()
    return packed(parts)


def _more_nodes(schema: dict) -> None:
    def visit(part: Any) -> None:
        if isinstance(part, dict):
            if "node_count" in part and isinstance(part["node_count"], dict):
                part["node_count"]["content"] = "1000000"
            for value in part.values():
                visit(value)
        elif isinstance(part, list):
            for value in part:
                visit(value)

    visit(schema)


def forged() -> Iterator[tuple[str, bytes, str]]:
    for field, value in (("left_child", 10**9), ("right_child", 0), ("feature", 99)):
        yield f"a tree with another {field}", _change_member("forest", field, value), "damaged"
    yield "a tree of too many nodes", with_schema(_more_nodes, "tree"), "damaged"
    for field, value in (("left", 10**6), ("feature_idx", 10**5)):
        yield f"a histogram tree with another {field}", _change_member("histogram", field, value), "damaged"
    yield "a neighbour tree with another node", _change_member("k-d tree", "idx_end", 10**6), "damaged"
    yield "a random generator outside its buffer", _random(10**6), "damaged"


def _random(position: int) -> bytes:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(random_state=np.random.RandomState(0)).fit([[0.0], [1.0]], [0, 1])
    with zipfile.ZipFile(io.BytesIO(skops.io.dumps(model))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    schema = json.loads(parts["schema.json"])

    def visit(part: Any) -> None:
        if isinstance(part, dict):
            for name, value in part.items():
                if name == "pos" and isinstance(value, dict):
                    value["content"] = str(position)
                else:
                    visit(value)

    visit(schema)
    return packed({**parts, "schema.json": json.dumps(schema).encode()})
