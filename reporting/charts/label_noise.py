"""Which labels were given, and which they look like."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from reporting.charts.confusion import confusion
from reporting.text import between, inert, percent, short

MOST_CLASSES = 20


def label_noise(frame: pd.DataFrame) -> go.Figure:
    """Estimated rows by given and likely label, tinted by their share of the given label.

    Parameters
    ----------
    frame : DataFrame
        The "joint" of `optimizers.clean.labels.LabelNoise`: given, likely, count, share (of the given label),
        low, high. Beyond 20 labels those with the most wrong rows are drawn.

    Raises
    ------
    ValueError
        If the frame holds no cells.
    """
    drawn = worst(frame)
    cells = drawn.rename(columns={"given": "true", "likely": "given"})
    figure = confusion(cells)
    for trace, rows in zip(figure.data[1:], (cells[cells["share"] < 0.5], cells[cells["share"] >= 0.5])):
        trace.hovertext = [cell_said(row) for _, row in rows.iterrows()]
    titles = dict(xaxis_title_text="Likely label", yaxis_title_text="Given label")
    return figure.update_layout(meta={"alt": said(frame, drawn)}, **titles)


def worst(frame: pd.DataFrame) -> pd.DataFrame:
    """The cells of at most 20 labels, in their order."""
    labels = list(dict.fromkeys(frame["given"]))
    if len(labels) <= MOST_CLASSES:
        return frame
    off = frame[frame["given"] != frame["likely"]]
    n_wrong = off.groupby("given")["count"].sum() + off.groupby("likely")["count"].sum()
    kept = set(n_wrong.sort_values(ascending=False, kind="stable").index[:MOST_CLASSES])
    return frame[frame["given"].isin(kept) & frame["likely"].isin(kept)]


def cell_said(row: pd.Series) -> str:
    share = f"{percent(row['share'])} of the given (95 % interval {between(row['low'], row['high'])})"
    counts = f"about {int(row['count']):,} rows"
    return f"given {inert(row['true'])}<br>looks like {inert(row['given'])}<br>{counts}<br>{share}"


def said(frame: pd.DataFrame, drawn: pd.DataFrame) -> str:
    """The matrix in words: how many labels look wrong, and which pair most often."""
    wrong = frame[(frame["given"] != frame["likely"]) & (frame["count"] > 0)]
    n, n_wrong = int(frame["count"].sum()), int(wrong["count"].sum())
    text = f"Given and likely labels of {n:,} rows: about {n_wrong:,} look wrong."
    if len(drawn) < len(frame):
        n = frame["given"].nunique()
        text += f" Drawn are the {drawn['given'].nunique()} of {n} labels with the most of them."
    if wrong.empty:
        return text
    most = wrong.iloc[int(wrong["count"].argmax())]
    pair = f"{short(most['given'])} that looks like {short(most['likely'])}, {int(most['count']):,} rows"
    return f"{text} Most often: {pair}."
