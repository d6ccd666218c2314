"""The only clock and byte counter.

Everything is measured one after another, warmed up, with the garbage collector off and one native thread
(joblib threads are as many as the model itself is set to). Calls that follow each other are not quite
independent (caches, clock speed, neighbours on the machine): their intervals are honest about this run,
not about another machine.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from optimizers.case import model_input
from optimizers.quiet import quiet

TELL_EVERY_S = 0.2


def model_bytes(model: Any, compress: int = 0) -> bytes:
    """The model as a joblib file."""
    import joblib

    out = io.BytesIO()
    joblib.dump(model, out, compress=compress)
    return out.getvalue()


def size_kib(model: Any, compress: int = 0) -> float:
    """Size on disk, in KiB, as a joblib file; uncompressed, or zlib at level `compress`."""
    return len(model_bytes(model, compress)) / 1024


def load_times_ms(model: Any, n_times: int = 7) -> np.ndarray:
    """Milliseconds to read the model back from its uncompressed bytes in memory, call by call."""
    import joblib

    raw = model_bytes(model)
    joblib.load(io.BytesIO(raw))
    with quiet():
        return np.array([elapsed(lambda: joblib.load(io.BytesIO(raw))) for _ in range(n_times)]) * 1e3


def load_ms(model: Any, n_times: int = 7) -> float:
    """Median milliseconds to read the model back from its bytes."""
    return float(np.median(load_times_ms(model, n_times)))


def latency_us(
    model: Any,
    X: pd.DataFrame,
    n_calls: int = 1000,
    at_most_s: float = 2.0,
    between: Callable[[float], None] | None = None,
) -> np.ndarray:
    """Microseconds of single-row predictions, warmed up, collector off, one after another.

    Parameters
    ----------
    model : estimator
    X : DataFrame
        Rows to ask for, in turn; 50 of them, evenly spaced.
    n_calls : int
        368 or more give the 99th percentile an upper bound.
    at_most_s : float
        Stop early, after at least 20 calls, when the model is slow; seconds.
    between : callable, optional
        Given the share that is done, about every 0.2 s and off the clock.

    Returns
    -------
    ndarray of shape (<= n_calls,)
    """
    picks = np.linspace(0, len(X) - 1, min(len(X), 50)).astype(int)
    rows = [model_input(model, X.iloc[i : i + 1]) for i in picks]
    spent: list[float] = []
    with quiet():
        for row in rows[:3]:
            model.predict(row)
        begun = told = time.perf_counter()
        while len(spent) < n_calls and (len(spent) < 20 or time.perf_counter() - begun < at_most_s):
            row = rows[len(spent) % len(rows)]
            if between and time.perf_counter() - told > TELL_EVERY_S:
                told = time.perf_counter()
                between(max(len(spent) / n_calls, min(1.0, (told - begun) / at_most_s)))
                model.predict(row)
            spent.append(elapsed(partial(model.predict, row)))
    return np.array(spent) * 1e6


def throughputs(model: Any, X: pd.DataFrame, n_times: int = 7, at_most_s: float = 3.0) -> np.ndarray:
    """Rows a second, all rows in one call, call by call; fewer calls (at least one) when the model is slow."""
    given = model_input(model, X)
    with quiet():
        model.predict(given)
        begun, spent = time.perf_counter(), [elapsed(lambda: model.predict(given))]
        while len(spent) < n_times and time.perf_counter() - begun < at_most_s:
            spent.append(elapsed(lambda: model.predict(given)))
    return len(X) / np.array(spent)


def throughput(model: Any, X: pd.DataFrame, n_times: int = 3) -> float:
    """Rows a second, all rows in one call: the median of a few calls."""
    return float(np.median(throughputs(model, X, n_times)))


def elapsed(call: Callable[[], Any]) -> float:
    """Seconds that a call takes."""
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def quantile_interval(sample: np.ndarray, q: float) -> tuple[float, float, float]:
    """A quantile with its distribution-free 95 % interval, from order statistics.

    A bound that so few values cannot give is NaN: the median needs 6 of them, the 99th percentile 368.

    References
    ----------
    David, Nagaraja (2003). Order Statistics, section 7.1.
    """
    from scipy.stats import binom

    ordered, n = np.sort(sample), len(sample)
    low, high = binom.ppf([0.025, 0.975], n, q).astype(int)
    return (
        float(np.quantile(ordered, q)),
        float(ordered[low - 1]) if low > 0 else np.nan,
        float(ordered[high]) if high < n else np.nan,
    )
