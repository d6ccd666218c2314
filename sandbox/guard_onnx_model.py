"""A checked ONNX graph as an estimator, and the refusal of one that predicts nothing."""

from __future__ import annotations

from typing import Any

from optimizers.deploy.models.onnx_model import NotATable, OnnxModel
from optimizers.deploy.models.onnx_model import wrap as wrap_graph
from sandbox.guard_words import unsupported


def wrap(raw: bytes, proto: Any) -> OnnxModel:
    """The estimator for a checked graph, which its runtime may not rewrite: it would run parts of it."""
    try:
        return wrap_graph(raw, proto)
    except NotATable:
        raise unsupported(
            "The ONNX graph does not take a table and give predictions", "save the model as joblib or skops"
        ) from None
