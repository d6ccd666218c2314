"""The curves of a diagnosis hold the frames' numbers, mark the model's own setting, and say what they show."""

import pandas as pd
import pytest

from reporting.charts.fit_curves import learning_chart, validation_chart
from reporting.look import CLEAR, alt_of
from tests.reporting.results import HOSTILE


def learning():
    rows = [(50, "training", 0.99), (50, "validation", 0.7), (400, "training", 0.95), (400, "validation", 0.8)]
    return pd.DataFrame([dict(n_rows=n, part=p, mean=m, low=m - 0.05, high=m + 0.05) for n, p, m in rows])


def validation(regularizer="max_depth", settings=("none", "8", "2")):
    scores = {"training": (1.0, 0.9, 0.8), "validation": (0.7, 0.85, 0.75)}
    return pd.DataFrame([
        dict(regularizer=regularizer, place=i, setting=s, own=i == 0, part=part, mean=m[i], low=m[i] - 0.1,
             high=m[i] + 0.1)
        for i, s in enumerate(settings) for part, m in scores.items()
    ])  # fmt: skip


def line(figure, name):
    (found,) = [t for t in figure.data if t.name == name]
    return found


def test_the_learning_curve_holds_the_numbers_and_its_band():
    figure = learning_chart(learning())
    held_out, band = line(figure, "held-out rows"), [t for t in figure.data if t.fill == "toself"][1]
    assert list(held_out.x) == [50, 400] and list(held_out.y) == [0.7, 0.8]
    assert list(band.x) == [50, 400, 400, 50] and list(band.y) == pytest.approx([0.75, 0.85, 0.75, 0.65])
    assert figure.layout.xaxis.type == "log" and figure.layout.xaxis.ticktext == ("50", "400")


def test_the_validation_curve_marks_the_own_setting():
    figure = validation_chart(validation(), "balanced_accuracy")
    assert list(line(figure, "this model").y) == [1.0, 0.7]
    assert figure.layout.xaxis.ticktext == ("none", "8", "2") and figure.layout.yaxis.title.text == "Balanced accuracy"


@pytest.mark.parametrize(("chart", "frame"), [(learning_chart, learning), (validation_chart, validation)])
def test_figures_have_no_background_and_parts_differ_without_colour(chart, frame):
    figure = chart(frame())
    assert figure.layout.paper_bgcolor == figure.layout.plot_bgcolor == CLEAR
    lines = [line(figure, "held-out rows"), line(figure, "rows learned from")]
    assert len({t.line.dash for t in lines}) == len({t.marker.symbol for t in lines}) == 2


def test_alt_says_the_numbers():
    assert "from 0.700 to 0.800 (0.750 to 0.850)" in alt_of(learning_chart(learning()))
    assert "best 0.850 (0.750 to 0.950) at 8; this model, none, has 0.700." in alt_of(validation_chart(validation()))


def test_names_stay_inert():
    figure = validation_chart(validation(HOSTILE, (HOSTILE, "b", "c")))
    shown = [figure.layout.xaxis.title.text, *figure.layout.xaxis.ticktext, *line(figure, "held-out rows").text]
    assert not [text for text in shown if "<b>" in text or "<script" in text or "%{" in text]


@pytest.mark.parametrize(("chart", "frame"), [(learning_chart, learning), (validation_chart, validation)])
def test_an_empty_frame_is_refused(chart, frame):
    with pytest.raises(ValueError, match="nothing to draw"):
        chart(frame()[:0])


def test_scores_without_an_interval_are_drawn_without_a_band():
    figure = learning_chart(learning().assign(low=float("nan"), high=float("nan")))
    assert list(line(figure, "held-out rows").y) == [0.7, 0.8]
