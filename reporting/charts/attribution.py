"""How much of the loss comes from each drift or feature."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from reporting.charts.bars import Bars, add_bars, name_rows
from reporting.look import BLUE, OCHRE, axis, blank
from reporting.text import inert, number, percent, short

MOST_BARS = 15
KINDS = (("drift", BLUE, ""), ("feature", OCHRE, "/"))


def attribution_bars(frame: pd.DataFrame) -> go.Figure:
    """What comes back when one drift, or one feature, is put back as it was.

    Shares where the whole loss is clear, otherwise the score itself.

    Parameters
    ----------
    frame : DataFrame
        kind ("all", "drift", "feature"), what, value, low, high, share, share_low, share_high, as
        `optimizers.attribution.attribution` gives it.

    Raises
    ------
    ValueError
        If there is no drift or feature in it.
    """
    parts = frame[frame["kind"] != "all"]
    as_share = bool(parts["share"].notna().any())
    key = "share" if as_share else "value"
    low, high = ("share_low", "share_high") if as_share else ("low", "high")
    parts = parts.dropna(subset=[key]).sort_values(key, ascending=False, kind="stable").head(MOST_BARS)
    if parts.empty:
        raise ValueError("There is nothing to attribute: a single drift on a single feature is all of the loss.")
    figure = blank(said(parts, key, low, high, as_share), 110 + 34 * len(parts), bargap=0.35)
    at = np.arange(len(parts))
    for kind, color, shape in KINDS:
        mine = (parts["kind"] == kind).to_numpy()
        if mine.any():
            rows = parts[mine]
            text = [row_said(row, as_share) for _, row in rows.iterrows()]
            value, lower, upper = (rows[c].to_numpy(float) for c in (key, low, high))
            add_bars(figure, Bars(at[mine], value, lower, upper, text, kind, color, shape))
    title = "Share of the loss" if as_share else "Score that comes back"
    figure.update_layout(xaxis=axis(title, tickformat=".0%" if as_share else None, zeroline=True, zerolinewidth=1))
    name_rows(figure, parts["what"].tolist())
    return figure


def row_said(row: pd.Series, as_share: bool) -> str:
    score = f"score {number(row['value'])} ({number(row['low'])} to {number(row['high'])})"
    share = f"{percent(row['share'])} ({percent(row['share_low'])} to {percent(row['share_high'])})<br>"
    return f"{inert(row['what'], 90)}<br>{share if as_share else ''}{score}"


def said(parts: pd.DataFrame, key: str, low: str, high: str, as_share: bool) -> str:
    show = percent if as_share else number
    rows = [f"{short(r['what'], 90)} {show(r[key])} ({show(r[low])} to {show(r[high])})" for _, r in parts.iterrows()]
    return f"{'Share of the loss' if as_share else 'Score'} that comes back when it is undone: {'; '.join(rows)}."
