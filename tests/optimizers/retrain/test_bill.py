"""Bills added up by hand, and the advice that is read from them."""

import dataclasses

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix

from optimizers.component import from_spec
from optimizers.retrain.advice import sentence
from optimizers.retrain.bill import bill
from optimizers.retrain.every_k_steps import EveryKSteps
from optimizers.retrain.never import Never
from optimizers.retrain.on_benefit import OnBenefit
from optimizers.retrain.oracle import Oracle
from optimizers.retrain.prices import Prices
from optimizers.running import run

from .worlds import turning

POLICIES = (Never(), EveryKSteps(every=1), OnBenefit(), Oracle())


def result(policies=POLICIES, **how):
    case, experiment = turning(**how)
    return case, run(case, dataclasses.replace(experiment, strategies=policies))


def test_the_bill_of_never_is_its_errors():
    case, found = result()
    table = bill(found, Prices(retraining=7, error=3, label=0.5)).set_index("candidate")
    n_wrong = (case.model.predict(case.X_test) != case.y_test).sum()
    assert table.loc["never", "errors"] == n_wrong
    assert table.loc["never", "total"] == table.loc["never", "cost_errors"] == 3 * n_wrong
    every = table.loc["every step"]
    assert every["cost_retrainings"] == 5 * 7 and every["cost_labels"] == 0.5 * (len(case.X_test) - 40)
    parts = every[["cost_errors", "cost_retrainings", "cost_labels", "cost_cpu"]]
    assert every["total"] == pytest.approx(parts.sum()) and every["cost_cpu"] > 0
    assert list(table["total"]) == sorted(table["total"])


def test_regret_is_counted_from_the_best_schedule_which_is_not_on_the_front():
    table = bill(result()[1], Prices(retraining=0.02 * 40, cpu_hour=0))
    floor = table[table["hindsight"]].iloc[0]
    assert floor["regret"] == 0 and not floor["pareto"]
    assert (table["regret"] >= -1e-9).all()
    real = table[~table["hindsight"]]
    assert real.loc[real["total"].idxmin(), "pareto"]


def test_a_matrix_prices_each_kind_of_mistake():
    case, found = result((Never(),))
    counts = confusion_matrix(case.y_test, case.model.predict(case.X_test), labels=list(case.classes))
    table = bill(found, Prices(matrix=((0, 5), (1, 0))))
    assert table.loc[0, "cost_errors"] == 5 * counts[0, 1] + counts[1, 0]


def test_a_regressor_pays_for_its_absolute_error():
    case, found = result((Never(),), classes=False)
    expected = np.abs(case.model.predict(case.X_test) - case.y_test).sum()
    assert bill(found, Prices(error=2)).loc[0, "total"] == pytest.approx(2 * expected)


def test_where_the_world_turns_the_advice_is_to_retrain():
    last = dict(window="sliding", window_steps=1)
    _, found = result((Never(), EveryKSteps(every=1, **last), Oracle(**last)), n_steps=9)
    said = sentence(bill(found, Prices(retraining=1)))
    assert said.startswith("Take 'every step, last step'") and "Even the best schedule in hindsight" in said
    assert (
        "for never retraining" in said
        and "its accuracy is better than the uploaded model's: +0." in said
        and said.endswith(".")
    )


def test_where_nothing_changes_retraining_is_a_waste():
    said = sentence(bill(result(turn=99)[1], Prices(retraining=50)))
    assert said.startswith("Retraining is a waste here: never costs least") and "; the next, '" in said


def test_without_a_policy_there_is_no_bill():
    case, experiment = turning()
    with pytest.raises(ValueError, match="no retraining policy has played"):
        bill(run(case, experiment), Prices())
    only = bill(result((Oracle(),))[1], Prices())
    assert "add some policies" in sentence(only)


@pytest.mark.parametrize(
    ("matrix", "why"),
    [(((0, 1),), "as many columns"), (((0, -1), (1, 0)), "0 or more"), (((1, 1), (1, 0)), "diagonal")],
)
def test_a_matrix_that_is_none_is_one_sentence(matrix, why):
    with pytest.raises(ValueError, match=why):
        Prices(matrix=matrix)


def test_a_matrix_that_is_too_small_is_one_sentence():
    with pytest.raises(ValueError, match="has 1 classes"):
        bill(result((Never(),))[1], Prices(matrix=((0,),)))


def test_prices_round_trip():
    prices = Prices(label=0.25, matrix=((0, 2), (1, 0)))
    spec = prices.spec()
    assert from_spec({**spec, "matrix": [[0, 2], [1, 0]]}, {"Prices": Prices}) == prices
