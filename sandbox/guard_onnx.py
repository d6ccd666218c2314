"""ONNX graphs: what a graph may contain, checked before its runtime sees it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from sandbox.guard_limits import LIMITS
from sandbox.guard_onnx_trees import check_svm, check_tree_ensemble
from sandbox.guard_words import damaged, not_allowed, reads_files, too_large, unsupported
from sandbox.refusal import Refused

DOMAINS = ("", "ai.onnx", "ai.onnx.ml", "com.microsoft")
LOOPS = ("Loop", "Scan", "SequenceMap")
FILE_READERS = ("EPContext", "PythonOp", "Triton")
MOST_ITEMS = 1 << 28
MOST_NODES = 100_000
DEEPEST = 8
NEWER = "convert the model again with a smaller target_opset, or update onnx and onnxruntime"


def load_onnx(raw: bytes) -> tuple[Any, dict[str, str]]:
    """A predicting object for an ONNX file, and what made the file.

    Raises
    ------
    Refused
        ``unsupported`` when onnx or onnxruntime is not installed or the graph predicts nothing,
        ``not_allowed`` for loops, local functions and foreign operators, ``reads_files`` for tensors kept in other
        files, ``damaged`` and ``too_large`` for the rest.
    """
    onnx = _installed()
    if len(raw) > LIMITS.member_bytes:
        raise too_large(f"{len(raw) >> 20} MiB")
    try:
        proto = onnx.ModelProto.FromString(raw)
        check_model(proto)
        check_opset(onnx, proto)
        from sandbox.guard_onnx_model import wrap

        return wrap(raw, proto), _versions(proto)
    except (Refused, MemoryError):
        raise
    except Exception as error:
        if "opset" in str(error).lower():
            raise unsupported("The installed onnxruntime does not know the ONNX file's opset", NEWER) from None
        raise damaged(f"ONNX: {type(error).__name__}") from None


def _installed() -> Any:
    try:
        import onnx
        import onnxruntime  # noqa: F401
    except ImportError:
        raise unsupported(
            "The file is an ONNX model, which needs the packages onnx and onnxruntime",
            "run pip install onnx onnxruntime",
        ) from None
    return onnx


def onnx_versions(raw: bytes) -> dict[str, str]:
    """What made the file, as far as it says; nothing of the graph is looked at."""
    try:
        import onnx

        return _versions(onnx.ModelProto.FromString(raw)) if len(raw) <= LIMITS.member_bytes else {}
    except MemoryError:
        raise
    except Exception:  # onnx is not installed, or this is no ONNX file
        return {}


def _versions(proto: Any) -> dict[str, str]:
    name = "".join(c for c in proto.producer_name[:40] if c.isascii() and (c.isalnum() or c in "._-"))
    version = "".join(c for c in proto.producer_version[:20] if c.isascii() and (c.isalnum() or c in "._+-"))
    return {name: version} if name and version else {}


def check_model(proto: Any) -> None:
    """The whole file: no functions of its own, no training, and a graph that keeps every rule."""
    if not proto.graph.node:
        raise damaged("an ONNX file without a graph")
    if proto.functions:
        raise not_allowed("an ONNX function of its own")
    if proto.training_info:
        raise not_allowed("an ONNX training graph")
    for n_before, node in enumerate(_nodes(proto.graph, 0)):
        if n_before >= MOST_NODES:
            raise too_large("an ONNX graph of very many steps")
        check_node(node)


def check_opset(onnx: Any, proto: Any) -> None:
    """Operators of a set that the installed onnx has."""
    newest = {"": onnx.defs.onnx_opset_version(), "ai.onnx.ml": onnx.defs.onnx_ml_opset_version()}
    newest["ai.onnx"] = newest[""]
    for one in proto.opset_import:
        known = newest.get(one.domain, one.version)
        if not 1 <= one.version <= known:
            written = f"opset {one.version} of {one.domain or 'ai.onnx'}"
            raise unsupported(f"The ONNX file is in {written}; the installed onnx knows 1 to {known}", NEWER)


def _nodes(graph: Any, depth: int) -> Iterator[Any]:
    """Every node of a graph and of the graphs within it; their tensors are checked on the way."""
    if depth > DEEPEST:
        raise damaged("ONNX graphs nested too deeply")
    for tensor in graph.initializer:
        check_tensor(tensor)
    for sparse in graph.sparse_initializer:
        check_sparse(sparse)
    for node in graph.node:
        yield node
        for attribute in node.attribute:
            for inner in ([attribute.g] if attribute.HasField("g") else []) + list(attribute.graphs):
                yield from _nodes(inner, depth + 1)


def check_node(node: Any) -> None:
    """One step: an operator of a known set that neither loops nor reads files, with believable tensors."""
    if node.domain not in DOMAINS:
        raise not_allowed(f"the ONNX operators of {node.domain}")
    if node.op_type in LOOPS:
        raise not_allowed(f"the ONNX loop {node.op_type}")
    if node.op_type in FILE_READERS:
        raise not_allowed(f"the ONNX operator {node.op_type}")
    for attribute in node.attribute:
        for tensor in ([attribute.t] if attribute.HasField("t") else []) + list(attribute.tensors):
            check_tensor(tensor)
        for sparse in [attribute.sparse_tensor] if attribute.HasField("sparse_tensor") else []:
            check_sparse(sparse)
        for sparse in attribute.sparse_tensors:
            check_sparse(sparse)
    attributes = {attribute.name: attribute for attribute in node.attribute}
    if node.op_type.startswith("TreeEnsemble"):
        check_tree_ensemble(attributes)
    if node.op_type.startswith("SVM"):
        check_svm(attributes)


def check_sparse(sparse: Any) -> None:
    """A sparse tensor: both of its parts, and the size it stands for."""
    check_tensor(sparse.values)
    check_tensor(sparse.indices)
    _check_size(sparse.dims)


def check_tensor(tensor: Any) -> None:
    """A tensor that lies in the file itself and is of a believable size."""
    if tensor.data_location or tensor.external_data:
        raise reads_files("an ONNX tensor kept in another file")
    _check_size(tensor.dims)


def _check_size(dims: Any) -> None:
    if any(n < 0 for n in dims):
        raise damaged("the shape of an ONNX tensor")
    if math.prod(dims) > MOST_ITEMS:
        raise too_large("an ONNX tensor")
