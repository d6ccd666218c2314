"""The chart of throughput against cores: what was measured, and what is projected."""

import pandas as pd
import pytest

from reporting.charts.scaling import scaling_chart
from reporting.look import alt_of

CORES = pd.DataFrame(
    {"n_cores": [1, 2, 8], "value": [1.0, 1.8, 4.0], "low": [0.9, 1.7, 2.0], "high": [1.1, 2.0, 6.0]}
).assign(measured=[True, True, False])


def test_projected_cores_are_told_apart_and_have_a_band():
    measured, band, projected = scaling_chart(CORES, "So it scales.").data
    assert measured.line.dash is None and measured.error_y.array is not None and tuple(measured.x) == (1, 2)
    assert projected.line.dash == "dash" and tuple(projected.x) == (2, 8)
    assert projected.marker.symbol == ("circle", "circle-open") and band.fill == "toself" and 6.0 in band.y
    assert "projected" in projected.text[1] and "2.000 to 6.000" in projected.text[1]
    assert alt_of(scaling_chart(CORES, "So it scales.")) == "So it scales."


def test_measured_cores_alone_are_one_line():
    assert len(scaling_chart(CORES[:2], "So it scales.").data) == 1


def test_two_ways_in_one_chart_with_inert_names():
    both = pd.concat([CORES.assign(way="<b>threads</b>"), CORES.assign(way="processes")])
    names = [t.name for t in scaling_chart(both, "").data if t.name]
    assert names == ["&lt;b&gt;threads&lt;/b&gt;, measured", "&lt;b&gt;threads&lt;/b&gt;, projected",
                     "processes, measured", "processes, projected"]  # fmt: skip


def test_nothing_measured_is_a_sentence():
    with pytest.raises(ValueError, match="no number of cores was measured"):
        scaling_chart(CORES[:0], "")
