import numpy as np
import pytest

from optimizers.drift import Move, Profile
from reporting.charts.marks import KINDS
from reporting.charts.over_time import over_time
from reporting.look import alt_of
from tests.reporting.results import HOSTILE, points, result, trace

FALLING = [0.9, 0.9, 0.85, 0.79, 0.77, 0.7]


def test_lines_hold_the_frames_values_and_the_legend_the_means():
    figure = over_time(result([FALLING, [0.8] * 6]))
    line = trace(figure, "as uploaded")
    assert line.name == "as uploaded, mean 0.818 (0.798 to 0.838)"
    np.testing.assert_array_equal(line.y, FALLING)
    np.testing.assert_array_equal(line.x, [1, 2, 3, 4, 5, 6])
    mean = trace(figure, "mean of as uploaded")
    assert mean.y[0] == pytest.approx(np.mean(FALLING)) and mean.error_y.array[0] == pytest.approx(0.02)


def test_candidates_keep_their_style_when_others_are_left_out_and_differ_in_more_than_colour():
    both = over_time(result([FALLING, FALLING]))
    alone = over_time(result([FALLING, FALLING]), candidates=["recipe refitted"])
    one, other = trace(both, "as uploaded"), trace(both, "recipe refitted")
    assert trace(alone, "recipe refitted").line.color == other.line.color
    assert one.line.color != other.line.color and one.line.dash != other.line.dash
    assert one.marker.symbol != other.marker.symbol


def test_the_mark_is_the_first_step_whose_whole_interval_is_worse():
    figure = over_time(result(FALLING), 0.8)
    mark = trace(figure, "first clearly worse")
    assert list(mark.x) == [5] and list(mark.y) == [0.77]  # 0.79 +/- 0.02 still reaches 0.8
    assert "clearly worse than 0.800 at step 5" in alt_of(figure)
    assert list(trace(figure, "threshold").y) == [0.8, 0.8]


def test_lower_is_better_turns_the_threshold_round():
    rising = result([0.1, 0.2, 0.31, 0.33], metric="log_loss")
    figure = over_time(rising, 0.3)
    assert list(trace(figure, "first clearly worse").x) == [4]
    assert figure.layout.yaxis.title.text == "Log loss (nats)"


def test_a_threshold_that_is_kept_leaves_no_mark():
    figure = over_time(result(FALLING), 0.5)
    assert not [t for t in figure.data if t.name.startswith("first")]
    assert "never clearly worse than 0.500" in alt_of(figure)


def test_undefined_steps_leave_a_gap_in_line_and_band():
    figure = over_time(result([0.9, np.nan, 0.8, 0.8]))
    line, band = trace(figure, "as uploaded"), trace(figure, "95 %")
    assert np.isnan(line.y[1]) and line.connectgaps is False
    assert list(band.x).count(None) == 1 and band.x[0] == 1 and 2 not in band.x


def test_all_undefined_is_said():
    assert "undefined at every step" in alt_of(over_time(result([np.nan, np.nan]), 0.5))


def test_labels_that_are_dates_make_a_date_axis():
    figure = over_time(result([0.9, 0.8, 0.7], starts=["2013-01", "2013-02", "2013-04"]))
    assert figure.layout.xaxis.type == "date"
    assert np.datetime64(trace(figure, "as uploaded").x[2]) == np.datetime64("2013-04-01")
    assert "0.700 at 2013-04" in alt_of(figure)


def test_the_timeline_is_as_high_as_the_drift_is_strong():
    drifts = (Move(columns=("a",), when=Profile("incremental", 2, 5, 2)), Move(when=Profile("gradual", 1, 0, 2)))
    figure = over_time(result(FALLING, drifts=drifts))
    bars = [t for t in figure.data if t.yaxis == "y2"]
    first = (np.array(bars[0].y[1:-1:2]) - 1) / 0.5
    np.testing.assert_allclose(first, [0, 0, 0.5, 1, 1, 0])
    assert bars[0].fillpattern.shape is None and bars[1].fillpattern.shape == "/"
    assert "incremental, from step 3" in alt_of(figure)
    assert [a.text for a in figure.layout.annotations] == [d.says() for d in drifts]


def test_events_point_at_the_line():
    figure = over_time(result(FALLING), events={"as uploaded": [(2, "retrained"), (99, "never")]})
    mark = trace(figure, "retrained")
    assert list(mark.x) == [3] and list(mark.y) == [0.85] and mark.text[0] == "as uploaded: retrained"


def test_each_kind_of_event_has_its_own_mark_and_a_short_name():
    events = [
        (1, "alarm: loss 0.4 after 0.1"), (1, "retrained"), (2, "kept the old model: no new labels have arrived"),
        (3, "went back to the model of step 1"), (4, "left out rows without a label"),
        (5, "retrained after the last step: never answered, not billed"),
    ]  # fmt: skip
    figure = over_time(result(FALLING), events={"as uploaded": events})
    marks = {t.name: t for t in figure.data if t.mode == "markers" and t.name in KINDS}
    assert {name: list(t.x) for name, t in marks.items()} == {
        "alarm": [2], "retrained": [2, 4], "kept the old model": [3, 6], "other event": [5]
    }  # fmt: skip
    assert len({t.marker.symbol for t in marks.values()}) == 4


def test_names_are_inert():
    drifts = (Move(columns=(HOSTILE,)),)
    figure = over_time(result(FALLING, names=[HOSTILE], drifts=drifts), 0.8, events={HOSTILE: [(1, HOSTILE)]})
    drawn = [t.name for t in figure.data] + [t.hovertemplate or "" for t in figure.data]
    drawn += [a.text for a in figure.layout.annotations] + list(trace(figure, "other event").text)
    for text in drawn:
        bare = text.replace("<extra></extra>", "").replace("<br>", "").replace("%{customdata}<", "<")
        assert "<s" not in bare and "<b>" not in bare and "$" not in bare
        assert bare.count("%{") == bare.count("%{text}") + bare.endswith(" %{customdata}")


def test_long_results_stay_below_2000_points():
    rng = np.random.default_rng(0)
    assert points(over_time(result(rng.uniform(size=(1, 5000))[:, :400]))) <= 2000
    assert points(over_time(result(rng.uniform(size=3000)), 0.01)) <= 2000


def test_no_steps_is_refused():
    empty = result([0.9, 0.8])
    empty.frame = empty.frame[empty.frame["part"] != "step"]
    with pytest.raises(ValueError, match="no steps to draw"):
        over_time(empty)


def test_many_candidates_keep_their_lines_and_hide_no_other_behind_bands():
    figure = over_time(result(np.full((12, 3), 0.8), names=[f"a pruned tree with {i} leaves" for i in range(12)]))
    assert sum(t.name == "95 % band" for t in figure.data) == 4
    assert sum("<br>mean 0.800" in t.name for t in figure.data) == 10
