"""How each kind of node of a skops schema becomes an object."""

from __future__ import annotations

import collections
import json
from collections.abc import Callable
from typing import Any

import numpy as np

from sandbox import guard_distributions as distributions
from sandbox import guard_plain
from sandbox import guard_skops_arrays as arrays
from sandbox.guard_calls import Constructor, bare_tree, call, new_object
from sandbox.guard_constructors import imputer_triplet
from sandbox.guard_keys import check_keys
from sandbox.guard_names import find
from sandbox.guard_neighbours import is_search_tree
from sandbox.guard_state import set_state
from sandbox.guard_words import damaged, not_allowed

KEY_TYPES = (str, int, float, bool)


def named(node: dict) -> Any:
    """What the node's own name stands for."""
    return find(node.get("__module__"), node.get("__class__"))


def named_type(node: dict) -> Any:
    """The same as a value: a constructor gives way to the type that it stands for."""
    found = named(node)
    return found.stands_for or _refuse(found) if isinstance(found, Constructor) else found


def _refuse(found: Constructor) -> Any:
    raise not_allowed(f"{found.name} as a value")


def plain(asm: Any, node: dict) -> Any:
    value = json.loads(node["content"])
    if type(value) not in (str, int, float, bool, type(None)):
        raise damaged("a plain value of the schema")
    return value


def dictionary(asm: Any, node: dict) -> Any:
    """A dict, OrderedDict or Bunch; JSON keys become what `key_types` says."""
    kind = named_type(node)
    filled = kind() if kind in (dict, collections.OrderedDict) else new_object(kind)
    if not isinstance(filled, dict):
        raise not_allowed(f"setting items of a {kind.__name__}")
    key_types = asm.make(node["key_types"])
    for key_type, (key, value) in zip(key_types, node["content"].items(), strict=True):
        if key_type not in KEY_TYPES and not (isinstance(key_type, type) and issubclass(key_type, np.generic)):
            raise not_allowed("a dictionary key of another type")
        filled[key_type(key)] = asm.make(value)
    return filled


def default_dictionary(asm: Any, node: dict) -> Any:
    made = guard_plain.make_default_dict(asm.make(node["content"]["default_factory"]))
    made.update(asm.make(node["content"]["main"]))
    return made


def sequence(asm: Any, node: dict) -> Any:
    kind = named(node)
    if isinstance(kind, Constructor) and kind.make is imputer_triplet:
        return call(kind, tuple(asm.make(item) for item in node["content"]))
    kind = named_type(node)
    if kind not in (list, tuple, set):
        raise not_allowed(f"{node.get('__module__')}.{node.get('__class__')} as a sequence")
    items = [asm.make(item) for item in node["content"]]
    if kind is set:
        check_keys(items)
    return kind(items)


def contents(asm: Any, node: dict) -> Any:
    return asm.file(node["file"], bytes)


def mutable_contents(asm: Any, node: dict) -> Any:
    return bytearray(contents(asm, node))


def slice_of(asm: Any, node: dict) -> Any:
    return guard_plain.make_slice(*(node["content"][end] for end in ("start", "stop", "step")))


def value(asm: Any, node: dict) -> Any:
    """A function or type kept as a value; never called."""
    return named_type(node)


def tree(asm: Any, node: dict) -> Any:
    return _stated(call(find("sklearn.tree._tree", "Tree"), asm.make(node["__reduce__"]["args"])), asm, node)


def loss(asm: Any, node: dict) -> Any:
    cls = named(node)
    if "CyHalfMultinomialLoss" in str(node.get("__class__")):
        return new_object(cls)
    return call(cls, asm.make(node["__reduce__"]["args"]))


def _stated(obj: Any, asm: Any, node: dict) -> Any:
    state = asm.make(node["content"]) if node.get("content") is not None else None
    if state is not None:
        set_state(obj, state)
    return obj


def plain_object(asm: Any, node: dict) -> Any:
    cls = named(node)
    if node.get("__module__") in distributions.MODULES:
        return call(cls, ())  # whatever its state says
    bare = isinstance(cls, type) and is_search_tree(cls)
    return _stated(bare_tree(cls) if bare else new_object(cls), asm, node)


def partial(asm: Any, node: dict) -> Any:
    parts = tuple(asm.make(node["content"][name]) for name in ("func", "args", "kwds", "namespace"))
    made = call(find("functools", "partial"), parts[:1])
    set_state(made, parts)
    return made


def constructed(asm: Any, node: dict) -> Any:
    """Frozen sets, complex numbers and losses; nothing else may be called with arguments from the file."""
    return call(named(node), asm.make(node["content"]))


NODES: dict[str, Callable[[Any, dict], Any]] = {
    "JsonNode": plain, "DictNode": dictionary, "DefaultDictNode": default_dictionary, "ListNode": sequence,
    "TupleNode": sequence, "SetNode": sequence, "BytesNode": contents, "BytearrayNode": mutable_contents,
    "SliceNode": slice_of, "FunctionNode": value, "TypeNode": value, "NdArrayNode": arrays.array,
    "MaskedArrayNode": arrays.masked_array, "DTypeNode": arrays.dtype, "RandomStateNode": arrays.random_state,
    "RandomGeneratorNode": arrays.random_generator, "SparseMatrixNode": arrays.sparse, "TreeNode": tree,
    "LossNode": loss, "SGDNode": loss,  # SGDNode: until skops 0.10
    "ObjectNode": plain_object, "ConstructorFromReduceNode": constructed, "PartialNode": partial,
}  # fmt: skip
