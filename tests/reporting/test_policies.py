"""The chart of policies, from a bill made by hand."""

import numpy as np
import pandas as pd
import pytest

from optimizers.retrain import RETRAIN
from reporting.charts.over_time import over_time
from reporting.charts.policies import policies_chart, policy_style
from reporting.look import CLEAR, alt_of, style

from .results import HOSTILE, result, trace


def bill(names=("never", "every step", "in hindsight"), totals=(120.0, 150.0, 100.0)):
    n = len(names)
    return pd.DataFrame(
        {
            "strategy": ["Never", "EveryKSteps", "Oracle"][:n], "candidate": names, "metric": "accuracy",
            "value": np.linspace(0.7, 0.8, n), "low": 0.65, "high": 0.85, "retrainings": 3.0, "labels": 50.0,
            "cost_errors": totals, "cost_retrainings": 0.0, "cost_labels": 0.0, "cost_cpu": 0.0, "total": totals,
            "regret": np.array(totals) - 100, "hindsight": [False, False, True][:n], "pareto": [True, True, False][:n],
            "place": [3, 4, 2][:n],
            "total_low": np.array(totals) - 5, "total_high": np.array(totals) + 7, "regret_low": np.array(totals) - 104,
            "regret_high": np.array(totals) - 95,
        }
    )  # fmt: skip


def test_every_policy_is_a_mark_and_the_front_is_filled_and_joined():
    figure = policies_chart(bill())
    assert [t.name for t in figure.data] == [
        "front: nobody is better and cheaper",
        "never",
        "every step",
        "in hindsight",
    ]
    assert trace(figure, "never").marker.color != CLEAR and trace(figure, "in hindsight").marker.color == CLEAR
    assert trace(figure, "in hindsight").marker.symbol == "star"
    assert list(trace(figure, "front").x) == [120, 150]


def test_it_says_what_it_shows():
    figure = policies_chart(bill())
    assert alt_of(figure) == (
        "Accuracy of 2 policies against their total cost; the cheapest is never, 120 (115 to 127), at 0.700; "
        "in hindsight 100 at 0.800 would have been possible."
    )
    assert "regret 20 (16 to 25)" in trace(figure, "never").text[0] and "120 errors" in trace(figure, "never").text[0]


def test_costs_have_error_bars_where_they_have_intervals():
    never = trace(policies_chart(bill()), "never")
    assert (list(never.error_x.arrayminus), list(never.error_x.array)) == ([5], [7])
    bare = trace(policies_chart(bill().assign(total_low=np.nan, total_high=np.nan)), "never")
    assert bare.error_x.array is None and "cost 120<br>" in bare.text[0]


def test_a_policy_looks_the_same_whatever_else_has_played():
    def colors(figure):
        return {t.name: t.marker.line.color for t in figure.data if t.mode == "markers"}

    table = bill()
    assert colors(policies_chart(table)) == colors(policies_chart(table.iloc[::-1]))
    assert colors(policies_chart(table.assign(place=[7, 0, 1]))) == colors(policies_chart(table))
    alone = policies_chart(table.iloc[1:2])
    assert trace(alone, "every step").marker.line.color == policy_style("EveryKSteps", "every step").color


def test_no_policy_has_the_colour_of_the_model_as_uploaded_and_those_at_their_defaults_differ():
    looks = [policy_style(name, cls().full_label()) for name, cls in RETRAIN.items()]
    assert style(0).color not in {look.color for look in looks}
    assert len({(look.color, look.symbol) for look in looks}) == len(looks)


def test_a_line_over_time_takes_the_look_that_it_is_given():
    look = policy_style("EveryKSteps", "every step")
    figure = over_time(result([[0.8, 0.7], [0.9, 0.8]]), looks={("reference", "recipe refitted"): look})
    lines = [t for t in figure.data if t.mode == "lines+markers"]
    assert [t.line.color for t in lines] == [style(0).color, look.color] and lines[1].marker.symbol == look.symbol


def test_a_long_name_is_wrapped_and_not_cut():
    name = "on an estimated drop by 0.02 or above 0.5, half-life 4 steps"
    figure = policies_chart(bill(names=(name, "b", "c")))
    assert figure.data[1].name.replace("<br>", " ") == name and "<br>" in figure.data[1].name


def test_names_do_nothing():
    assert "<script>" not in policies_chart(bill(names=(HOSTILE, "b", "c"))).to_json()


def test_without_costs_there_is_nothing_to_draw():
    with pytest.raises(ValueError, match="nothing to draw"):
        policies_chart(bill().assign(total=np.nan))


def test_retrainings_are_marks_on_the_chart_over_time():
    figure = over_time(result([[0.8, 0.7, 0.9]]), events={"as uploaded": [(1, "retrained")]})
    assert list(trace(figure, "retrained").y) == [0.7]
