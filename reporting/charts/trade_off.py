"""Every candidate's score against what it costs: one path a strategy, the front, the recommended one."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from optimizers.metrics import METRICS
from optimizers.reference import STRATEGY
from reporting.lines import metric_title, the_one, title_of
from reporting.look import CLEAR, GREY, axis, blank, style
from reporting.text import between, inert, number, short

COSTS = {
    "size_kib": "Size on disk (KiB)",
    "latency_p50_us": "Single row, median (µs)",
    "latency_p99_us": "Single row, 99th percentile (µs)",
    "fit_s": "Fit (s)",
    "fit_rows": "Rows learned from",
}


def trade_off_chart(
    table: pd.DataFrame, by: str = "size_kib", chosen: tuple[str, str] | None = None, called: str = "recommended"
) -> go.Figure:
    """Score against cost, both better towards the upper left where a high score is better.

    Parameters
    ----------
    table : DataFrame
        As `optimizers.choosing.trade_off` gives it.
    by : str
        A key of `COSTS`: the horizontal axis, logarithmic.
    chosen : (strategy, candidate), optional
        Which is ringed.
    called : str
        What the ring means.

    Raises
    ------
    ValueError
        If there is no candidate with that cost.
    """
    shown = table[np.isfinite(table[by]) & np.isfinite(table["value"])]
    if shown.empty:
        raise ValueError(f"There is nothing to draw: no candidate has a {by}.")
    metric = METRICS[shown["metric"].iloc[0]]
    figure = blank(said(shown, by, chosen, called), 460, hovermode="closest")
    for position, (strategy, path) in enumerate(shown.groupby("strategy", sort=False)):
        add_path(figure, str(strategy), path.sort_values(by, ascending=False), by, position)
    add_ring(figure, the_one(shown, chosen), by, called)
    ticks = ticks_of(shown[by].to_numpy(float))
    cost = axis(COSTS[by], type="log", tickvals=ticks, ticktext=[f"{t:,g}" for t in ticks])
    figure.update_layout(xaxis=cost, yaxis=axis(metric_title(metric)))
    return figure


def ticks_of(values: np.ndarray) -> list[float]:
    """1, 2 and 5 times the powers of ten that the values span; powers alone where that is many."""
    positive = values[values > 0]
    powers = range(math.floor(np.log10(positive.min())), math.ceil(np.log10(positive.max())) + 1)
    narrow = positive.max() < 10 * positive.min()
    heads = (1, 1.5, 2, 3, 4, 5, 7) if narrow else (1, 2, 5) if len(powers) <= 4 else (1,)
    ticks = [head * 10.0**power for power in powers for head in heads]
    inside = [t for t in ticks if 0.9 * positive.min() <= t <= 1.1 * positive.max()]
    return ticks if len(inside) > 1 else [float(f"{positive.min():.3g}"), float(f"{positive.max():.3g}")]


def add_path(figure: go.Figure, strategy: str, path: pd.DataFrame, by: str, position: int) -> None:
    """One strategy, its largest candidate first; what nobody beats is filled, the rest is hollow."""
    look = style(position)
    filled = [look.color if p else CLEAR for p in path["pareto"]]
    figure.add_scatter(
        x=path[by], y=path["value"], mode="markers" if strategy == STRATEGY else "lines+markers",
        name=inert(title_of(strategy)), line=dict(color=look.color, dash=look.dash, width=1.5),
        marker=dict(symbol=look.symbol, size=10, color=filled, line=dict(color=look.color, width=2)),
        error_y=dict(
            type="data", array=path["high"] - path["value"], arrayminus=path["value"] - path["low"],
            color=look.color, thickness=1, width=2,
        ),
        customdata=[[str(r.strategy), str(r.candidate)] for r in path.itertuples()],
        text=[row_said(row, by) for _, row in path.iterrows()], hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip


def add_ring(figure: go.Figure, row: pd.DataFrame, by: str, called: str) -> None:
    if not row.empty:
        figure.add_scatter(
            x=row[by], y=row["value"], mode="markers", name=inert(called), hoverinfo="skip",
            marker=dict(symbol="circle-open", size=22, color=GREY, line=dict(width=3)),
        )  # fmt: skip


def row_said(row: pd.Series, by: str) -> str:
    loss = (
        "" if pd.isna(row["loss"]) else f"<br>loss {number(row['loss'])} ({between(row['loss_low'], row['loss_high'])})"
    )
    score = f"{number(row['value'])} ({between(row['low'], row['high'])})"
    return f"{inert(row['candidate'], 60)}<br>{score}{loss}<br>{COSTS[by]}: {row[by]:,.4g}"


def said(table: pd.DataFrame, by: str, chosen: tuple[str, str] | None, called: str) -> str:
    """What the chart shows, with the numbers of the original and of the ringed candidate."""
    metric = METRICS[table["metric"].iloc[0]]
    first = table.iloc[0]
    text = (
        f"{metric.title} of {len(table)} models against {COSTS[by].lower()}: {short(first['candidate'])} "
        f"{number(first['value'])} at {first[by]:,.4g}"
    )
    ring = the_one(table, chosen)
    if ring.empty:
        return f"{text}; none is marked."
    row = ring.iloc[0]
    return f"{text}; {called}: {short(row['candidate'])} {number(row['value'])} at {row[by]:,.4g}."
