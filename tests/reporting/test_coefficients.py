"""The chart of coefficients: the largest thirty, what is left out, words."""

import numpy as np
import pandas as pd
import pytest

from reporting.charts.coefficients import coefficients_chart, left_out
from reporting.look import alt_of


def table(n_features=3, n_settings=4):
    settings = np.geomspace(0.01, 10, n_settings)
    rows = [(s, f"f{j}", (j + 1) / (1 + s) if s < 10 else 0.0) for s in settings for j in range(n_features)]
    return pd.DataFrame(rows, columns=["setting", "feature", "coefficient"])


def test_one_line_a_feature_the_largest_first():
    figure = coefficients_chart(table(), "alpha", own=1.0)
    assert [t.name for t in figure.data] == ["f2", "f1", "f0"] and figure.layout.xaxis.type == "log"
    assert len(figure.layout.shapes) == 1 and left_out(table()) == ""
    assert alt_of(figure).startswith("Coefficients of 3 features along alpha: 0 are zero at the least regularized")
    assert "3 at the most; the largest is f2 with 2.970." in alt_of(figure)


def test_thirty_are_drawn_and_the_rest_is_named():
    many = table(55)
    assert len(coefficients_chart(many, "alpha").data) == 30
    assert left_out(many).endswith("f19 and 5 more.") and "f24" not in left_out(many)


def test_long_paths_are_thinned():
    assert max(len(t.x) for t in coefficients_chart(table(2, 5000), "alpha").data) <= 2000


def test_what_has_no_picture_is_refused():
    with pytest.raises(ValueError, match="nothing to draw"):
        coefficients_chart(table()[:0], "alpha")
    with pytest.raises(ValueError, match="one class"):
        coefficients_chart(table().assign(**{"class": ["a", "b"] * 6}), "alpha")
