"""Score against the share of rows that were kept: a line a method, chance as a band, all rows as a line."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from optimizers.distill.path import RANDOM, distilled, full_score
from optimizers.metrics import METRICS
from reporting.lines import metric_title, the_one, title_of
from reporting.look import GREY, axis, blank, faint, style
from reporting.text import between, inert, number, short

SHARES = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)


def distil_chart(frame: pd.DataFrame, chosen: tuple[str, str] | None = None, called: str = "recommended") -> go.Figure:
    """Every distilled candidate's score, beside the spread of random draws and the score with all rows.

    Parameters
    ----------
    frame : DataFrame
        `Result.frame` of an experiment with distilling strategies.
    chosen : (strategy, candidate), optional
        Which is ringed.
    called : str
        What the ring means.

    Raises
    ------
    ValueError
        If no candidate was distilled.
    """
    table = distilled(frame)
    table = table[np.isfinite(table["value"])]
    if table.empty:
        raise ValueError("There is nothing to draw: no candidate learned from fewer rows.")
    figure = blank(said(table, full_score(frame), chosen, called), 460, hovermode="closest")
    add_full(figure, full_score(frame))
    add_random(figure, table[table["strategy"] == RANDOM])
    methods = table[table["strategy"] != RANDOM]
    for position, (strategy, path) in enumerate(methods.groupby("strategy", sort=False)):
        add_method(figure, str(strategy), path.sort_values("share"), position)
    add_ring(figure, the_one(table, chosen), called)
    shares = axis("Rows kept", type="log", tickvals=SHARES, ticktext=[share_said(s) for s in SHARES])
    figure.update_layout(xaxis=shares, yaxis=axis(metric_title(METRICS[table["metric"].iloc[0]])))
    return figure


def add_full(figure: go.Figure, full: tuple[float, float, float] | None) -> None:
    if full:
        name = f"all rows: {number(full[0])}"
        figure.add_hline(y=full[0], line=dict(color=GREY, dash="dash", width=1.5))
        figure.add_scatter(
            x=[None], y=[None], mode="lines", line=dict(color=GREY, dash="dash"), name=name, hoverinfo="skip"
        )


def add_random(figure: go.Figure, draws: pd.DataFrame) -> None:
    """From the worst to the best draw of each size, and their mean."""
    if draws.empty:
        return
    sizes = draws.groupby("share")["value"].agg(["min", "mean", "max", "size"]).reset_index()
    edge = dict(x=sizes["share"], mode="lines", line=dict(width=0), showlegend=False, hoverinfo="skip")
    figure.add_scatter(y=sizes["max"], **edge)
    figure.add_scatter(y=sizes["min"], fill="tonexty", fillcolor=faint(GREY, 0.25), **edge)
    text = [
        f"{r.size} random draws<br>{share_said(r.share)} of the rows<br>mean {number(r.mean)} ({between(r.min, r.max)})"
        for r in sizes.set_axis(["share", "min", "mean", "max", "size"], axis=1).itertuples(index=False, name="Size")
    ]
    figure.add_scatter(
        x=sizes["share"], y=sizes["mean"], mode="lines+markers", name="random draws, from worst to best",
        line=dict(color=GREY, width=1.5), marker=dict(color=GREY, size=7),
        text=text, hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip


def add_method(figure: go.Figure, strategy: str, path: pd.DataFrame, position: int) -> None:
    look = style(position)
    text = [
        f"{inert(r.candidate, 60)}<br>{number(r.value)} ({between(r.low, r.high)})"
        for r in path.itertuples(index=False)
    ]
    figure.add_scatter(
        x=path["share"], y=path["value"], mode="lines+markers", name=inert(title_of(strategy)),
        line=dict(color=look.color, dash=look.dash, width=1.5), marker=dict(symbol=look.symbol, size=9),
        error_y=dict(
            type="data", array=path["high"] - path["value"], arrayminus=path["value"] - path["low"],
            color=look.color, thickness=1, width=2,
        ),
        customdata=[[str(r.strategy), str(r.candidate)] for r in path.itertuples()],
        text=text, hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip


def add_ring(figure: go.Figure, row: pd.DataFrame, called: str) -> None:
    if not row.empty:
        figure.add_scatter(
            x=row["share"], y=row["value"], mode="markers", name=inert(called), hoverinfo="skip",
            marker=dict(symbol="circle-open", size=22, color=GREY, line=dict(width=3)),
        )  # fmt: skip


def said(
    table: pd.DataFrame, full: tuple[float, float, float] | None, chosen: tuple[str, str] | None, called: str
) -> str:
    """What the chart shows, with the numbers of all rows, of the smallest size of each method, and of the ring."""
    metric = METRICS[table["metric"].iloc[0]]
    whole = f"; with all rows {number(full[0])}" if full else ""
    fewest = table[table["share"] == table.groupby("strategy")["share"].transform("min")]
    ends = fewest.groupby("strategy", sort=False)["value"].mean()  # of draws their mean
    ended = ", ".join(f"{short(title_of(strategy))} {number(value)}" for strategy, value in ends.items())
    text = f"{metric.title} against the share of rows kept{whole}; at {share_said(table['share'].min())}: {ended}"
    ring = the_one(table, chosen)
    if ring.empty:
        return f"{text}."
    return f"{text}; {called}: {short(ring.iloc[0]['candidate'])} {number(ring.iloc[0]['value'])}."


def share_said(share: float) -> str:
    """A share of few rows with two digits.

    >>> share_said(0.005), share_said(0.125), share_said(1.0)
    ('0.5 %', '12 %', '100 %')
    """
    return f"{100 * share:.2g} %" if share < 0.1 else f"{100 * share:.0f} %"
