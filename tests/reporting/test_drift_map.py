import numpy as np
import pandas as pd
import pytest

from reporting.charts.drift_map import drift_map
from reporting.look import alt_of
from tests.reporting.results import HOSTILE, points, trace


def drift_frame(psi):
    """One feature a row of psi, one step a column; drifted above 0.1."""
    rows = [
        dict(step=s, feature=name, kind="numeric", psi=v, statistic=v / 2, p_adjusted=0.5 - 0.49 * (v > 0.1))
        | dict(drifted=v > 0.1, wasserstein_sd=v * 2)
        for name, values in psi.items()
        for s, v in enumerate(values)
    ]
    return pd.DataFrame(rows).sort_values("step", kind="stable")


def test_cells_hold_the_frames_values_and_the_largest_stand_on_top():
    frame = drift_frame({"age": [0.0, 0.05, 0.02], "income": [0.0, 0.2, 0.4]})
    figure = drift_map(frame)
    (cells,) = [t for t in figure.data if t.type == "heatmap"]
    np.testing.assert_array_equal(cells.z, [[0.0, 0.2, 0.4], [0.0, 0.05, 0.02]])
    assert list(figure.layout.yaxis.ticktext) == ["income", "age"]
    assert "income 0.400 at step 3" in alt_of(figure) and "1 of them moved" in alt_of(figure)


def test_marks_are_where_chance_does_not_explain_and_every_cell_can_be_clicked():
    dots = trace(drift_map(drift_frame({"age": [0.0, 0.3]})), "cells")
    by_cell = {tuple(c): color for c, color in zip(dots.customdata, dots.marker.color)}
    assert by_cell == {("age", 0): "rgba(0,0,0,0)", ("age", 1): "#ffffff"}


def test_limits_are_fixed_whatever_the_values():
    one, other = (drift_map(drift_frame({"a": v})).data[0] for v in ([0.01, 0.02], [3.0, 9.0]))
    assert (one.zmin, one.zmax) == (other.zmin, other.zmax) == (0, 0.5)
    assert drift_map(drift_frame({"a": [1.0]}), "wasserstein_sd").data[0].z[0][0] == 2.0


def test_many_features_and_steps_are_cut_and_grouped_by_their_worst_step():
    rng = np.random.default_rng(0)
    psi = {f"f{i}": rng.uniform(0, 0.05, 400) for i in range(60)}
    psi["f7"][301] = 0.9
    figure = drift_map(drift_frame(psi))
    assert points(figure) <= 2000 and figure.data[0].z.shape[0] == 40
    assert "20 more features" in figure.layout.xaxis.title.text
    assert figure.data[0].z[0].max() == 0.9 and figure.layout.yaxis.ticktext[0] == "f7"


def test_steps_without_rows_are_gaps():
    figure = drift_map(drift_frame({"a": [0.1, np.nan], "b": [np.nan, np.nan]}))
    assert np.isnan(figure.data[0].z[:, 1]).all()


def test_names_are_inert():
    figure = drift_map(drift_frame({HOSTILE: [0.3]}), labels=["<i>now</i>"])
    texts = [*figure.layout.yaxis.ticktext, *figure.layout.xaxis.ticktext, *trace(figure, "cells").text]
    assert not any("<s" in t or "<i>" in t or "$" in t or "%{" in t for t in texts)
    assert HOSTILE[:20] in alt_of(figure)


def test_wrong_measures_are_refused():
    with pytest.raises(ValueError, match="by must be one of psi"):
        drift_map(drift_frame({"a": [0.1]}), "p_value")
