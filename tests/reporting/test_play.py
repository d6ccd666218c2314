import numpy as np
import pandas as pd
import pytest

from reporting.charts.play import play
from reporting.look import alt_of
from tests.reporting.results import HOSTILE, result, trace

FALLING = [0.9, 0.8, np.nan, 0.6]


def shares(n_steps, labels=("low", "high")):
    rows = [
        dict(step=s, bin=b, left=float(i), right=i + 1.0, reference=0.5, share=abs(i - s / 10))
        for s in range(n_steps)
        for i, b in enumerate(labels)
    ]
    return pd.DataFrame(rows)


def test_a_frame_holds_the_past_and_its_histogram_and_nothing_else():
    figure = play(result(FALLING), shares(4), "income")
    assert [f.name for f in figure.frames] == ["0", "1", "2", "3"]
    last = figure.frames[3]
    past, now, outline = last.data
    np.testing.assert_allclose(past.y, FALLING, rtol=1e-6)
    assert list(now.y) == [0.6] and now.text[0] == "0.600"
    assert max(outline.y) == pytest.approx(0.7)
    assert [figure.data[i].name for i in last.traces] == ["as uploaded", "as uploaded", "this step"]
    assert len(figure.frames[1].data[0].x) == 2


def test_undefined_steps_have_no_number():
    assert play(result(FALLING)).frames[2].data[1].text[0] == ""


def test_frames_ask_for_no_redraw_and_the_slider_reaches_them_all():
    figure = play(result(FALLING), start=2)
    (slider,) = figure.layout.sliders
    assert [s.args[0][0] for s in slider.steps] == ["0", "1", "2", "3"] and slider.active == 2
    run, stop = figure.layout.updatemenus[0].buttons
    assert run.args[1]["frame"] == {"duration": 400, "redraw": False}
    assert list(stop.args[0]) == [None] and not any(s.args[1]["frame"]["redraw"] for s in slider.steps)
    assert {t.type for t in figure.data} == {"scatter"}  # plotly loses bars without a redraw


def test_alt_says_from_where_to_where():
    text = alt_of(play(result(FALLING), shares(4), "income"))
    assert "as uploaded from 0.900 to 0.600" in text and "income against the reference: high from 100 % to 70 %" in text


def test_bins_that_differ_from_step_to_step_are_refused():
    with pytest.raises(ValueError, match="same 2 bins at each of 4 steps; got 7 rows"):
        play(result(FALLING), shares(4).iloc[:-1], "income")


def test_a_payload_of_400_steps_stays_small():
    figure = play(result(np.random.default_rng(0).uniform(size=(2, 400))), shares(400), "income")
    assert len(figure.to_json()) < 4e6


def test_names_are_inert():
    figure = play(result(FALLING, names=[HOSTILE], starts=[HOSTILE] * 4), shares(4, (HOSTILE, "b")), HOSTILE)
    drawn = [t.name for t in figure.data] + [s.label for s in figure.layout.sliders[0].steps]
    assert not any("<s" in t or "$" in t or "%{" in t for t in [*drawn, figure.layout.xaxis2.title.text])
    assert trace(figure, "this step") is not None
