"""Policies of retraining: what they score against what they cost, and their accuracy over time with retrainings."""

from __future__ import annotations

import textwrap
import zlib

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from optimizers.metrics import METRICS
from optimizers.retrain import RETRAIN
from reporting.lines import metric_title
from reporting.look import (
    CLEAR,
    DASHES,
    GREEN,
    GREY,
    OCHRE,
    PURPLE,
    SYMBOLS,
    VERMILLION,
    Style,
    axis,
    blank,
)
from reporting.text import between, inert, number, short

COLORS = (VERMILLION, GREEN, PURPLE, OCHRE, GREY)  # no blue: that is the model as uploaded
LINE, MOST_LINES = 34, 3  # of a name in the legend


def policies_chart(bill: pd.DataFrame) -> go.Figure:
    """Score against total cost, a mark a policy, better towards the left; the front is filled and joined.

    A policy has the colour and the mark that it has in the charts over time, whatever else has played.

    Parameters
    ----------
    bill : DataFrame
        As `optimizers.retrain.bill.bill` gives it.

    Raises
    ------
    ValueError
        If no policy has both a score and a cost.
    """
    shown = bill[np.isfinite(bill["value"]) & np.isfinite(bill["total"])]
    if shown.empty:
        raise ValueError("There is nothing to draw: no policy has both a score and a cost.")
    metric = METRICS[shown["metric"].iloc[0]]
    figure = blank(said(shown), 460, hovermode="closest")
    add_front(figure, shown[shown["pareto"]])
    for _, row in shown.iterrows():
        add_policy(figure, row)
    figure.update_layout(xaxis=axis("Total cost (in the unit of the prices)"), yaxis=axis(metric_title(metric)))
    figure.layout.height += 22 * len(shown)  # on a phone the legend's entries stand one below the other
    return figure


def add_front(figure: go.Figure, front: pd.DataFrame) -> None:
    """The policies that nobody beats in both, joined by a line."""
    if len(front) > 1:
        line = front.sort_values("total")
        figure.add_scatter(
            x=line["total"], y=line["value"], mode="lines", line=dict(color=GREY, dash="dot", width=1.5),
            name="front: nobody is better and cheaper", hoverinfo="skip",
        )  # fmt: skip


def add_policy(figure: go.Figure, row: pd.Series) -> None:
    look = look_of(row)
    same = dict(type="data", color=look.color, thickness=1, width=2)
    figure.add_scatter(
        x=[row["total"]], y=[row["value"]], mode="markers", name=wrapped(row["candidate"]),
        marker=dict(
            symbol="star" if row["hindsight"] else look.symbol, size=11,
            color=look.color if row["pareto"] else CLEAR, line=dict(color=look.color, width=2),
        ),
        error_x=same | arms(row, "total", "total_low", "total_high"),
        error_y=same | arms(row, "value", "low", "high"),
        customdata=[[str(row["strategy"]), str(row["candidate"])]],
        text=[row_said(row)], hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip


def look_of(row: pd.Series) -> Style:
    """The style of a policy, the same in every chart of the page."""
    return policy_style(str(row["strategy"]), str(row["candidate"]))


def policy_style(strategy: str, candidate: str) -> Style:
    """A style that depends on the policy alone, and never has the colour of the model as uploaded."""
    known = sorted(RETRAIN)
    place = known.index(strategy) if strategy in known else zlib.crc32(strategy.encode())
    own = zlib.crc32(candidate.encode())  # of two settings of one policy
    symbol = 3 * (place // len(COLORS) % 2) + own % 3  # policies that share a colour share no symbol
    return Style(COLORS[place % len(COLORS)], DASHES[own % len(DASHES)], SYMBOLS[symbol])


def arms(row: pd.Series, value: str, low: str, high: str) -> dict[str, list[float]]:
    """The two arms of an interval; none where there is no interval."""
    if not np.isfinite([row[low], row[high]]).all():
        return {}
    return dict(array=[row[high] - row[value]], arrayminus=[row[value] - row[low]])


def wrapped(name: str) -> str:
    """A policy's whole name, in lines that a phone has room for."""
    return "<br>".join(inert(part) for part in textwrap.wrap(str(name), LINE)[:MOST_LINES])


def row_said(row: pd.Series) -> str:
    """A policy's hover text: score, cost and what it is made of."""
    parts = " + ".join(
        f"{rounded(row[f'cost_{part}'])} {called}"
        for part, called in (("errors", "errors"), ("retrainings", "retrainings"), ("labels", "labels"), ("cpu", "CPU"))
        if row[f"cost_{part}"] > 0
    )
    regret = "" if pd.isna(row["regret"]) or row["hindsight"] else f"<br>regret {priced(row, 'regret')}"
    return (
        f"{wrapped(row['candidate'])}<br>{number(row['value'])} ({between(row['low'], row['high'])})"
        f"<br>cost {priced(row, 'total')}{f'<br>= {parts}' if parts else ''}{regret}"
        f"<br>{row['retrainings']:,.0f} retrainings, {row['labels']:,.0f} labels"
    )


def priced(row: pd.Series, name: str) -> str:
    """A sum with its interval, where there is one."""
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return rounded(row[name]) + (f" ({rounded(low)} to {rounded(high)})" if low < high else "")


def rounded(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.4g}"


def said(bill: pd.DataFrame) -> str:
    """What the chart shows: the cheapest policy, and the best schedule in hindsight."""
    metric = METRICS[bill["metric"].iloc[0]]
    real, hindsight = bill[~bill["hindsight"]], bill[bill["hindsight"]]
    text = f"{metric.title} of {len(real)} policies against their total cost"
    if len(real):
        best = real.loc[real["total"].idxmin()]
        text += f"; the cheapest is {short(best['candidate'])}, {priced(best, 'total')}, at {number(best['value'])}"
    if len(hindsight):
        best = hindsight.loc[hindsight["total"].idxmin()]
        text += f"; in hindsight {rounded(best['total'])} at {number(best['value'])} would have been possible"
    return f"{text}."
