"""The allowlist as a rule: what a name in a file stands for, without ever importing anything for it."""

from __future__ import annotations

import sys
import types
from typing import Any

import numpy as np

from sandbox.guard_calls import Constructor
from sandbox.guard_classes import EXACT, admitted
from sandbox.guard_constructors import find_constructor
from sandbox.guard_words import damaged, gone, not_allowed
from sandbox.older_names import VALUES, Former, former, moved

ALIASES = {
    "__builtin__": "builtins",
    "copy_reg": "copyreg",
    "numpy.core.multiarray": "numpy._core.multiarray",
    "numpy.core.numeric": "numpy._core.numeric",
    "numpy.core._multiarray_umath": "numpy._core._multiarray_umath",
}
BUILTIN_TYPES = {
    kind.__name__: kind
    for kind in (
        int,
        float,
        str,
        bool,
        list,
        dict,
        tuple,
        set,
        frozenset,
        bytes,
        bytearray,
        complex,
        slice,
        object,
    )
}
NUMPY_SCALARS = """bool bool_ int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 longdouble
complex64 complex128 intp str_ bytes_ number integer floating signedinteger unsignedinteger inexact generic datetime64
timedelta64 object_"""
NUMPY_NAMES = frozenset(NUMPY_SCALARS.split())
PLAIN_ARRAYS = ("ndarray", "matrix", "memmap")  # all become a plain array: nothing is mapped from a file
UFUNC_MODULES = ("numpy", "numpy._core._multiarray_umath", "scipy.special", "scipy.special._ufuncs")
VALUE_FUNCTIONS = {
    "sklearn.feature_selection._univariate_selection": "f_classif f_regression chi2 r_regression f_oneway",
    "sklearn.feature_selection._mutual_info": "mutual_info_classif mutual_info_regression",
    "sklearn.utils.validation": "check_array",
    "sklearn.cluster._kmeans": "_kmeans_single_lloyd _kmeans_single_elkan",
    "numpy": "mean median max min amax amin sum std var ptp clip round nan_to_num",
    "scipy._lib.array_api_compat.numpy._aliases": "asarray",
}
LONGEST_NAME = 200


class ArrayWrapper:
    """Stands for joblib's NumpyArrayWrapper: the array's bytes follow in the stream."""


WRAPPER = ("joblib.numpy_pickle", "NumpyArrayWrapper")


def find(module: Any, name: Any) -> Any:
    """What `module.name` stands for: a class, a function kept as a value, or a `Constructor`.

    Nothing is imported: `guard.preload` imports every module that may be named, once, before the first file.

    Raises
    ------
    Refused
        ``not_allowed`` for every name that is not on the list.
    """
    if type(module) is not str or type(name) is not str:
        raise damaged("a name is not text")
    module = ALIASES.get(module, module)
    full = f"{module}.{name}"
    if len(full) > LONGEST_NAME or not full.isascii() or not name.isidentifier():
        raise not_allowed(full)
    found = _by_name(module, name) or _by_rule(module, name) or _by_age(module, name)
    if found is not None:
        return found
    raise gone(full) if _is_missing(module, name) else not_allowed(full)


def _by_name(module: str, name: str) -> Any:
    constructor = find_constructor(module, name)
    if constructor is not None:
        return constructor
    if (module, name) == WRAPPER:
        return ArrayWrapper
    if module == "builtins":
        return BUILTIN_TYPES.get(name)
    if module == "numpy" and name in PLAIN_ARRAYS:
        return np.ndarray
    if module == "numpy" and name in NUMPY_NAMES:
        return getattr(np, name, None)
    return None


def _by_rule(module: str, name: str) -> Any:
    found = vars(sys.modules[module]).get(name) if type(sys.modules.get(module)) is types.ModuleType else None
    if isinstance(found, type):
        at_home = found.__qualname__ == name and (found.__module__ == module or (module, name) in EXACT)
        return found if at_home and admitted(found) else None
    if isinstance(found, np.ufunc):
        return found if module in UFUNC_MODULES else None
    if name in VALUE_FUNCTIONS.get(module, "").split():
        return found
    return found if isinstance(found, types.FunctionType) and _is_metric(module, name, found) else None


def _by_age(module: str, name: str) -> Any:
    """What an older scikit-learn called by that name: where it lives now, or a stand-in for what is gone."""
    module, name = moved(module, name)
    if (module, name) in VALUES:
        return Former(name)
    made = former(module, name)
    return Constructor(f"{module}.{name}", made, is_class=True) if made is not None else _by_rule(module, name)


def _is_metric(module: str, name: str, found: types.FunctionType) -> bool:
    """A public function of sklearn.metrics, named where it lives."""
    import sklearn.metrics

    public = getattr(sklearn.metrics, name, None) is found
    return module.startswith("sklearn.metrics.") and found.__module__ == module and public


def _is_missing(module: str, name: str) -> bool:
    """A scikit-learn name that is not there: renamed or removed since the file was saved."""
    if module.partition(".")[0] != "sklearn":
        return False
    return module not in sys.modules or not hasattr(sys.modules[module], name)
