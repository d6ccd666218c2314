import numpy as np
import pandas as pd

from reporting.charts.histograms import two_histograms
from reporting.look import alt_of
from reporting.stairs import bins_of
from tests.reporting.results import HOSTILE, trace


def bins_frame(labels, left, right, reference, step):
    columns = dict(label=labels, left=left, right=right, reference_share=reference, step_share=step)
    return pd.DataFrame(columns)


def test_numbers_with_missing_values_stand_apart():
    nan = np.nan
    frame = bins_frame(["0 to 1", "1 to 2", "missing"], [0, 1, nan], [1, 2, nan], [0.5, 0.4, 0.1], [0.2, 0.5, 0.3])
    figure = two_histograms(frame, "income", "step 9")
    bars, outline = trace(figure, "reference"), trace(figure, "step 9")
    np.testing.assert_array_equal(bars.y, [0.5, 0.4, 0.1])
    assert bars.x[2] - bars.width[2] / 2 > 2  # beyond the last bin
    assert set(outline.y) == {0.0, 0.2, 0.5, 0.3}
    assert figure.layout.annotations[0].text == "missing"
    assert "most lost: 0 to 1, from 50 % to 20 %" in alt_of(figure)


def test_categories_are_pairs_of_bars_and_inert():
    frame = bins_frame([HOSTILE, "b"], [np.nan] * 2, [np.nan] * 2, [0.6, 0.4], [0.1, 0.9])
    figure = two_histograms(frame, HOSTILE, HOSTILE)
    reference, step = figure.data
    assert list(reference.x) == [0.6, 0.4] and list(step.x) == [0.1, 0.9]
    assert reference.marker.pattern.shape is None and step.marker.pattern.shape == "/"
    drawn = [step.name, figure.layout.yaxis.title.text, *figure.layout.yaxis.ticktext, *step.hovertext]
    assert not any("<s" in t or "$" in t or "%{" in t for t in drawn)


def test_a_step_without_rows_is_said():
    frame = bins_frame(["0 to 1"], [0.0], [1.0], [1.0], [np.nan])
    assert "has no rows" in alt_of(two_histograms(frame, "x", "step 3"))


def test_stairs_touch_where_bins_do():
    bins = bins_of(np.array([0.0, 1.0, 3.0]), np.array([1.0, 2.0, 4.0]), ["a", "b", "c"])
    x, y = bins.stairs(np.array([0.1, 0.2, 0.3]))
    assert x.tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert y.tolist() == [0, 0.1, 0.1, 0.2, 0.2, 0, 0, 0.3, 0.3, 0]
