"""The learning curve and the validation curve of a fit diagnosis, with their 95 % bands."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from optimizers.metrics import METRICS
from reporting.look import BLUE, GREY, VERMILLION, axis, blank, faint
from reporting.text import between, inert, number

HEIGHT_PX = 340
LOOK = {"training": (VERMILLION, "dash", "square"), "validation": (BLUE, "solid", "circle")}
CALLED = {"training": "rows learned from", "validation": "held-out rows"}


def learning_chart(frame: pd.DataFrame, metric: str = "accuracy") -> go.Figure:
    """Scores by the number of rows learned from.

    Parameters
    ----------
    frame : DataFrame
        `FitDiagnosis.frames["learning"]`: n_rows, part, mean, low, high.
    metric : str
        A key of `METRICS`.

    Raises
    ------
    ValueError
        If the frame is empty.
    """
    shown = drawable(frame, "learning curve", metric)
    title = METRICS[metric].title
    figure = blank(learning_said(shown, title), HEIGHT_PX, hovermode="closest")
    for part, rows in shown.groupby("part", sort=False):
        add_curve(figure, str(part), rows, rows["n_rows"], [f"{n:,} rows" for n in rows["n_rows"]])
    ticks = sorted(int(n) for n in shown["n_rows"].unique())
    rows_axis = axis("Rows learned from", type="log", tickvals=ticks, ticktext=[f"{n:,}" for n in ticks])
    figure.update_layout(xaxis=rows_axis, yaxis=axis(title))
    return figure


def validation_chart(frame: pd.DataFrame, metric: str = "accuracy") -> go.Figure:
    """Scores along the main regularizer, from least to most regularized; the model's own setting is marked.

    Parameters
    ----------
    frame : DataFrame
        `FitDiagnosis.frames["validation"]`: regularizer, place, setting, own, part, mean, low, high.
    metric : str
        A key of `METRICS`.

    Raises
    ------
    ValueError
        If the frame is empty: no setting could be tried.
    """
    shown = drawable(frame, "validation curve", metric)
    title, name = METRICS[metric].title, str(shown["regularizer"].iloc[0])
    figure = blank(validation_said(shown, title, name), HEIGHT_PX, hovermode="closest")
    for part, rows in shown.groupby("part", sort=False):
        add_curve(figure, str(part), rows, rows["place"], [f"{name} = {s}" for s in rows["setting"]])
    add_own(figure, shown[shown["own"]])
    places = shown.drop_duplicates("place").sort_values("place")
    ticks = dict(tickvals=places["place"].tolist(), ticktext=[inert(s, 12) for s in places["setting"]])
    figure.update_layout(xaxis=axis(f"{inert(name)}, more regularized to the right", **ticks), yaxis=axis(title))
    return figure


def drawable(frame: pd.DataFrame, called: str, metric: str) -> pd.DataFrame:
    """The rows with a score, their bands no wider than the metric goes."""
    shown = frame[frame["mean"].notna()]
    if shown.empty:
        raise ValueError(f"There is nothing to draw: the {called} holds no score.")
    bounds = METRICS[metric].low, METRICS[metric].high
    return shown.assign(low=shown["low"].clip(*bounds), high=shown["high"].clip(*bounds))


def add_curve(figure: go.Figure, part: str, rows: pd.DataFrame, at: pd.Series, called: list[str]) -> None:
    """One part's band and its line above."""
    color, dash, symbol = LOOK[part]
    there = rows["low"].notna()
    outline = [*at[there], *at[there][::-1]], [*rows["high"][there], *rows["low"][there][::-1]]
    figure.add_scatter(
        x=outline[0], y=outline[1], mode="lines", fill="toself", fillcolor=faint(color), hoverinfo="skip",
        showlegend=False, legendgroup=part, line=dict(color=faint(color, 0.35), width=1), name="95 % band",
    )  # fmt: skip
    texts = [
        f"{inert(c)}<br>{CALLED[part]}: {number(m)} ({between(low, high)})"
        for c, m, low, high in zip(called, rows["mean"], rows["low"], rows["high"])
    ]
    figure.add_scatter(
        x=at, y=rows["mean"], mode="lines+markers", name=CALLED[part], legendgroup=part, text=texts,
        hovertemplate="%{text}<extra></extra>", marker=dict(symbol=symbol, size=7),
        line=dict(color=color, dash=dash, width=2.5),
    )  # fmt: skip


def add_own(figure: go.Figure, rows: pd.DataFrame) -> None:
    """A ring around the model's own setting."""
    if not rows.empty:
        figure.add_scatter(
            x=rows["place"], y=rows["mean"], mode="markers", name="this model", hoverinfo="skip",
            marker=dict(symbol="circle-open", size=18, color=GREY, line=dict(width=3)),
        )  # fmt: skip


def learning_said(frame: pd.DataFrame, title: str) -> str:
    """What the curve shows, from its first to its last point."""
    first, last = frame["n_rows"].min(), frame["n_rows"].max()
    parts = "; ".join(
        f"on {CALLED[str(part)]} from {number(rows['mean'].iloc[0])} to {number(rows['mean'].iloc[-1])} "
        f"({between(rows['low'].iloc[-1], rows['high'].iloc[-1])})"
        for part, rows in frame.groupby("part", sort=False)
    )
    return f"{title} when learning from {first:,} to {last:,} rows: {parts}."


def validation_said(frame: pd.DataFrame, title: str, name: str) -> str:
    """The best held-out score along the path, and the model's own."""
    held_out = frame[frame["part"] == "validation"]
    best = held_out.loc[held_out["mean"].idxmax()]
    text = (
        f"{title} on held-out rows along {len(held_out)} settings of {name}: best {number(best['mean'])} "
        f"({between(best['low'], best['high'])}) at {best['setting']}"
    )
    own = held_out[held_out["own"]]
    if own.empty:
        return text + "."
    return f"{text}; this model, {own['setting'].iloc[0]}, has {number(own['mean'].iloc[0])}."
