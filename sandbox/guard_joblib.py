"""Arrays in joblib files: a wrapper in the pickle, then the bytes themselves in the stream."""

from __future__ import annotations

from typing import Any

import numpy as np

from sandbox.guard_arrays import view
from sandbox.guard_machine import Machine
from sandbox.guard_words import damaged

JOBLIB_KEYS = {"subclass", "shape", "order", "dtype", "allow_mmap", "numpy_array_alignment_bytes"}


def read_array(m: Machine, state: Any) -> Any:
    """The array that joblib wrote into the stream after its wrapper."""
    if type(state) is not dict or not set(state) <= JOBLIB_KEYS or state.get("subclass") is not np.ndarray:
        raise damaged("an array written by joblib")
    dtype, shape, order = state.get("dtype"), state.get("shape"), state.get("order")
    if not isinstance(dtype, np.dtype) or type(shape) is not tuple or order not in ("C", "F"):
        raise damaged("an array written by joblib")
    m.joblib = True
    if dtype.hasobject:
        return _inner_pickle(m, shape)
    if state.get("numpy_array_alignment_bytes") is not None:
        m.take(m.number(1))
    array = view(m.code, m.at, shape, dtype, order)
    m.at += array.nbytes
    return array


def _inner_pickle(m: Machine, shape: tuple) -> Any:
    from sandbox.guard_pickle import run  # which imports this module

    if m.level >= m.limits.inner_pickles:
        raise damaged("pickles within pickles")
    inner = Machine(m.code, m.clock, m.at, m.level + 1)
    array = run(inner)
    m.at = inner.at
    if type(array) is not np.ndarray or array.dtype != np.dtype("O") or array.shape != shape:
        raise damaged("an array of objects written by joblib")
    return array
