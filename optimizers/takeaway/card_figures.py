"""The card's table: what was measured of the model as uploaded and of this one, with intervals."""

from __future__ import annotations

import math

import pandas as pd

from optimizers.metrics import METRICS
from optimizers.reference import STRATEGY, UPLOADED
from optimizers.result import Result

PARTS = {"horizon": "mean of all steps", "before": "before the change", "after": "after the change"}
COSTS = {
    "size_kib": "Size as an uncompressed joblib file (KiB)",
    "latency_p50_us": "Single row, median (µs)",
    "latency_p99_us": "Single row, 99th percentile (µs)",
    "throughput_rows_s": "Rows a second in one call",
    "fit_s": "Seconds to fit",
    "fit_rows": "Rows it was fitted on",
}


def figures(result: Result, chosen: tuple[str, str], n_bytes: int) -> str:
    """A Markdown table; what was not measured is not in it."""
    frame, uploaded = result.frame, (STRATEGY, UPLOADED)
    sides = [uploaded] if chosen == uploaded else [uploaded, chosen]
    own = {side: frame[(frame["strategy"] == side[0]) & (frame["candidate"] == side[1])] for side in sides}
    metric = own[uploaded].loc[own[uploaded]["part"] == "horizon", "metric"].iloc[0]
    title = METRICS[metric].title
    parts = PARTS if result.experiment.drifts else {"horizon": PARTS["horizon"]}
    wanted = [(f"{title}, {words}", part, metric) for part, words in parts.items()]
    wanted += [(words, part, cost) for cost, words in COSTS.items() for part in ("operation", "cost")]
    rows = [(words, [cell(own[side], part, what) for side in sides]) for words, part, what in wanted]
    rows += [("Bytes of the file in this folder", ["", f"{n_bytes:,}"][-len(sides) :])]
    head = ["", "As uploaded", "This model"][: 1 + len(sides)]
    lines = [head, ["---"] * len(head), *([words, *cells] for words, cells in rows if any(cells))]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return "\n\n".join([table, *filter(None, [] if chosen == uploaded else [against(own[chosen], metric)])])


def cell(own: pd.DataFrame, part: str, what: str) -> str:
    """ "0.91 (0.88 to 0.93)"; empty where nothing was measured."""
    found = own[(own["part"] == part) & (own["metric"] == what)]
    if found.empty or math.isnan(found["value"].iloc[0]):
        return ""
    return with_interval(found.iloc[0])


def with_interval(row: pd.Series) -> str:
    value, low, high = (number(row[k]) for k in ("value", "low", "high"))
    told = not (math.isnan(row["low"]) or math.isnan(row["high"])) and row["low"] < row["high"]
    return f"{value} ({low} to {high})" if told else value


def number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def against(own: pd.DataFrame, metric: str) -> str:
    """The difference, paired by row, and how many predictions it changes."""
    rows = {m: own[(own["part"] == "against") & (own["metric"] == m)] for m in (metric, "disagreement")}
    said = []
    if len(rows[metric]):
        row = rows[metric].iloc[0]
        said.append(
            f"{METRICS[metric].title} of this model minus that of the one as uploaded, paired by row: "
            f"{with_interval(row)}, on {row['n_rows']:,} rows."
        )
    if len(rows["disagreement"]):
        row = rows["disagreement"].iloc[0]
        said.append(f"Share of rows whose label differs: {with_interval(row)}.")
    return " ".join(said)
