"""Throughput against batch size, for the model and the other ways of running it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from reporting.look import BLUE, GREEN, GREY, OCHRE, PURPLE, VERMILLION, Style, axis, blank, faint, style
from reporting.text import between, inert, number

RATE = "throughput_rows_s"
# Nine ways may stand side by side; the common palette comes back to blue at the eighth.
COLORS = (BLUE, VERMILLION, GREEN, PURPLE, OCHRE, GREY, "#8C5A3C", "#6B8E00", "#C8102E")


def throughput_chart(table: pd.DataFrame) -> go.Figure:
    """Rows a second with 95 % bands against rows a call, both by ratio.

    Parameters
    ----------
    table : DataFrame
        As `optimizers.operation.compare.operation_of` gives it: model, measure, batch, value, low, high,
        times_better; the first model is the original.

    Raises
    ------
    ValueError
        If no throughput was measured.
    """
    rates = table[table["measure"] == RATE]
    if rates.empty:
        raise ValueError("There is nothing to draw: no throughput was measured.")
    figure = blank(said(rates), 440, hovermode="closest")
    for i, name in enumerate(rates["model"].unique()):
        add_model(figure, str(name), rates[rates["model"] == name].sort_values("batch"), i)
    ticks = sorted(rates["batch"].unique())
    figure.update_layout(
        xaxis=axis("Rows a call", type="log", tickvals=ticks, ticktext=[f"{b:,.0f}" for b in ticks]),
        yaxis=axis("Rows a second", type="log", dtick=1, exponentformat="power"),
    )
    return figure


def add_model(figure: go.Figure, name: str, own: pd.DataFrame, position: int) -> None:
    """One model's line; its band stays out of the legend and of what the pointer finds."""
    common = style(position)
    look = Style(COLORS[position % len(COLORS)], common.dash, common.symbol)
    label, x = inert(name), own["batch"].to_numpy(float)
    known = own[["low", "high"]].notna().all(axis=1).to_numpy()
    if known.sum() > 1:
        edge = np.r_[own["high"][known], own["low"][known][::-1]]
        figure.add_scatter(
            x=np.r_[x[known], x[known][::-1]], y=edge, fill="toself", fillcolor=faint(look.color, 0.13), mode="lines",
            line=dict(width=0), hoverinfo="skip", showlegend=False, legendgroup=label,
        )  # fmt: skip
    texts = [
        f"{label}<br>{row['batch']:,} rows a call: {number(row['value'])} rows/s "
        f"({between(row['low'], row['high'])}), {number(row['times_better'])} times the original's"
        for _, row in own.iterrows()
    ]
    figure.add_scatter(
        x=x, y=own["value"], mode="lines+markers", name=label, legendgroup=label, text=texts,
        line=dict(color=look.color, dash=look.dash, width=2), marker=dict(color=look.color, symbol=look.symbol, size=8),
        hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip


def said(rates: pd.DataFrame) -> str:
    """What the chart shows: the fastest at the smallest and at the largest batch."""
    names, sizes = rates["model"].unique(), sorted(rates["batch"].unique())
    parts = []
    for size in dict.fromkeys((sizes[0], sizes[-1])):
        at = rates[rates["batch"] == size]
        best = at.loc[at["value"].idxmax()]
        rows = "row" if size == 1 else "rows"
        parts.append(f"{inert(best['model'])} is fastest at {size:,} {rows} a call with {number(best['value'])} rows/s")
    ways = "1 way" if len(names) == 1 else f"{len(names)} ways"
    return f"Throughput of {ways} of running the model against the size of a batch; {'; '.join(parts)}."
