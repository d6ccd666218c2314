"""The chart of a path of settings: scales, bands, the chosen one, words."""

import numpy as np
import pandas as pd
import pytest

from reporting.charts.setting_path import setting_path_chart
from reporting.look import alt_of


def table(settings=(10.0, 1.0, 0.1), **more):
    n = len(settings)
    frame = pd.DataFrame({"setting": settings, "label": [f"C = {s:g}" for s in settings]})
    for part, start in (("training", 0.95), ("validation", 0.8)):
        value = np.linspace(start, start - 0.1, n)
        frame = frame.assign(**{part: value, f"{part}_low": value - 0.05, f"{part}_high": value + 0.05})
    return frame.assign(chosen=[i == 1 for i in range(n)], **more)


def names(figure):
    return [t.name for t in figure.data if t.name]


def test_scores_with_bands_on_a_logarithmic_axis_with_more_regularized_to_the_right():
    figure = setting_path_chart(table(), "accuracy", "C")
    assert figure.layout.xaxis.type == "log" and figure.layout.xaxis.autorange == "reversed"
    assert names(figure) == ["Training", "Validation", "chosen"]
    assert sum(t.fill == "toself" for t in figure.data) == 2
    ring = next(t for t in figure.data if t.name == "chosen")
    assert ring.x == (1.0,) and ring.y == (0.75,)
    assert alt_of(figure) == (
        "Accuracy at 3 settings of C, from least to most regularized; chosen: C = 1 with 0.750 in validation and "
        "0.900 in training."
    )


def test_the_score_that_chose_stands_beside_that_on_rows_that_chose_nothing():
    honest = dict(
        unbiased=[np.nan, 0.72, np.nan], unbiased_low=[np.nan, 0.6, np.nan], unbiased_high=[np.nan, 0.8, np.nan]
    )
    judging = dict(judging=[0.7, 0.71, 0.72], judging_low=[0.6] * 3, judging_high=[0.8] * 3)
    figure = setting_path_chart(table(**honest, **judging), "accuracy", "C")
    assert {"Rows that judge", "without the luck of choosing"} <= set(names(figure))
    assert "0.720 on rows that chose nothing" in alt_of(figure)


def test_unlimited_settings_stand_side_by_side_under_their_names():
    frame = table((np.nan, 8.0, 2.0)).assign(label=["max_depth = unlimited", "max_depth = 8", "max_depth = <b>"])
    figure = setting_path_chart(frame, "r2", "max_depth")
    assert figure.layout.xaxis.ticktext == ("unlimited", "8", "&lt;b&gt;") and figure.data[1].x == (0.0, 1.0, 2.0)


def test_one_setting_nothing_chosen_and_no_interval_are_drawn_too():
    frame = table((1.0,)).assign(chosen=False, validation_low=np.nan, validation_high=np.nan)
    assert alt_of(setting_path_chart(frame, "accuracy", "C")).endswith("none is marked.")
    with pytest.raises(ValueError, match="no setting was tried"):
        setting_path_chart(frame[:0], "accuracy", "C")
