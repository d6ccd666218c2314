"""The chart of a model under several library versions."""

import numpy as np
import pandas as pd
import pytest

from optimizers.environment.compare import CARRIED, COLUMNS, INSTALLED, REFITTED, SAVED
from reporting.charts.versions import versions_chart
from reporting.look import alt_of


def table(*rows):
    given = [dict(zip(("version", "role", "opens", "value", "low", "high", "changed", "why"), row)) for row in rows]
    return pd.DataFrame(given, columns=list(COLUMNS))


THREE = table(
    ("1.2.2", SAVED, True, 0.9, 0.8, 0.95, 0.0, ""),
    ("1.2.2", REFITTED, True, 0.8, 0.7, 0.9, 0.0, ""),
    ("1.9.1", INSTALLED, False, np.nan, np.nan, np.nan, np.nan, "<b>No</b> such class."),
    ("1.9.1", CARRIED, True, 0.9, 0.8, 0.95, 0.1, ""),
)


def test_every_version_stands_where_it_is_and_what_does_not_open_is_a_cross():
    opened, fitted, closed = versions_chart(THREE, "Accuracy").data
    assert list(opened.x) == ["1.2.2", "1.9.1 (here)"] and list(opened.y) == [0.9, 0.9]
    assert list(opened.error_y.array) == pytest.approx([0.05, 0.05])
    assert list(fitted.x) == ["1.2.2"] and closed.marker.symbol == "x" and list(closed.x) == ["1.9.1"]
    assert "&lt;b&gt;" in closed.text[0]


def test_the_chart_says_what_it_shows():
    assert alt_of(versions_chart(THREE, "Accuracy")) == (
        "The model under 3 library versions: 2 open it; answers change under 1 of them."
    )


def test_nothing_tried_is_refused():
    with pytest.raises(ValueError, match="nothing to draw"):
        versions_chart(table(), "Accuracy")
