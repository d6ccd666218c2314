"""The chart of throughput against batch size."""

import numpy as np
import pandas as pd
import pytest

from reporting.charts.operation import throughput_chart
from reporting.look import alt_of


def table(**rates):
    records = []
    for model, values in rates.items():
        for batch, v in zip((1, 1000), values):
            same = dict(model=model, batch=batch, low=0.9 * v, high=1.1 * v, times_better=1.0)
            records += [same | dict(measure="throughput_rows_s", value=v), same | dict(measure="other", value=0.0)]
    return pd.DataFrame(records)


def test_a_line_and_a_band_a_model_on_two_logarithmic_axes():
    figure = throughput_chart(table(original=(100, 50_000), direct=(3000, 40_000)))
    assert figure.layout.xaxis.type == figure.layout.yaxis.type == "log"
    assert [t.name for t in figure.data if t.name] == ["original", "direct"]
    assert sum(t.fill == "toself" for t in figure.data) == 2
    assert figure.layout.xaxis.ticktext == ("1", "1,000")
    assert alt_of(figure) == (
        "Throughput of 2 ways of running the model against the size of a batch; direct is fastest at 1 row a call with "
        "3,000 rows/s; original is fastest at 1,000 rows a call with 50,000 rows/s."
    )


def test_nine_ways_have_nine_colours():
    figure = throughput_chart(table(**{f"way {i}": (1 + i, 2 + i) for i in range(9)}))
    assert len({t.line.color for t in figure.data if t.name}) == 9


def test_names_are_inert():
    figure = throughput_chart(table(**{"<b>x</b>": (1, 2)}))
    assert "&lt;b&gt;" in figure.data[-1].name and "<b>" not in figure.data[-1].text[0]


def test_intervals_that_are_not_known_draw_no_band():
    figure = throughput_chart(table(a=(1, 2)).assign(low=np.nan))
    assert not any(t.fill for t in figure.data)


def test_nothing_measured_is_a_sentence():
    with pytest.raises(ValueError, match="no throughput was measured"):
        throughput_chart(table(a=(1, 2)).iloc[:0])
