"""What the model costs to keep and to ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from optimizers import measure
from optimizers.case import Case
from optimizers.quiet import thread_pools

COLUMNS = ("measure", "title", "value", "low", "high", "unit", "n", "note")
BATCH_ROWS = 10_000
Tell = Callable[[float], None]


def operation(case: Case, tell: Tell = lambda _: None) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """Size, load time, latency and throughput, measured one after another.

    Parameters
    ----------
    case : Case
    tell : callable, optional
        Given the share that is done.

    Returns
    -------
    frames : dict
        "operation": one row a measure, with value, low, high (95 %, NaN where there is no interval or
        the sample is too small for a bound), unit, n (calls) and note; "latency": every call, in us.
    notes : list of str
    """
    records: list[dict] = []
    notes: list[str] = []
    try:
        for share, record in stored(case.model):
            records.append(record)
            tell(share)
    except Exception as wrong:  # any model may refuse to be saved; the rest can still be measured
        notes.append(f"Its size cannot be measured: {type(case.model).__name__} cannot be saved ({wrong}).")
    calls = measure.latency_us(case.model, case.X_test, between=lambda done: tell(0.4 + 0.4 * done))
    tell(0.8)
    records += [*asked(calls), batch(case)]
    tell(1.0)
    frames = {
        "operation": pd.DataFrame(records, columns=list(COLUMNS)),
        "latency": pd.DataFrame({"latency_us": calls}),
    }
    return frames, notes


def stored(model: Any) -> Iterator[tuple[float, dict]]:
    """Size on disk and in memory, and load time, with the share of the panel that is done."""
    from optimizers.memory import memory

    yield 0.05, exact("size_kib", "Size on disk", measure.size_kib(model), "joblib, not compressed")
    yield 0.15, exact("compressed_kib", "Size on disk, compressed", measure.size_kib(model, 3), "joblib, zlib 3")
    kib, counted = memory(model)
    yield 0.3, exact("memory_kib", "Size in memory", kib, f"one more copy: {counted}")
    times = measure.load_times_ms(model)
    note = "from bytes in memory, after a first load: neither disk nor imports"
    yield 0.4, record("load_ms", "Load time, median", measure.quantile_interval(times, 0.5), "ms", len(times), note)


def asked(calls: np.ndarray) -> Iterator[dict]:
    """Single-row latency: the median and the 99th percentile."""
    n, note = len(calls), f"one row a call, warm, collector off, {threads()}"
    yield record("latency_p50_us", "Latency of one row, median", measure.quantile_interval(calls, 0.5), "us", n, note)
    few = "" if n >= 368 else f"; {n} calls give no upper bound, 368 would"
    p99 = measure.quantile_interval(calls, 0.99)
    yield record("latency_p99_us", "Latency of one row, 99th percentile", p99, "us", n, note + few)


def batch(case: Case) -> dict:
    """Rows a second when asked for many at once."""
    X = case.X_test.iloc[:BATCH_ROWS]
    if len(X) < 1000:  # so few rows would time the call, not the rows
        X = pd.concat([X] * (1000 // len(X) + 1), ignore_index=True)
    rates = measure.throughputs(case.model, X)
    found, note = measure.quantile_interval(rates, 0.5), f"{len(X):,} rows a call, {threads()}"
    return record("throughput_rows_s", "Throughput, median", found, "rows/s", len(rates), note)


def threads() -> str:
    return "one native thread" if thread_pools() else "as many native threads as it takes"


def exact(name: str, title: str, kib: float, note: str) -> dict:
    return record(name, title, (kib, np.nan, np.nan), "KiB", 1, note)


def record(name: str, title: str, found: tuple[float, float, float], unit: str, n: int, note: str) -> dict:
    value, low, high = found
    return dict(measure=name, title=title, value=value, low=low, high=high, unit=unit, n=n, note=note)
