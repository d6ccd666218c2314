"""The charts of a model's card."""

from __future__ import annotations

import plotly.graph_objects as go

from optimizers.card import Card
from reporting.charts.calibration import calibration
from reporting.charts.confusion import confusion
from reporting.charts.importance import importance
from reporting.charts.residuals import residuals


def card_charts(card: Card) -> dict[str, go.Figure]:
    """The charts that the card has frames for, by title."""
    frames, charts = {k: f for k, f in card.frames.items() if not f.empty}, {}
    if "calibration" in frames:
        of = str(card.head.get("calibration", {}).get("of", "probability"))
        charts["Calibration"] = calibration(frames["calibration"], of)
    if "confusion" in frames:
        charts["Confusion matrix"] = confusion(frames["confusion"])
    if "points" in frames and "histogram" in frames:
        charts["Residuals"] = residuals(frames["points"], frames["histogram"])
    if "importance" in frames:
        charts["What the model leans on"] = importance(frames["importance"])
    return charts
