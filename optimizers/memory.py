"""What a model takes in memory, compiled parts included."""

from __future__ import annotations

import ctypes
import gc
import io
from collections.abc import Callable
from typing import Any

from optimizers.measure import model_bytes

SMALL_OBJECT = 512  # bytes; above it Python asks the C library, as everything else does


def memory_kib(model: Any) -> float:
    """Size in memory, in KiB: what one more copy of the model takes. See `memory`."""
    return memory(model)[0]


def memory(model: Any) -> tuple[float, str]:
    """What one more copy of the model takes in memory, in KiB, and what was counted.

    A copy is loaded from bytes and kept while the counters are read. tracemalloc sees Python objects
    and NumPy arrays only; scikit-learn's trees and the C++ of LightGBM and XGBoost ask the C library
    behind its back. So with glibc the C heap itself is asked, and only Python's small objects, which
    live outside of it, are taken from tracemalloc. Memory that is mapped directly is not counted.
    """
    import joblib

    raw = model_bytes(model)
    joblib.load(io.BytesIO(raw))  # what loading leaves behind once (imports, caches) is not the model's
    traced = _traced(lambda: joblib.load(io.BytesIO(raw)), at_most=SMALL_OBJECT if heap_bytes() else None)
    if not heap_bytes():
        return traced / 1024, "Python objects and NumPy arrays; not what compiled code allocates itself"
    gc.collect()
    before = heap_bytes()
    copy = joblib.load(io.BytesIO(raw))
    gc.collect()
    used = heap_bytes() - before
    del copy
    return max(0, used + traced) / 1024, "the C heap (arrays, trees, C++) and Python objects"


def _traced(make: Callable[[], Any], at_most: int | None) -> int:
    """Bytes that Python allocates for what `make` returns; only blocks of `at_most` bytes if given."""
    import tracemalloc

    gc.collect()
    tracemalloc.start()
    try:
        copy = make()
        gc.collect()
        if at_most is None:
            return tracemalloc.get_traced_memory()[0]
        traces = tracemalloc.take_snapshot().traces
        return sum(t.size for t in traces if t.size <= at_most and t.domain == 0)
    finally:
        tracemalloc.stop()
        del copy


class _Heap(ctypes.Structure):
    """glibc's struct mallinfo2: in use are `hblkhd` (mapped) and `uordblks` (on the heap), in bytes."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in (
            "arena",
            "ordblks",
            "smblks",
            "hblks",
            "hblkhd",
            "usmblks",
            "fsmblks",
            "uordblks",
            "fordblks",
            "keepcost",
        )
    ]


def heap_bytes() -> int:
    """Bytes in use on the C heap of this process; 0 where the C library does not say (only glibc does)."""
    try:
        ask = ctypes.CDLL(None).mallinfo2
    except (AttributeError, OSError, TypeError):
        return 0
    ask.restype = _Heap
    heap = ask()
    return heap.uordblks + heap.hblkhd
