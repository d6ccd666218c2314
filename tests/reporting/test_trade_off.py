"""The trade-off chart holds the table's numbers, marks the front and the chosen one."""

import pandas as pd
import pytest

from reporting.charts.trade_off import trade_off_chart
from reporting.look import CLEAR, alt_of


def table():
    return pd.DataFrame(
        {
            "strategy": ["reference", "CutRefine", "CutRefine"],
            "candidate": ["as uploaded", "<b>64</b> leaves", "8 leaves"],
            "metric": "accuracy",
            "value": [0.9, 0.91, 0.8],
            "low": [0.88, 0.89, 0.77],
            "high": [0.92, 0.93, 0.83],
            "loss": [float("nan"), -0.01, 0.1],
            "loss_low": [float("nan"), -0.02, 0.08],
            "loss_high": [float("nan"), 0.001, 0.12],
            "size_kib": [1000.0, 40.0, 50.0],
            "latency_p50_us": [500.0, 90.0, 80.0],
            "pareto": [False, True, False],
        }
    )


@pytest.mark.parametrize("by", ["size_kib", "latency_p50_us"])
def test_points_are_the_table_s(by):
    figure = trade_off_chart(table(), by, ("CutRefine", "<b>64</b> leaves"))
    path = figure.data[1]
    assert sorted(zip(path.x, path.y)) == sorted(zip(table()[by][1:], table()["value"][1:]))
    assert list(figure.data[-1].x) == [table()[by][1]] and figure.layout.xaxis.type == "log"


def test_the_front_is_filled_and_the_rest_is_hollow():
    path = trade_off_chart(table()).data[1]
    by_name = dict(zip([c[1] for c in path.customdata], path.marker.color))
    assert by_name["8 leaves"] == CLEAR != by_name["<b>64</b> leaves"]


def test_alt_says_the_numbers_and_names_stay_inert():
    figure = trade_off_chart(table(), chosen=("CutRefine", "8 leaves"), called="fits the budget")
    assert "as uploaded 0.900 at 1,000" in alt_of(figure) and "fits the budget: 8 leaves 0.800 at 50" in alt_of(figure)
    assert "<b>" not in "".join(figure.data[1].text).replace("<br>", "")


def test_nothing_chosen_is_said():
    assert alt_of(trade_off_chart(table())).endswith("none is marked.")


def test_a_table_without_costs_is_refused():
    with pytest.raises(ValueError, match="nothing to draw"):
        trade_off_chart(table().assign(size_kib=float("nan")))
