"""Where a regression errs: predicted against actual, and the residuals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from reporting.look import BLUE, GREY, VERMILLION, axis, blank, faint
from reporting.text import between, number
from reporting.thin import evenly


def residuals(points: pd.DataFrame, histogram: pd.DataFrame) -> go.Figure:
    """A cloud of predicted against actual above a histogram of the residuals.

    Parameters
    ----------
    points : DataFrame
        predicted, actual, residual (actual minus predicted), largest (bool); beyond 2,000 rows a part is drawn.
    histogram : DataFrame
        One row a bar: from, to, n_rows.

    Raises
    ------
    ValueError
        If there are no points.
    """
    if points.empty:
        raise ValueError("There are no residuals to draw; they need at least one judging row.")
    figure = blank(said(points, histogram), 560, bargap=0)
    cloud = points.iloc[evenly(len(points))]
    ends = [float(cloud[["predicted", "actual"]].min().min()), float(cloud[["predicted", "actual"]].max().max())]
    rows = [
        ("rows", BLUE, "circle", 5, ~cloud["largest"]),
        ("largest residuals", VERMILLION, "diamond", 8, cloud["largest"]),
    ]
    for name, color, symbol, size, mine in rows:
        figure.add_scatter(
            x=cloud.loc[mine, "predicted"], y=cloud.loc[mine, "actual"], mode="markers", name=name,
            marker=dict(color=color, size=size, symbol=symbol, opacity=0.5 if symbol == "circle" else 0.9),
            text=[number(r) for r in cloud.loc[mine, "residual"]],
            hovertemplate="predicted %{x:,.4~g}<br>actual %{y:,.4~g}<br>residual %{text}<extra></extra>",
        )  # fmt: skip
    figure.add_scatter(
        x=ends, y=ends, mode="lines", line=dict(color=GREY, dash="dash", width=2), name="right", hoverinfo="skip"
    )
    add_histogram(figure, histogram)
    figure.update_layout(
        xaxis=axis("Predicted", anchor="y"),
        yaxis=axis("Actual", domain=[0.42, 1]),
        xaxis2=axis("Residual (actual minus predicted)", anchor="y2", showgrid=False),
        yaxis2=axis("Rows", domain=[0, 0.26], rangemode="tozero", nticks=4),
    )
    return figure


def add_histogram(figure: go.Figure, histogram: pd.DataFrame) -> None:
    text = [f"{between(r['from'], r['to'])}<br>{int(r['n_rows']):,} rows" for _, r in histogram.iterrows()]
    figure.add_bar(
        x=(histogram["from"] + histogram["to"]) / 2, y=histogram["n_rows"], width=histogram["to"] - histogram["from"],
        xaxis="x2", yaxis="y2", hovertext=text, hovertemplate="%{hovertext}<extra></extra>", showlegend=False,
        marker=dict(color=faint(BLUE, 0.5), line=dict(color=BLUE, width=1)), name="residuals",
    )  # fmt: skip


def said(points: pd.DataFrame, histogram: pd.DataFrame) -> str:
    """The middle of the residuals and the largest one."""
    low, middle, high = np.quantile(points["residual"], [0.25, 0.5, 0.75])
    worst = points.iloc[int(points["residual"].abs().argmax())]
    return (
        f"Predicted against actual and the residuals of {int(histogram['n_rows'].sum()):,} rows. Half of the "
        f"residuals lie in {between(low, high)}, median {number(middle)}; the largest: predicted "
        f"{number(worst['predicted'])}, actual {number(worst['actual'])}."
    )
