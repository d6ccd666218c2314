"""The only clock and byte counter."""

from __future__ import annotations

import gc
import io
import time
from typing import Any

import numpy as np
import pandas as pd

from optimizers.case import model_input


def model_bytes(model: Any, compress: int = 0) -> bytes:
    """The model as a joblib file."""
    import joblib

    out = io.BytesIO()
    joblib.dump(model, out, compress=compress)
    return out.getvalue()


def size_kib(model: Any) -> float:
    """Size on disk, in KiB, as an uncompressed joblib file."""
    return len(model_bytes(model)) / 1024


def memory_kib(model: Any) -> float:
    """Size in memory, in KiB: what one more copy of the model takes."""
    import joblib

    raw = io.BytesIO(model_bytes(model))
    import tracemalloc

    gc.collect()
    tracemalloc.start()
    copy = joblib.load(raw)  # bytes written a moment ago, by ourselves
    used = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    del copy
    return used / 1024


def load_ms(model: Any, n_times: int = 5) -> float:
    """Median milliseconds to read the model back from its bytes."""
    import joblib

    raw = model_bytes(model)
    return float(np.median([elapsed(lambda: joblib.load(io.BytesIO(raw))) for _ in range(n_times)])) * 1e3


def latency_us(model: Any, X: pd.DataFrame, n_calls: int = 200, at_most_s: float = 2.0) -> np.ndarray:
    """Microseconds of single-row predictions, warmed up, collector off, one after another.

    Parameters
    ----------
    model : estimator
    X : DataFrame
        Rows to ask for, in turn.
    n_calls : int
    at_most_s : float
        Stop early, after at least 20 calls, when the model is slow; seconds.

    Returns
    -------
    ndarray of shape (<= n_calls,)
    """
    rows = [model_input(model, X.iloc[i : i + 1]) for i in range(min(len(X), 50))]
    for row in rows[:3]:
        model.predict(row)
    spent: list[float] = []
    with quiet():
        begun = time.perf_counter()
        for i in range(n_calls):
            row = rows[i % len(rows)]
            spent.append(elapsed(lambda row=row: model.predict(row)))
            if i >= 19 and time.perf_counter() - begun > at_most_s:
                break
    return np.array(spent) * 1e6


def throughput(model: Any, X: pd.DataFrame, n_times: int = 3) -> float:
    """Rows a second, all rows in one call: the median of a few calls."""
    given = model_input(model, X)
    model.predict(given)
    with quiet():
        return len(X) / float(np.median([elapsed(lambda: model.predict(given)) for _ in range(n_times)]))


def elapsed(call: Any) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


class quiet:
    """No garbage collection while the clock runs."""

    def __enter__(self) -> None:
        self.was_on = gc.isenabled()
        gc.collect()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        if self.was_on:
            gc.enable()


def quantile_interval(sample: np.ndarray, q: float) -> tuple[float, float, float]:
    """A quantile with its distribution-free 95 % interval, from order statistics.

    References
    ----------
    David, Nagaraja (2003). Order Statistics, section 7.1.
    """
    from scipy.stats import binom

    ordered, n = np.sort(sample), len(sample)
    low, high = binom.ppf([0.025, 0.975], n, q).astype(int)
    return float(np.quantile(sample, q)), float(ordered[max(0, low - 1)]), float(ordered[min(n - 1, high)])
