"""Does 80 % mean 80 %? The reliability curve, with the rows behind every point."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from reporting.look import BLUE, GREY, axis, blank, faint
from reporting.text import between, inert, number, short


def calibration(frame: pd.DataFrame, of: str = "probability") -> go.Figure:
    """What was predicted against what came, bin by bin, and how many rows each bin holds.

    Parameters
    ----------
    frame : DataFrame
        One row a bin: from, to, predicted, observed, low, high, n_rows.
    of : str
        What is predicted: "probability of yes", "value".

    Raises
    ------
    ValueError
        If the frame holds no bins.
    """
    if frame.empty:
        raise ValueError("There are no bins to draw; calibration needs at least one judging row.")
    figure = blank(said(frame, of), 400, bargap=0.02)
    ends = [
        float(frame[["predicted", "low", "observed"]].min().min()),
        float(frame[["predicted", "high"]].max().max()),
    ]
    figure.add_scatter(
        x=ends, y=ends, mode="lines", line=dict(color=GREY, dash="dash"), name="as predicted", hoverinfo="skip"
    )
    figure.add_scatter(
        x=frame["predicted"], y=frame["observed"], mode="lines+markers", name="what came, 95 % interval",
        line=dict(color=BLUE, width=2.5), marker=dict(size=8), text=[bin_said(r) for _, r in frame.iterrows()],
        error_y=dict(
            type="data", array=frame["high"] - frame["observed"], arrayminus=frame["observed"] - frame["low"],
            color=BLUE, thickness=1.5, width=4,
        ),
        hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip
    middle, width = (
        (frame["from"] + frame["to"]) / 2,
        np.maximum(frame["to"] - frame["from"], (ends[1] - ends[0]) / 200),
    )
    figure.add_bar(
        x=middle, y=frame["n_rows"], width=width, yaxis="y2", showlegend=False, name="rows", hoverinfo="skip",
        marker=dict(color=faint(GREY, 0.5), line=dict(color=GREY, width=1)),
    )  # fmt: skip
    share = dict(tickformat=".0%") if ends[0] >= 0 and ends[1] <= 1 and of != "value" else {}
    figure.update_layout(
        xaxis=axis(f"Predicted {inert(of)}", anchor="y2", **share),
        yaxis=axis("What came", domain=[0.28, 1], **share),
        yaxis2=axis("Rows", domain=[0, 0.2], rangemode="tozero", nticks=3),
    )
    return figure


def bin_said(row: pd.Series) -> str:
    came = f"{number(row['observed'])} ({between(row['low'], row['high'])})"
    return f"predicted {number(row['predicted'])}<br>came {came}<br>{int(row['n_rows']):,} rows"


def said(frame: pd.DataFrame, of: str) -> str:
    """The curve in words: in how many bins the interval leaves the prediction out, and the worst of them."""
    off = (frame["low"] > frame["predicted"]) | (frame["high"] < frame["predicted"])
    worst = frame.iloc[int((frame["observed"] - frame["predicted"]).abs().argmax())]
    return (
        f"Predicted {short(of)} against what came, in {len(frame)} bins of {int(frame['n_rows'].sum()):,} rows. "
        f"In {int(off.sum())} bins the interval leaves the prediction out; the largest difference: predicted "
        f"{number(worst['predicted'])}, came {number(worst['observed'])} ({between(worst['low'], worst['high'])})."
    )
