"""The distilling chart holds the frame's numbers: a line a method, the draws as a band, all rows as a line."""

import pandas as pd
import pytest

from reporting.charts.distil import distil_chart
from reporting.look import alt_of

from .results import HOSTILE, trace


def frame():
    rows = []

    def add(strategy, candidate, value, share=None):
        same = dict(strategy=strategy, candidate=candidate, step=-1, start="", unit="", n_rows=9)
        parts = [("horizon", "accuracy", value)]
        parts += [("choice", "share", share), ("choice", "n_rows", 1000 * share)] if share else []
        rows.extend(same | dict(part=p, metric=m, value=v, low=v - 0.02, high=v + 0.03) for p, m, v in parts)

    add("reference", "as uploaded", 0.97)
    add("reference", "recipe refitted", 0.95)
    for share, values in {0.5: (0.92, 0.93, 0.94), 0.05: (0.8, 0.82, 0.87)}.items():
        for k, value in enumerate(values):
            add("RandomRows", f"{share}, draw {k}", value, share)
    add(HOSTILE, "500 rows", 0.94, 0.5)
    add(HOSTILE, "50 rows", 0.86, 0.05)
    return pd.DataFrame(rows)


def test_a_method_is_a_line_with_its_intervals():
    path = distil_chart(frame()).data[-1]
    assert list(path.x) == [0.05, 0.5] and list(path.y) == [0.86, 0.94]
    assert list(path.error_y.array) == pytest.approx([0.03] * 2) and list(path.error_y.arrayminus) == pytest.approx(
        [0.02] * 2
    )
    assert [c[1] for c in path.customdata] == ["50 rows", "500 rows"]


def test_draws_are_a_band_from_worst_to_best_around_their_mean():
    figure = distil_chart(frame())
    mean = trace(figure, "random draws")
    band = [t for t in figure.data if t.showlegend is False]
    assert list(mean.x) == [0.05, 0.5] and list(mean.y) == pytest.approx([0.83, 0.93])
    assert list(band[0].y) == [0.87, 0.94] and list(band[1].y) == [0.8, 0.92] and band[1].fill == "tonexty"
    assert "3 random draws<br>5 % of the rows" in mean.text[0]


def test_all_rows_are_a_line():
    figure = distil_chart(frame())
    assert figure.layout.shapes[0].y0 == 0.95 and trace(figure, "all rows: 0.950")
    table = frame()
    assert not distil_chart(table[table["candidate"] != "recipe refitted"]).layout.shapes


def test_the_chosen_one_is_ringed_and_said():
    figure = distil_chart(frame(), (HOSTILE, "50 rows"), "automatic")
    assert list(figure.data[-1].x) == [0.05] and alt_of(figure).endswith("automatic: 50 rows 0.860.")
    assert "with all rows 0.950; at 5 %: Keep rows drawn at random" in alt_of(figure)


def test_names_stay_inert():
    path = distil_chart(frame()).data[-1]
    assert "<" not in path.name and "<script" not in "".join(path.text)


def test_a_frame_without_distilled_candidates_is_refused():
    table = frame()
    with pytest.raises(ValueError, match="nothing to draw"):
        distil_chart(table[table["strategy"] == "reference"])
