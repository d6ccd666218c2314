"""Training and validation score along the path of one setting, the chosen one marked."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from optimizers.metrics import METRICS
from reporting.lines import metric_title
from reporting.look import BLUE, GREEN, GREY, PURPLE, VERMILLION, axis, blank, faint
from reporting.text import between, inert, number

LINES = (
    ("training", "Training", BLUE, "dash", "square"),
    ("validation", "Validation", VERMILLION, "solid", "circle"),
    ("judging", "Rows that judge", GREEN, "dot", "diamond"),
)


def setting_path_chart(table: pd.DataFrame, metric: str, parameter: str, log: bool = True) -> go.Figure:
    """Scores with their 95 % bands against the setting, from least to most regularized.

    Parameters
    ----------
    table : DataFrame
        One row a setting, from least to most regularized: setting (float; NaN for unlimited), label; training,
        validation and, if there are any, judging, each with _low and _high; chosen (bool); unbiased,
        unbiased_low, unbiased_high of the chosen one, if known.
    metric : str
        A key of `METRICS`.
    parameter : str
        What the axis says.
    log : bool
        Whether the settings are spaced by ratio.

    Raises
    ------
    ValueError
        If there is no setting.
    """
    if table.empty:
        raise ValueError("There is nothing to draw: no setting was tried.")
    figure = blank(said(table, metric, parameter), 420, hovermode="closest")
    x, x_axis = places(table, parameter, log)
    for part, name, color, dash, symbol in LINES:
        if part in table and table[part].notna().any():
            add_line(figure, x, table, part, name, color, dash, symbol)
    add_chosen(figure, x, table)
    figure.update_layout(xaxis=x_axis, yaxis=axis(metric_title(METRICS[metric])))
    return figure


def places(table: pd.DataFrame, parameter: str, log: bool) -> tuple[list[float], dict]:
    """Where the settings stand: to scale where all are positive numbers, else side by side under their names."""
    values = table["setting"].to_numpy(float)
    if len(table) > 1 and np.isfinite(values).all() and (not log or (values > 0).all()):
        back = "reversed" if values[0] > values[-1] else True
        scale = dict(type="log", dtick=1, exponentformat="power") if log else {}
        return values.tolist(), axis(f"{parameter} (more regularized to the right)", autorange=back, **scale)
    names = [inert(str(label).removeprefix(f"{parameter} = "), 24) for label in table["label"]]
    ticks = dict(tickvals=list(range(len(table))), ticktext=names)
    return [float(i) for i in range(len(table))], axis(f"{parameter} (more regularized to the right)", **ticks)


def add_line(
    figure: go.Figure, x: list[float], table: pd.DataFrame, part: str, name: str, color: str, dash: str, symbol: str
) -> None:
    """One score with its band; the band stays out of the legend and of what the pointer finds."""
    known = table[[f"{part}_low", f"{part}_high"]].notna().all(axis=1).to_numpy()
    if known.sum() > 1:
        own = np.array(x)[known]
        edge = np.r_[table[f"{part}_high"][known], table[f"{part}_low"][known][::-1]]
        figure.add_scatter(
            x=np.r_[own, own[::-1]], y=edge, fill="toself", fillcolor=faint(color, 0.13), mode="lines",
            line=dict(width=0), hoverinfo="skip", showlegend=False, legendgroup=part,
        )  # fmt: skip
    texts = [
        f"{inert(r['label'], 60)}<br>{name} {number(r[part])} ({between(r[f'{part}_low'], r[f'{part}_high'])})"
        for _, r in table.iterrows()
    ]
    figure.add_scatter(
        x=x, y=table[part], mode="lines+markers", name=name, line=dict(color=color, dash=dash, width=2),
        marker=dict(color=color, symbol=symbol, size=8), legendgroup=part, text=texts,
        hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip


def add_chosen(figure: go.Figure, x: list[float], table: pd.DataFrame) -> None:
    """A ring around the chosen setting, and its score on rows that chose nothing."""
    place = np.flatnonzero(table.get("chosen", pd.Series(False, table.index)).astype(bool))
    if not len(place):
        return
    row = table.iloc[place[0]]
    figure.add_scatter(
        x=[x[place[0]]], y=[row["validation"]], mode="markers", name="chosen", hoverinfo="skip",
        marker=dict(symbol="circle-open", size=20, color=GREY, line=dict(width=3)),
    )  # fmt: skip
    if np.isfinite(row.get("unbiased", np.nan)):
        text = (
            f"{number(row['unbiased'])} ({between(row['unbiased_low'], row['unbiased_high'])}) "
            "on rows that chose nothing"
        )
        figure.add_scatter(
            x=[x[place[0]]], y=[row["unbiased"]], mode="markers", name="without the luck of choosing", text=[text],
            hovertemplate="%{text}<extra></extra>", marker=dict(symbol="x", size=10, color=PURPLE),
        )  # fmt: skip


def said(table: pd.DataFrame, metric: str, parameter: str) -> str:
    """What the chart shows, with the chosen setting and its scores."""
    text = f"{METRICS[metric].title} at {len(table)} settings of {parameter}, from least to most regularized"
    chosen = table[table.get("chosen", pd.Series(False, table.index)).astype(bool)]
    if chosen.empty:
        return f"{text}; none is marked."
    row = chosen.iloc[0]
    honest = (
        f", {number(row['unbiased'])} on rows that chose nothing" if np.isfinite(row.get("unbiased", np.nan)) else ""
    )
    return (
        f"{text}; chosen: {inert(row['label'], 60)} with {number(row['validation'])} in validation and "
        f"{number(row['training'])} in training{honest}."
    )
