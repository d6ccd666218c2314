"""A fitted scikit-learn model as an ONNX file, and the model that its runtime makes of it."""

from __future__ import annotations

import copy
import warnings
from typing import Any

import numpy as np
import pandas as pd

from optimizers.case import model_input

INSTALL = "ONNX needs the packages skl2onnx and onnxruntime; run pip install skl2onnx onnxruntime."
LONGEST = 160
PARTS = 2.0**24  # the whole numbers that single precision holds


class CannotConvert(ValueError):
    """A model that has no ONNX file: one sentence that says why."""


def absent() -> str:
    """What has to be installed first; empty if everything is there."""
    from importlib.util import find_spec

    return "" if all(map(find_spec, ("skl2onnx", "onnx", "onnxruntime"))) else INSTALL


def onnx_bytes(model: Any, X: pd.DataFrame) -> bytes:
    """The model as an ONNX file that takes such rows.

    Parameters
    ----------
    model : fitted model
    X : DataFrame
        Rows as the model takes them: one input of all columns if they are numbers and no step picks columns by
        name, else an input a column; numbers in single precision.

    Raises
    ------
    CannotConvert
        If no converter is known for the model or one of its steps, or it fails.
    """
    try:
        from skl2onnx import to_onnx
    except ImportError as missing:
        raise CannotConvert(INSTALL) from missing
    model, given = copy.deepcopy(model), model_input(model, X.iloc[:1])  # a converter may leave its marks
    for options in wishes(model):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                made = to_onnx(model, initial_types=inputs(given, by_name(model)), options=options)
            exact_votes(made)
            return made.SerializeToString()
        except NameError as unknown:  # an option that this converter does not have
            refused: Exception = unknown
        except CannotConvert:
            raise
        except Exception as why:  # skl2onnx, onnx and protobuf each fail in ways of their own
            refused = why
            break
    raise CannotConvert(f"{type(model).__name__} cannot be written as ONNX: {brief(refused)}.") from refused


def exact_votes(made: Any) -> None:
    """Round the votes of averaged trees down to whole parts of 2 ** 24, so that their sums are exact.

    In single precision ten votes of a twentieth are more than a half, and every tie of 20 trees would go to the second
    label. Whole parts add up to the same in any order; of two equal sums the first label wins, as in scikit-learn.
    Each vote loses less than 6e-8.
    """
    for node in made.graph.node:
        named = {attribute.name: attribute for attribute in node.attribute}
        if node.op_type != "TreeEnsembleClassifier" or "class_weights" not in named:
            continue
        votes = np.asarray(named["class_weights"].floats, dtype=float)
        if ("post_transform" in named and named["post_transform"].s not in (b"", b"NONE")) or len(votes) == 0:
            continue
        if votes.min() >= 0 and votes.max() <= 1:
            del named["class_weights"].floats[:]
            named["class_weights"].floats.extend((np.floor(votes * PARTS) / PARTS).tolist())


def wishes(model: Any) -> list[dict | None]:
    """Options of the converter, the most telling first: plain arrays; decision values in place of probabilities."""
    if not hasattr(model, "classes_"):
        return [None]
    raw = [{"raw_scores": True}] if not hasattr(model, "predict_proba") and hasattr(model, "decision_function") else []
    plain = [{"zipmap": False} | more for more in raw] + [{"zipmap": False}] + raw
    return [*({id(model): one} for one in plain), None]


def inputs(given: Any, named: bool) -> list[tuple[str, Any]]:
    """Names and types of what the graph takes."""
    from skl2onnx.common.data_types import FloatTensorType, Int64TensorType, StringTensorType

    kinds = pd.api.types
    if not hasattr(given, "columns"):
        if given.dtype.kind not in "fiub":
            raise CannotConvert("ONNX takes columns of different kinds by name; fit the model on a named table.")
        return [("X", FloatTensorType([None, given.shape[1]]))]
    if not named and all(kinds.is_numeric_dtype(kind) for kind in given.dtypes):
        return [("X", FloatTensorType([None, given.shape[1]]))]

    def type_of(kind: Any) -> Any:
        if kinds.is_bool_dtype(kind):
            return Int64TensorType([None, 1])  # few converters know truth values
        return (FloatTensorType if kinds.is_numeric_dtype(kind) else StringTensorType)([None, 1])

    return [(str(name), type_of(kind)) for name, kind in given.dtypes.items()]


def by_name(model: Any) -> bool:
    """Whether some step picks its columns."""
    own = [step for _, step in getattr(model, "steps", [])]
    inner = getattr(model, "best_estimator_", None)
    return type(model).__name__ == "ColumnTransformer" or any(map(by_name, [*own, *([inner] if inner else [])]))


def brief(why: Exception) -> str:
    """The first line of an error, short, without its stop."""
    line = next(iter(str(why).strip().splitlines()), "") or type(why).__name__
    plain = "".join(c if c.isprintable() else " " for c in line)
    return (plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…").rstrip(" .:")


def onnx_model(model: Any, X: pd.DataFrame) -> Any:
    """The model run by onnxruntime, with the names and classes of the original.

    Raises
    ------
    CannotConvert
        If it cannot be written, or its runtime cannot run what was written.
    """
    return running(model, onnx_bytes(model, X))


def running(model: Any, raw: bytes) -> Any:
    """A file that was written of the model, in its place.

    Raises
    ------
    CannotConvert
        If the runtime cannot run it.
    """
    try:
        import onnx

        from optimizers.deploy.models.onnx_model import wrap

        out: Any = wrap(raw, onnx.ModelProto.FromString(raw), optimized=True)
    except Exception as why:
        raise CannotConvert(f"onnxruntime cannot run the ONNX file of {type(model).__name__}: {brief(why)}.") from why
    for name in ("n_features_in_", "feature_names_in_"):
        if hasattr(model, name):
            setattr(out, name, getattr(model, name))
    if hasattr(model, "classes_") and hasattr(out, "_has_proba"):
        out.classes_ = np.asarray(model.classes_)
        out._has_proba = hasattr(model, "predict_proba")
        out._has_scores = hasattr(model, "decision_function") and not out._has_proba
    return out


def file_of(model: Any) -> bytes:
    """The ONNX file that a candidate of `OnnxRuntime` (or an uploaded graph) runs.

    Raises
    ------
    ValueError
        If the model is run by something else.
    """
    raw = getattr(model, "_raw", None)
    if not isinstance(raw, bytes):
        raise ValueError(f"Only what runs by ONNX Runtime is an ONNX file; this is a {type(model).__name__}.")
    return raw
