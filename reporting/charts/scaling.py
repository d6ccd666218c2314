"""Throughput against cores: measured as far as this machine goes, projected beyond it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from reporting.look import Style, axis, blank, faint, style
from reporting.text import between, inert, number


def scaling_chart(table: pd.DataFrame, sentence: str) -> go.Figure:
    """Rows a second against cores: measured ones solid with whiskers, projected ones dashed and open with a band.

    Parameters
    ----------
    table : DataFrame
        As `optimizers.operation.amdahl.rates` gives it: n_cores, value, low, high, measured; with a column `way`
        where cores were used in several ways.
    sentence : str
        What it says of itself.

    Raises
    ------
    ValueError
        If nothing was measured.
    """
    if table.empty:
        raise ValueError("There is nothing to draw: no number of cores was measured.")
    table = table if "way" in table else table.assign(way="rows a second")
    figure = blank(sentence, 420, hovermode="closest")
    for i, way in enumerate(table["way"].unique()):
        own, look, label = table[table["way"] == way], style(i), inert(way)
        seen = own["measured"].astype(bool).to_numpy()
        add_measured(figure, own[seen], look, label)
        if not seen.all():
            add_projected(figure, pd.concat([own[seen].tail(1), own[~seen]]), look, label)
    cores = sorted(table["n_cores"].unique())
    figure.update_layout(
        xaxis=axis("Cores", type="log", tickvals=cores, ticktext=[f"{n:,}" for n in cores]),
        yaxis=axis("Rows a second", rangemode="tozero"),
    )
    return figure


def add_measured(figure: go.Figure, own: pd.DataFrame, look: Style, label: str) -> None:
    """Points that were seen, with their 95 % intervals."""
    above, below = own["high"] - own["value"], own["value"] - own["low"]
    figure.add_scatter(
        x=own["n_cores"], y=own["value"], mode="lines+markers", name=f"{label}, measured", legendgroup=label,
        line=dict(color=look.color, width=2), marker=dict(color=look.color, symbol=look.symbol, size=9),
        error_y=dict(type="data", symmetric=False, array=above, arrayminus=below, color=look.color, thickness=1.5),
        text=texts(own, label, "measured"), hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip


def add_projected(figure: go.Figure, own: pd.DataFrame, look: Style, label: str) -> None:
    """What Amdahl's law makes of them, with the band that the measured rounds leave open."""
    x, known = own["n_cores"].to_numpy(float), own[["low", "high"]].notna().all(axis=1).to_numpy()
    edge = np.r_[own["high"][known], own["low"][known][::-1]]
    figure.add_scatter(
        x=np.r_[x[known], x[known][::-1]], y=edge, fill="toself", fillcolor=faint(look.color, 0.13), mode="lines",
        line=dict(width=0), hoverinfo="skip", showlegend=False, legendgroup=label,
    )  # fmt: skip
    marker = dict(color=look.color, symbol=[look.symbol, *[f"{look.symbol}-open"] * (len(own) - 1)], size=9)
    figure.add_scatter(
        x=x, y=own["value"], mode="lines+markers", name=f"{label}, projected", legendgroup=label, marker=marker,
        line=dict(color=look.color, width=2, dash="dash"), text=texts(own, label, "projected"),
        hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip


def texts(own: pd.DataFrame, label: str, how: str) -> list[str]:
    return [
        f"{label}<br>{row.n_cores:,} {'core' if row.n_cores == 1 else 'cores'}: {number(row.value)} rows/s "
        f"({between(row.low, row.high)}), {how}"
        for row in own.itertuples()
    ]
