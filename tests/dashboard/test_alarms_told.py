"""Alarms in words: captions fit the world that was played, and the scoreboard's headers can be read."""

import pandas as pd

from dashboard.alarms_told import ADDED, HEADERS, MARKS, UNKNOWN, of_chart, of_scoreboard, shown_name, table
from optimizers.detect.schedule import WITHIN
from optimizers.detect.scorecard import ALWAYS, COLUMNS, FEATURES
from optimizers.detect.streaming import DETECTORS


def card(*whys):
    rows = [["ADWIN", 5, 1.0, 2.0, 8.3, 0.8, 0.9, why] for why in whys]
    return pd.DataFrame(rows, columns=COLUMNS)


def test_every_column_has_a_header_and_no_two_are_the_same():
    assert list(HEADERS) == COLUMNS and len(set(HEADERS.values())) == len(COLUMNS)
    shown = table(card("", ""))
    assert list(shown) == [HEADERS[c] for c in COLUMNS if c != "why"]
    assert not any("_" in name for name in shown)
    assert shown["Detector"].tolist() == ["errors, ADWIN"] * 2
    assert "Why it could not run" in table(card("", "river is not installed"))


def test_names_say_what_is_listened_to():
    assert [shown_name(n) for n in (FEATURES, ALWAYS, "features, ADWIN")] == [FEATURES, ALWAYS, "features, ADWIN"]
    assert all(shown_name(n) == f"errors, {n}" for n in DETECTORS)


def test_alarms_before_the_line_are_explained_where_chance_does_not_do():
    assert of_chart(True, [8], [9, 10], 24)[0].startswith("The dashed line is the step at which")
    assert len(of_chart(True, [8], [3, 9], 24)) == 1
    early = of_chart(True, [8], list(range(24)), 24)[1]
    assert "alarms at 8 of the 8 steps before it" in early and "differ from the learning rows already" in early
    assert "24 of the 24 steps of a world without drift" in of_chart(True, [], list(range(24)), 24)[1]
    assert of_chart(True, [], [4], 24) == [MARKS]


def test_real_rows_have_no_schedule_to_judge_alarms_by():
    assert of_chart(False, [], list(range(8)), 8) == [MARKS, UNKNOWN]
    assert of_chart(False, [3], [3], 8)[1] == f"{UNKNOWN} {ADDED}"


def test_the_scoreboard_says_why_it_differs_from_the_chart():
    said = of_scoreboard(5)
    assert "5 seeds, of which the chart shows the first" in said and "in the chart against the learning rows" in said
    assert WITHIN == 4 and "within three steps after" in said
