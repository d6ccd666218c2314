import numpy as np
import pandas as pd
import pytest

from optimizers.card import Card
from reporting.charts.attribution import attribution_bars
from reporting.charts.calibration import calibration
from reporting.charts.card import card_charts
from reporting.charts.confusion import confusion
from reporting.charts.importance import importance
from reporting.charts.residuals import residuals
from reporting.look import alt_of
from tests.reporting.results import HOSTILE, points, trace


def calibration_frame():
    columns = {"from": [0.0, 0.5], "to": [0.5, 1.0], "predicted": [0.2, 0.9], "observed": [0.25, 0.6]}
    return pd.DataFrame(columns | {"low": [0.15, 0.5], "high": [0.35, 0.7], "n_rows": [80, 120]})


def confusion_frame(labels=("no", "yes"), counts=((50, 5), (10, 35))):
    cells = [(t, g, counts[i][j]) for i, t in enumerate(labels) for j, g in enumerate(labels)]
    share = [counts[i][j] / sum(counts[i]) for i in range(len(labels)) for j in range(len(labels))]
    return pd.DataFrame(cells, columns=["true", "given", "count"]).assign(share=share, low=0.0, high=1.0)


def residual_frames(n=50):
    rng = np.random.default_rng(0)
    actual, off = rng.normal(size=n), rng.normal(size=n)
    rows = pd.DataFrame({"predicted": actual - off, "actual": actual, "residual": off, "largest": off > 2})
    return rows, pd.DataFrame({"from": [-3.0, 0.0], "to": [0.0, 3.0], "n_rows": [n // 2, n - n // 2]})


def importance_frame(n=3):
    names = [HOSTILE, *(f"f{i}" for i in range(n - 1))]
    value = np.linspace(0.2, -0.01, n)
    return pd.DataFrame(dict(feature=names, value=value, low=value - 0.05, high=value + 0.05, metric="accuracy"))


def attribution_frame():
    rows = [
        ("all", "every drift", 0.13, 0.10, 0.16, 1, 1, 1),
        ("drift", "income doubles", 0.09, 0.07, 0.11, 0.69, 0.5, 0.8),
        ("feature", HOSTILE, 0.02, -0.01, 0.04, 0.15, -0.08, 0.3),
    ]
    return pd.DataFrame(rows, columns=["kind", "what", "value", "low", "high", "share", "share_low", "share_high"])


def test_calibration_shows_intervals_and_counts():
    figure = calibration(calibration_frame(), f"probability of {HOSTILE}")
    curve, rows = trace(figure, "what came"), trace(figure, "rows")
    assert list(curve.x) == [0.2, 0.9] and list(curve.y) == [0.25, 0.6]
    np.testing.assert_allclose(curve.error_y.array, [0.1, 0.1])
    np.testing.assert_allclose(curve.error_y.arrayminus, [0.1, 0.1])
    assert list(rows.y) == [80, 120] and list(rows.width) == [0.5, 0.5]
    assert "In 1 bins" in alt_of(figure) and "predicted 0.900, came 0.600" in alt_of(figure)
    assert "<s" not in figure.layout.xaxis.title.text


def test_confusion_counts_every_cell():
    figure = confusion(confusion_frame((HOSTILE, "yes")))
    pale, strong = figure.data[1:]
    counts = {(x, y): t for part in (pale, strong) for x, y, t in zip(part.x, part.y, part.text)}
    assert counts == {(0, 0): "50", (1, 0): "5", (0, 1): "10", (1, 1): "35"}
    assert list(strong.text) == ["50", "35"] and strong.textfont.color == "white"
    assert "85 (85 %) have their true label" in alt_of(figure) and "yes for <script>" in alt_of(figure)
    assert not any("<s" in t for t in [*figure.layout.xaxis.ticktext, *pale.hovertext, *strong.hovertext])


def test_residuals_stay_below_2000_points():
    figure = residuals(*residual_frames(5000))
    assert points(figure) <= 2000 and sum(len(t.x) for t in figure.data[:2]) == 2000
    assert "residuals of 5,000 rows" in alt_of(figure)
    rows, bars = residual_frames(50)
    figure = residuals(rows, bars)
    assert sorted(np.r_[figure.data[0].y, figure.data[1].y]) == sorted(rows["actual"])
    assert list(trace(figure, "residuals").y) == [25, 25]


def test_importance_has_intervals_and_cuts_at_30():
    figure = importance(importance_frame(50))
    (bars,) = figure.data
    assert len(bars.x) == 30 and bars.x[0] == 0.2
    np.testing.assert_allclose(bars.error_x.array, 0.05)
    assert "20 more features" in figure.layout.xaxis.title.text
    assert figure.layout.yaxis.ticktext[0].startswith("&lt;script&gt;")


def test_attribution_shows_shares_or_else_scores():
    figure = attribution_bars(attribution_frame())
    drift, feature = figure.data
    assert list(drift.x) == [0.69] and list(feature.x) == [0.15]
    assert drift.error_x.arrayminus[0] == pytest.approx(0.19)
    assert drift.marker.pattern.shape is None and feature.marker.pattern.shape == "/"
    assert "income doubles 69 % (50 % to 80 %)" in alt_of(figure)
    unclear = attribution_frame().assign(share=np.nan, share_low=np.nan, share_high=np.nan)
    assert list(attribution_bars(unclear).data[0].x) == [0.09]
    with pytest.raises(ValueError, match="nothing to attribute"):
        attribution_bars(attribution_frame().head(1))


def test_the_card_has_a_chart_for_every_frame_and_none_for_none():
    rows, bars = residual_frames()
    frames = dict(calibration=calibration_frame(), confusion=confusion_frame(), importance=importance_frame())
    assert list(card_charts(Card({}, frames))) == ["Calibration", "Confusion matrix", "What the model leans on"]
    assert list(card_charts(Card({}, dict(points=rows, histogram=bars)))) == ["Residuals"]
    assert card_charts(Card()) == {}
