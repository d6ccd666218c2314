"""What several models cost to run, each measured in turn with the first in one run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import cycle
from typing import Any

import numpy as np
import pandas as pd

from optimizers import measure
from optimizers.case import model_input
from optimizers.operation.rounds import paired, paired_quantile, timed_rounds

COLUMNS = ("model", "measure", "batch", "value", "low", "high", "unit", "n", "times_better", "times_low", "times_high")
BATCHES = (1, 32, 1_000, 100_000)
CALLS_A_ROUND, LOADS = 10, 4
MOST_ROWS = 50
Triple = tuple[float, float, float]
EXACT: Triple = (np.nan, np.nan, np.nan)
Tell = Callable[[float], None]


def operation_of(
    models: Mapping[str, Any],
    X: pd.DataFrame,
    *,
    batches: Sequence[int] = BATCHES,
    seconds: float = 10.0,
    seed: int = 0,
    stored: bool = True,
    tell: Tell = lambda _: None,
) -> pd.DataFrame:
    """Latency, throughput, CPU time, load time, memory and size of models, against the first of them.

    Every round asks each model once, in an order drawn anew, so that a busy moment meets all; ratios are taken
    round by round. One after another, warmed up, garbage collector off, one native thread; threads that a model
    starts itself are its own.

    Parameters
    ----------
    models : mapping of str to model
        The first is what the others are compared with.
    X : DataFrame of shape (n_rows, n_features)
        Rows to ask for, repeated up to the size of a batch.
    batches : sequence of int
        Rows a call. One row a call gives the 50th and 99th percentile.
    seconds : float
        For everything together, shared out evenly; slow models may take longer: seven rounds are always made.
    seed : int
        Of the orders.
    stored : bool
        Measure size, memory and load time too.
    tell : callable
        Given the share that is done.

    Returns
    -------
    DataFrame
        One row a model, measure and batch (0 where it has none): value, low, high (95 %), unit, n (calls), and
        `times_better` than the first model with its interval: above 1 is faster or smaller, NaN where unknown.

    Raises
    ------
    ValueError
        If there is no model or no row, or a batch is smaller than one row.
    """
    if not models or not len(X):
        raise ValueError("There is nothing to measure: give at least one model and one row.")
    if min(batches, default=1) < 1:
        raise ValueError(f"A batch must have at least 1 row; got {min(batches)}.")
    rng, share = np.random.default_rng(seed), seconds / max(1, len(batches))
    records = list(kept(models)) if stored else []
    tell(0.2)
    for i, n_rows in enumerate(batches):
        records += single(models, X, share, rng) if n_rows == 1 else list(many(models, X, n_rows, share, rng))
        tell(0.2 + 0.8 * (i + 1) / len(batches))
    return pd.DataFrame(records, columns=list(COLUMNS))


def single(models: Mapping[str, Any], X: pd.DataFrame, at_most_s: float, rng: np.random.Generator) -> list[dict]:
    """One row a call: both percentiles, rate and CPU time."""
    asked = {name: in_turn(model, X) for name, model in models.items()}
    timed = timed_rounds(asked, at_most_s, rng, CALLS_A_ROUND)
    records, base = [], timed[next(iter(models))][0]
    for name, (wall, _) in timed.items():
        calls = wall.ravel() * 1e6
        p50, p99 = (measure.quantile_interval(calls, q) for q in (0.5, 0.99))
        middle = paired(np.median(base, axis=1), np.median(wall, axis=1))
        tail = paired_quantile(base, wall, 0.99, rng)
        records.append(record(name, "latency_p50_us", 1, p50, "us", len(calls), middle))
        records.append(record(name, "latency_p99_us", 1, p99, "us", len(calls), tail))
    return records + list(rates(timed, 1))


def many(
    models: Mapping[str, Any], X: pd.DataFrame, n_rows: int, at_most_s: float, rng: np.random.Generator
) -> Iterator[dict]:
    """Many rows a call: rate and CPU time."""
    picks = np.resize(np.arange(len(X)), n_rows)
    table = X.iloc[picks].reset_index(drop=True)
    calls = {name: partial(model.predict, model_input(model, table)) for name, model in models.items()}
    return rates(timed_rounds(calls, at_most_s, rng), n_rows)


def rates(timed: Mapping[str, tuple[np.ndarray, np.ndarray]], n_rows: int) -> Iterator[dict]:
    """Rows a second and CPU seconds of a million predictions, the median of the rounds."""
    base_wall, base_cpu = next(iter(timed.values()))
    for name, (wall, cpu) in timed.items():
        per_call = wall.mean(axis=1)
        found = measure.quantile_interval(n_rows / per_call, 0.5)
        yield record(
            name, "throughput_rows_s", n_rows, found, "rows/s", wall.size, paired(base_wall.mean(axis=1), per_call)
        )
        used = measure.quantile_interval(cpu / wall.shape[1] / n_rows * 1e6, 0.5)
        yield record(name, "cpu_s_per_million", n_rows, used, "CPU s", wall.size, paired(base_cpu, cpu))


def in_turn(model: Any, X: pd.DataFrame) -> Callable[[], Any]:
    """A call that predicts one row, the next one each time."""
    picks = np.linspace(0, len(X) - 1, min(len(X), MOST_ROWS)).astype(int)
    rows = cycle([model_input(model, X.iloc[i : i + 1]) for i in picks])
    return lambda: model.predict(next(rows))


def kept(models: Mapping[str, Any]) -> Iterator[dict]:
    """Size on disk and in memory, and time to load, of what can be saved."""
    from optimizers.memory import memory_kib

    saved = {name: raw for name, model in models.items() if (raw := bytes_of(model))}
    if not saved:
        return
    kib = {name: len(raw) / 1024 for name, raw in saved.items()}
    loads: dict[str, list[float]] = {name: [] for name in saved}
    for names in (list(saved), list(saved)[::-1]):  # there and back: what drifts meets all of them
        for name in names:
            loads[name] += measure.load_times_ms(models[name], LOADS).tolist()
    held = {name: memory_kib(models[name]) for name in saved}
    first = next(iter(models))
    for name in saved:
        yield record(name, "size_kib", 0, (kib[name], *EXACT[1:]), "KiB", 1, over(kib, first, name))
        yield record(name, "memory_kib", 0, (held[name], *EXACT[1:]), "KiB", 1, over(held, first, name))
        times = measure.quantile_interval(np.array(loads[name]), 0.5)
        gain = paired(np.array(loads[first]), np.array(loads[name])) if first in loads else EXACT
        yield record(name, "load_ms", 0, times, "ms", len(loads[name]), gain)


def bytes_of(model: Any) -> bytes:
    """The model as a file; empty if it cannot be saved: the rest can still be measured."""
    try:
        return measure.model_bytes(model)
    except Exception:
        return b""


def over(values: Mapping[str, float], first: str, name: str) -> Triple:
    return (values[first] / values[name], np.nan, np.nan) if first in values and values[name] else EXACT


def record(name: str, what: str, batch: int, found: Triple, unit: str, n: int, times: Triple) -> dict:
    return dict(zip(COLUMNS, (name, what, batch, *found, unit, n, *times)))
