"""The picture of a decision boundary."""

import numpy as np
import pandas as pd
import pytest

from reporting.charts.boundary import boundary_chart
from reporting.look import alt_of


def surface(n=60, label="yes"):
    across, up = np.tile(np.linspace(0, 1, n), n), np.repeat(np.linspace(5, 9, n), n)
    frame = pd.DataFrame({"age": across, "<b>": up, "score": across, "answer": "yes"})
    frame.attrs["label"] = label
    return frame


def test_surface_boundary_line_and_rows():
    rows = pd.DataFrame({"age": np.linspace(0, 1, 5000), "<b>": 7.0})
    target = pd.Series(np.where(np.arange(5000) % 2, "no", "yes"))
    figure = boundary_chart(surface(), rows, target)
    assert [t.type for t in figure.data] == ["contour", "contour", "scatter", "scatter"]
    assert figure.data[0].z.size <= 2000 and figure.data[1].contours.start == 0.5
    assert figure.layout.yaxis.title.text == "&lt;b&gt;" and sum(len(t.x) for t in figure.data[2:]) <= 1000
    assert np.allclose(figure.data[0].z[0], figure.data[0].x)
    assert alt_of(figure).startswith("Probability of yes over age and <b>") and "50% of the picture" in alt_of(figure)


def test_a_regressor_has_no_boundary_line():
    figure = boundary_chart(surface(10, None), surface(10)[["age", "<b>"]], pd.Series(np.arange(100.0)))
    assert [t.type for t in figure.data] == ["contour", "scatter"] and "from 0.000 to 1.000" in alt_of(figure)


def test_what_has_no_picture_is_refused():
    with pytest.raises(ValueError, match="one target each"):
        boundary_chart(surface(10), surface(10), pd.Series([1.0]))
    with pytest.raises(ValueError, match="nothing to draw"):
        boundary_chart(surface(10)[:2])
