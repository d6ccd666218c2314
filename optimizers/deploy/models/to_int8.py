"""A network's ONNX file with weights of eight bits, made without writing a file."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pandas as pd

from optimizers.deploy.models.to_onnx import CannotConvert, brief, onnx_bytes, running


def int8_model(model: Any, X: pd.DataFrame) -> Any:
    """The model run by onnxruntime in integers, with the names and classes of the original.

    Raises
    ------
    CannotConvert
        If it cannot be written, narrowed or run.
    """
    import onnx

    proto = onnx.ModelProto.FromString(onnx_bytes(model, X))
    try:
        narrow = narrowed(proto)
    except CannotConvert:
        raise
    except Exception as why:
        raise CannotConvert(f"{type(model).__name__} cannot be narrowed to eight bits: {brief(why)}.") from why
    return running(model, narrow.SerializeToString())


def narrowed(proto: Any) -> Any:
    """The graph with its matrix products in integers: weights once and for all, what they meet batch by batch.

    Weights keep seven of eight bits: processors without instructions for it add products up in sixteen bits, and
    would overflow.

    Raises
    ------
    CannotConvert
        If there is no matrix product in it.
    """
    from onnxruntime.quantization import QuantType
    from onnxruntime.quantization.onnx_quantizer import ONNXQuantizer
    from onnxruntime.quantization.quant_utils import QuantizationMode

    with in_memory():
        quantizer = ONNXQuantizer(
            proto, True, True, QuantizationMode.IntegerOps, False, QuantType.QInt8, QuantType.QUInt8, None, [], [],
            ["MatMul"], {"MatMulConstBOnly": True},
        )  # fmt: skip
        quantizer.quantize_model()
    made = quantizer.model.model
    if not any(node.op_type == "MatMulInteger" for node in made.graph.node):
        raise CannotConvert("There is no matrix product in it that eight bits would make smaller.")
    return made


@contextmanager
def in_memory() -> Iterator[None]:
    """Let the quantizer infer shapes without a file, which a confined process may not write, and log no advice."""
    from onnxruntime.quantization import base_quantizer, onnx_quantizer

    own, level = onnx_quantizer.save_and_reload_model_with_shape_infer, logging.root.level
    logging.root.setLevel(logging.ERROR)
    try:
        for module in (base_quantizer, onnx_quantizer):
            module.save_and_reload_model_with_shape_infer = shaped
        yield
    finally:
        logging.root.setLevel(level)
        for module in (base_quantizer, onnx_quantizer):
            module.save_and_reload_model_with_shape_infer = own


def shaped(proto: Any) -> Any:
    import onnx

    return onnx.shape_inference.infer_shapes(proto)
