"""A model file opened by the library version that made it, inside the confined process of that version.

Runs under every Python from 3.9 and every scikit-learn from 1.0. What the file names is imported and called here:
the guard's rules know the installed version only. The walls around this process are the boundary; the rule for
names makes refusals early and readable.
"""

from __future__ import annotations

import copyreg
import importlib
import io
from typing import Any

from sandbox.refusal import Refused

ROOTS = ("sklearn", "numpy", "scipy", "pandas", "joblib", "collections", "lightgbm", "xgboost")
BUILTINS = {
    "int", "float", "str", "bool", "list", "dict", "tuple", "set", "frozenset", "bytes", "bytearray", "complex",
    "slice", "object", "getattr",
}  # fmt: skip
FUNCTIONS = {"_reconstruct", "_mareconstruct", "scalar", "_frombuffer", "_reconstructor", "__newobj__", "__newobj_ex__"}
OTHERS = {("_codecs", "encode"), ("functools", "partial")}  # how protocol 2 writes bytes; what some transformers keep
OF_NUMPY = {"mean", "median", "max", "min", "amax", "amin", "sum", "std", "var", "ptp", "clip", "round", "asarray"}
# Cython's loss functions name their module without its package.
RENAMED = {"__builtin__": "builtins", "copy_reg": "copyreg", "_loss": "sklearn._loss._loss"}


def load(raw: bytes) -> Any:
    """The object in a joblib, pickle or skops file.

    Raises
    ------
    Refused
        "not_allowed" for names that no scikit-learn model needs, "too_old" where this version cannot read it,
        "unsupported" for other formats.
    """
    if raw[:4] == b"PK\x03\x04":
        return _load_skops(raw)
    import joblib
    from joblib import numpy_pickle as reader

    class Checked(reader.NumpyUnpickler):
        def find_class(self, module: str, name: str) -> Any:
            return named(module, name)

    original, reader.NumpyUnpickler = reader.NumpyUnpickler, Checked
    try:
        return joblib.load(io.BytesIO(raw))
    finally:
        reader.NumpyUnpickler = original


def named(module: str, name: str) -> Any:
    """What a name of the file stands for: a type, or a function that puts objects together."""
    module = RENAMED.get(module, module)
    root = module.split(".")[0]
    if module == "builtins" and name in BUILTINS:
        return getattr(importlib.import_module("builtins"), name)
    if module == "copyreg" and name in FUNCTIONS:
        return getattr(copyreg, name)
    if (module, name) in OTHERS:
        return getattr(importlib.import_module(module), name)
    if root not in ROOTS:
        raise missing(module, name)
    found = _attribute(module, name)
    if isinstance(found, type) or name in FUNCTIONS or type(found).__name__ == "ufunc":
        return found
    numeric = root in ("numpy", "scipy") and name in OF_NUMPY
    if callable(found) and (
        numeric or name.startswith("__") or module.startswith(("numpy.random._pickle", "sklearn."))
    ):
        return found
    raise Refused("not_allowed", f"The model file names {module[:60]}.{name[:40]}, which no fitted model needs.")


def _attribute(module: str, name: str) -> Any:
    """The attribute where this version has it: nothing is looked for elsewhere, so what opens here opens there too."""
    try:
        found: Any = importlib.import_module(module)
        for part in name.split("."):
            found = getattr(found, part)
        return found
    except (ImportError, AttributeError):
        said = f"This version of the libraries has no {module[:60]}.{name[:40]}, which the model needs."
        raise Refused("too_old", said) from None


def missing(module: str, name: str) -> Refused:
    """A class of the user's own, or of a library that is not in this environment."""
    said = f"The model needs {name[:40]} of {module[:60]}, which is no part of scikit-learn"
    return Refused("not_allowed", f"{said}; save the model without it, or as ONNX.")


def _load_skops(raw: bytes) -> Any:
    try:
        import skops.io as skops
    except ImportError:
        raise Refused(
            "unsupported", "This version's environment reads joblib and pickle files, not skops; save it as joblib."
        ) from None
    strangers = [t for t in skops.get_untrusted_types(data=raw) if t.split(".")[0] not in ROOTS]
    if strangers:
        raise missing(*strangers[0].rsplit(".", 1))
    return skops.loads(raw, trusted=skops.get_untrusted_types(data=raw))
