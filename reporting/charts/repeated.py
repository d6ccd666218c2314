"""A model's score at every step beside that of repeating the last label."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from reporting.charts.estimated import named_steps
from reporting.look import BLUE, GREY, axis, blank
from reporting.text import number

LINES = (  # column, name, colour, dash, symbol
    ("accuracy", "the model", BLUE, "solid", "circle"),
    ("no_change", "repeating the last label", GREY, "dash", "diamond"),
)


def repeated_over_time(frame: pd.DataFrame, labels: Sequence[str] | None = None) -> go.Figure:
    """Two lines: the share of labels that are right.

    Parameters
    ----------
    frame : DataFrame
        One row a step: step, accuracy, no_change.
    labels : sequence of str, optional
        The steps' names; by default their numbers counted from 1.

    Raises
    ------
    ValueError
        If the frame is empty.
    """
    if frame.empty:
        raise ValueError("There are no steps to draw; run the experiment again.")
    steps = named_steps(frame["step"].to_numpy(), labels)
    better = int((frame["accuracy"] > frame["no_change"]).sum())
    alt = (
        f"Accuracy over {len(frame)} steps: the model {number(frame['accuracy'].mean())} on average, repeating the "
        f"last label {number(frame['no_change'].mean())}; the model is ahead at {better} of them."
    )
    figure = blank(alt, 260, hovermode="x unified", xaxis=steps.axis, yaxis=axis("Accuracy"))
    for column, name, color, dash, symbol in LINES:
        figure.add_scatter(
            x=steps.at, y=frame[column], mode="lines+markers", name=name, connectgaps=False,
            line=dict(color=color, dash=dash, width=2.5), marker=dict(symbol=symbol, size=6),
            hovertemplate=f"{name} %{{y:.3f}}<extra></extra>",
        )  # fmt: skip
    return figure
