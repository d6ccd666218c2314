"""A fitted model as a file that opens without this project, and what opens it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from optimizers.card.walk import parts
from optimizers.measure import model_bytes
from optimizers.takeaway.own_code import OURS, own_code
from optimizers.takeaway.steady import steadied


@dataclass(frozen=True, eq=False)
class ModelFile:
    """The file, what predict.py must know of it, and what both need.

    Attributes
    ----------
    name : str
    raw : bytes
    settings : dict
        The part "model" of schema.json.
    loading : tuple of str
        The parts of predict.py that open it.
    modules : tuple of str
        Whose packages are pinned.
    own : dict of str to bytes
        Sources of this project that it needs, path -> content.
    """

    name: str
    raw: bytes
    settings: dict[str, Any]
    loading: tuple[str, ...]
    modules: tuple[str, ...]
    own: dict[str, bytes]


def forms_of(model: Any) -> tuple[str, ...]:
    """The formats in which a folder can hold this model.

    Raises
    ------
    ValueError
        If there is none: one sentence.
    """
    if type(model).__name__.startswith("Onnx"):
        return ("onnx",)
    ours = own_classes(model)
    if any(one.__name__.startswith("Onnx") for one in ours):
        raise ValueError("A folder holds an ONNX file or this project's own predictors, not one around the other.")
    own_code({one.__module__ for one in ours})
    return ("joblib",) if ours else ("joblib", "skops")


def model_file(model: Any, form: str) -> ModelFile:
    """The model as a file of this format.

    Raises
    ------
    ValueError
        If it cannot be one.
    """
    if form not in (possible := forms_of(model)):
        raise ValueError(f"This {type(model).__name__} goes into a folder as {' or '.join(possible)}, not as {form}.")
    settings = {
        "file": f"model.{form}",
        "class": type(model).__name__,
        "by_name": getattr(model, "feature_names_in_", None) is not None,
        "has_probabilities": hasattr(model, "predict_proba"),
    }
    raw, more = WRITERS[form](model)
    own = own_code(set() if form == "onnx" else {one.__module__ for one in own_classes(model)})
    return ModelFile(
        f"model.{form}",
        raw,
        settings | more,
        ("onnx",) if form == "onnx" else (form, "answers"),
        ("pandas", "pyarrow", *(("onnxruntime",) if form == "onnx" else (form, *libraries(model), *own.packages))),
        own.files,
    )


def own_classes(model: Any) -> set[type]:
    """Classes of this project that answer in the model, those within them included."""
    ours = [part for part in parts(model) if top(part) == OURS]
    return {type(one) for part in ours for one in (part, *vars(part).values()) if top(one) == OURS}


def as_joblib(model: Any) -> tuple[bytes, dict[str, Any]]:
    return model_bytes(model, compress=3), {}


def as_skops(model: Any) -> tuple[bytes, dict[str, Any]]:
    """The file, and the types in it that skops does not trust by itself: those it was saved with, and no others."""
    import skops.io

    out = io.BytesIO()
    skops.io.dump(model, out)
    raw = steadied(out.getvalue())
    return raw, {"trusted": sorted(skops.io.get_untrusted_types(data=raw))}


def as_onnx(model: Any) -> tuple[bytes, dict[str, Any]]:
    from optimizers.deploy.models.to_onnx import file_of

    return file_of(model), {"optimized": bool(getattr(model, "_optimized", False))}


WRITERS = {"joblib": as_joblib, "skops": as_skops, "onnx": as_onnx}


def libraries(model: Any) -> tuple[str, ...]:
    """Whose classes the model is made of, scikit-learn always: the others wrap themselves in its ways."""
    return ("sklearn", *sorted({top(part) for part in parts(model)} - {"sklearn", OURS, "builtins", "numpy"}))


def top(part: Any) -> str:
    return type(part).__module__.partition(".")[0]
