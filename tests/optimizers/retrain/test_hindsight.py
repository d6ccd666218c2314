"""A ceiling is told of as one only at the price that it was planned for."""

import numpy as np
import pytest

from optimizers.retrain.bill import bill
from optimizers.retrain.every_k_steps import EveryKSteps
from optimizers.retrain.hindsight import hindsight_said, price_in_steps
from optimizers.retrain.never import Never
from optimizers.retrain.oracle import Oracle, best_schedule, by_size
from optimizers.retrain.prices import Prices
from optimizers.world import future

from .test_bill import result
from .worlds import turning

FREE = dict(cpu_hour=0)
LAST = dict(window="sliding", window_steps=1)


def test_no_regret_is_negative_whatever_the_price():
    _, found = result((Never(), EveryKSteps(**LAST), Oracle(**LAST)))
    for retraining in (0, 0.8, 10, 40, 1000):
        table = bill(found, Prices(retraining=retraining, **FREE))
        assert table["regret"].min() == 0 and (table.loc[table["regret"] == 0, "regret_low"] == 0).all()


def test_at_its_own_price_nothing_is_to_be_said():
    _, found = result()
    prices = Prices(retraining=0.02 * 40, **FREE)
    assert price_in_steps(found, prices) == pytest.approx(0.02)
    assert hindsight_said(found, bill(found, prices), prices) == ""


def test_at_another_price_the_plan_and_the_way_out_are_said():
    _, found = result((Never(), EveryKSteps(**LAST), Oracle(**LAST)))
    prices = Prices(retraining=20, **FREE)
    said = hindsight_said(found, bill(found, prices), prices)
    assert "planned for a retraining that costs 0.02 error-steps" in said and "at these prices it costs 0.5." in said
    assert said.endswith("set the price of 'Hindsight' to 0.5 and play again.")
    dear = Prices(retraining=1000, **FREE)
    table = bill(found, dear)
    assert table.loc[table["hindsight"], "retrainings"].item() > 0
    above = table.loc[table["hindsight"], "total"].item() - table["total"].min()
    assert f"costs {above:,.4g} more than the cheapest policy: it is no ceiling" in hindsight_said(found, table, dear)


def test_values_and_matrices_have_no_price_in_steps():
    _, found = result(classes=False)
    assert np.isnan(price_in_steps(found, Prices()))
    assert np.isnan(price_in_steps(result()[1], Prices(matrix=((0, 1), (1, 0)))))


def test_long_steps_weigh_more_than_short_ones():
    case, experiment = turning()
    world = future(case, experiment)
    losses = np.where(np.tri(6, 6, -1, dtype=bool), np.inf, 0.5)
    assert by_size(losses, world) == pytest.approx(losses)

    class Uneven:
        bounds = np.array([0, 10, 100])

    weighed = by_size(np.array([[0.1, 0.4], [np.inf, 0.2]]), Uneven())
    assert weighed[0] == pytest.approx([0.1 * 10 / 50, 0.4 * 90 / 50]) and np.isinf(weighed[1, 0])
    assert best_schedule(weighed, 0.3) == [1]
