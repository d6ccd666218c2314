"""The tables of the page "Deploy" as readers see them: titles with units, percent, and nothing where nothing is."""

from __future__ import annotations

import pandas as pd

MEASURES = {
    "latency_p50_us": "Latency, median (µs)",
    "latency_p99_us": "Latency, 99th percentile (µs)",
    "throughput_rows_s": "Throughput (rows/s)",
    "cpu_s_per_million": "CPU time of a million predictions (s)",
    "size_kib": "Size on disk (KiB)",
    "memory_kib": "Size in memory (KiB)",
    "load_ms": "Load time (ms)",
}
MEASURED = {
    "model": "Way of running",
    "measure": "Measure",
    "batch": "Rows a call",
    "value": "Value",
    "low": "95 % from",
    "high": "to",
    "n": "Calls",
    "times_better": "Times better than the original",
    "times_low": "Times better, 95 % from",
    "times_high": "Times better, to",
}
BILL = {
    "model": "Way of running",
    "service_ms": "One request alone (ms)",
    "cores": "Cores needed",
    "busy": "Busy (% of the time)",
    "p95_ms": "95 % answered within (ms)",
    "machines": "Machines",
    "memory_gb": "Memory (GB)",
    "yearly": "Price of a year",
    "saved_a_year": "Saved a year",
    "per_million": "Price of a million predictions",
    "cpu_per_million": "Price of its CPU time alone",
}


def measurements(frame: pd.DataFrame) -> pd.DataFrame:
    """An `operation_of` table, for reading."""
    batch = frame["batch"].astype("Int64").where(frame["batch"] > 0)
    named = frame.assign(batch=batch, measure=frame["measure"].map(lambda m: MEASURES.get(m, m)))
    return named[list(MEASURED)].rename(columns=MEASURED)


def bill(table: pd.DataFrame) -> pd.DataFrame:
    """A `bills` table, for reading: no cores and no machines where no number of them is enough."""
    counts = {c: table[c].astype("Int64").where(table["cores"] > 0) for c in ("cores", "machines")}
    shown = table.assign(busy=100 * table["busy"], **counts)
    return shown[list(BILL)].rename(columns=BILL)
