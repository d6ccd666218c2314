"""The nodes of a skops schema that hold arrays, sparse matrices and random generators."""

from __future__ import annotations

import math
import zipfile
from typing import Any

import numpy as np

from sandbox import guard_random
from sandbox.guard_archive import open_archive, read_member, read_npy
from sandbox.guard_names import find
from sandbox.guard_state import set_state
from sandbox.guard_words import damaged, not_allowed

SPARSE = ("csr", "csc")


def array(asm: Any, node: dict) -> Any:
    """An array from its .npy member, or an array of objects; or one number."""
    kind = find(node.get("__module__"), node.get("__class__"))
    if node["type"] == "json":
        return _object_array(asm, node)
    made = asm.file(node["file"], read_npy)
    if kind is np.ndarray:
        return made
    if isinstance(kind, type) and issubclass(kind, np.generic) and made.shape == ():
        return kind(made[()])
    raise not_allowed(f"an array of type {node.get('__class__')}")


def _object_array(asm: Any, node: dict) -> np.ndarray:
    shape = asm.make(node["shape"])
    items = [asm.make(item) for item in node["content"]]
    if type(shape) is not tuple or any(type(n) is not int or n < 0 for n in shape):
        raise damaged("the shape of an array")
    for _ in shape[1:]:
        items = [item for row in items for item in row]
    if math.prod(shape) != len(items):
        raise damaged("the shape of an array")
    made = np.empty(len(items), dtype=object)
    for i, item in enumerate(items):  # one by one: numpy would look into items that have a length
        made[i] = item
    return made.reshape(shape)


def masked_array(asm: Any, node: dict) -> Any:
    return np.ma.MaskedArray(asm.make(node["content"]["data"]), asm.make(node["content"]["mask"]))


def dtype(asm: Any, node: dict) -> Any:
    return asm.make(node["content"]).dtype


def random_state(asm: Any, node: dict) -> Any:
    state = asm.make(node["content"])
    made = guard_random.random_state(state.get("bit_generator"))
    set_state(made, state)
    return made


def random_generator(asm: Any, node: dict) -> Any:
    state = asm.make(node["content"]["bit_generator"])
    made = guard_random.generator(state.get("bit_generator"))
    set_state(made, state)
    return made


def sparse(asm: Any, node: dict) -> Any:
    return asm.file(node["file"], read_npz)


def read_npz(raw: bytes) -> Any:
    """A sparse matrix as `scipy.sparse.save_npz` writes it: csr or csc; its indexes are checked with the model."""
    from scipy import sparse

    inner: zipfile.ZipFile = open_archive(raw)
    parts = {name.removesuffix(".npy"): read_npy(read_member(inner, name)) for name in inner.namelist()}
    form = parts["format"].item()
    form = form.decode("ascii") if type(form) is bytes else form
    if form not in SPARSE:
        raise not_allowed(f"a sparse matrix in {form} form")
    kind = getattr(sparse, f"{form}_{'array' if parts.get('_is_array') else 'matrix'}")
    return kind((parts["data"], parts["indices"], parts["indptr"]), shape=tuple(int(n) for n in parts["shape"]))
