import numpy as np
import pandas as pd
import pytest

from reporting.charts.alarms import alarm_marks
from reporting.charts.estimated import estimated_over_time
from reporting.charts.over_time import over_time
from reporting.charts.repeated import repeated_over_time
from reporting.look import alt_of
from tests.reporting.results import HOSTILE, result, trace


def estimates(n=4):
    frame = pd.DataFrame({"step": range(n), "estimate": 0.9, "low": 0.88, "high": 0.92, "truth": [0.9, 0.91, 0.7, 0.6]})
    frame = frame.assign(truth_low=frame["truth"] - 0.03, truth_high=frame["truth"] + 0.03)
    return frame.assign(trusted=[True, True, False, False], why=["", "", HOSTILE, HOSTILE])


def test_the_estimate_is_dashed_and_doubts_are_marked():
    figure = estimated_over_time(estimates(), "accuracy")
    assert trace(figure, "estimate without labels").line.dash == "dash"
    doubts = trace(figure, "not to be trusted")
    above = over_time(result([0.9, 0.91, 0.7, 0.6])).layout.xaxis
    assert list(figure.layout.xaxis.range) == list(above.range) == [0.5, 4.5]
    assert figure.layout.xaxis.domain == above.domain
    assert list(doubts.x) == [3, 4] and not any("<s" in t or "%{" in t for t in doubts.hovertext)
    assert "off by 0.128 on average. Labels contradict it at 2 steps, first at step 3." in alt_of(figure)


def test_undefined_scores_leave_a_gap_and_dates_are_dates():
    frame = estimates().assign(truth=[0.9, np.nan, 0.9, 0.9], trusted=True)
    figure = estimated_over_time(frame, "accuracy", ["2020-01", "2020-02", "2020-03", "2020-04"])
    assert figure.layout.xaxis.type == "date" and "No labels contradict it." in alt_of(figure)
    with pytest.raises(ValueError, match="no steps to draw"):
        estimated_over_time(frame[:0], "accuracy")


def test_every_detector_has_a_row_and_onsets_a_line():
    frame = pd.DataFrame({"detector": ["DDM", "DDM", HOSTILE], "step": [3, 5, 0]})
    figure = alarm_marks(frame, ["DDM", "ADWIN", HOSTILE], 8, onsets=[3])
    assert list(figure.data[0].x) == [4, 6] and len(figure.data[1].x) == 0
    assert figure.layout.shapes[0].x0 == 3.5
    drawn = [*figure.layout.yaxis.ticktext, *figure.data[2].hovertext, figure.data[2].name]
    assert not any("<s" in t or "$" in t or "%{" in t for t in drawn)
    assert "DDM 2, ADWIN 0" in alt_of(figure) and "The world changes at step 4." in alt_of(figure)
    assert "No onset of a drift is known." in alt_of(alarm_marks(frame[:0], ["DDM"], 8))
    with pytest.raises(ValueError, match="choose a detector"):
        alarm_marks(frame, [], 8)


def test_alarms_of_several_features_at_one_step_are_one_mark():
    frame = pd.DataFrame({"detector": "features, CUSUM", "step": [3, 3, 5], "feature": ["age", HOSTILE, ""]})
    figure = alarm_marks(frame, ["features, CUSUM"], 8)
    assert list(figure.data[0].x) == [4, 6] and "features, CUSUM 2" in alt_of(figure)
    assert "(age, " in figure.data[0].hovertext[0] and "(" not in figure.data[0].hovertext[1]
    assert not any("<s" in t or "%{" in t for t in figure.data[0].hovertext)


def test_the_model_stands_beside_repeating():
    frame = pd.DataFrame({"step": range(3), "accuracy": [0.8, 0.7, np.nan], "no_change": [0.7, 0.9, np.nan]})
    figure = repeated_over_time(frame)
    assert "the model is ahead at 1 of them" in alt_of(figure) and len(figure.data) == 2
    with pytest.raises(ValueError, match="no steps to draw"):
        repeated_over_time(frame[:0])


def test_colours_say_what_a_detector_listens_to():
    frame = pd.DataFrame({"detector": ["features, ADWIN", "errors, ADWIN"], "step": [1, 1]})
    figure = alarm_marks(frame, ["features, calibrated", "features, ADWIN", *[f"errors, {k}" for k in "ABCDEFG"]], 4)
    marks = [(t.marker.color, t.marker.symbol) for t in figure.data]
    assert len(set(marks[:2])) == len(set(marks[2:])) == 1 and marks[0] != marks[2]
