"""What the model leans on."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from optimizers.metrics import METRICS
from reporting.charts.bars import Bars, add_bars, name_rows
from reporting.lines import metric_title
from reporting.look import BLUE, axis, blank
from reporting.text import between, inert, number, short

MOST_FEATURES = 30


def importance(frame: pd.DataFrame) -> go.Figure:
    """Permutation importance with intervals, the 30 largest.

    Parameters
    ----------
    frame : DataFrame
        One row a feature: feature, value (what the score loses when it is shuffled), low, high, metric.

    Raises
    ------
    ValueError
        If there are no features.
    """
    if frame.empty:
        raise ValueError("There are no features to draw; permutation importance was not measured.")
    shown = frame.sort_values("value", ascending=False, kind="stable", na_position="last").head(MOST_FEATURES)
    metric, n_more = METRICS[frame["metric"].iloc[0]], len(frame) - len(shown)
    figure = blank(said(shown, metric.title, n_more), 90 + 26 * len(shown), bargap=0.35)
    text = [
        f"{inert(r['feature'])}<br>{number(r['value'])} ({between(r['low'], r['high'])})" for _, r in shown.iterrows()
    ]
    value, low, high = (shown[c].to_numpy(float) for c in ("value", "low", "high"))
    add_bars(figure, Bars(np.arange(len(shown)), value, low, high, text, "", BLUE))
    name_rows(figure, shown["feature"].tolist())
    more = f"; {n_more} more features with less" if n_more else ""
    figure.update_layout(xaxis=axis(f"{metric_title(metric)} lost when shuffled{more}", zeroline=True))
    return figure


def said(shown: pd.DataFrame, metric: str, n_more: int) -> str:
    rows = [f"{short(r['feature'])} {number(r['value'])} ({between(r['low'], r['high'])})" for _, r in shown.iterrows()]
    n_needed = int((shown["low"] > 0).sum())
    return (
        f"{metric} lost when a feature is shuffled: {'; '.join(rows[:3])}. "
        f"{n_needed} of {len(shown) + n_more} features clearly matter to the model."
    )
