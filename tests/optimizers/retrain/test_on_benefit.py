"""When the expected gain exceeds the price, and which model it is then."""

import numpy as np
import pandas as pd
import pytest

from optimizers.case import Case
from optimizers.experiment import Experiment
from optimizers.retrain.on_benefit import OnBenefit, weighted

from .worlds import played, turning


def test_it_retrains_after_the_turn_and_not_where_nothing_changes():
    calm = played(OnBenefit(), *turning(turn=99))[0]
    turned = played(OnBenefit(window="sliding", window_steps=1), *turning(rows=80))[0]
    assert calm.cost["retrainings"] <= 1
    assert (4, "retrained") in turned.events and turned.cost["fits"] == 6


def test_what_is_too_dear_is_not_bought():
    assert played(OnBenefit(price=9), *turning())[0].cost["retrainings"] == 0


def test_a_world_that_comes_back_gets_its_old_model_back():
    case, _ = turning(n_steps=9, rows=80, turn=3)
    flipped = case.y_test.map({"yes": "no", "no": "yes"})
    y = case.y_test.where(np.arange(len(flipped)) < 6 * 80, flipped)  # turns at step 3, and back at step 6
    case = Case("back", case.model, case.X_train, case.y_train, case.X_test, y)
    candidate, _ = played(OnBenefit(window="sliding", window_steps=1), case, Experiment(n_steps=9, timeline="rows"))
    assert any(s == 6 and what.startswith("went back to the model") for s, what in candidate.events)


def test_a_shelf_of_one_keeps_the_model_in_use_and_the_newest():
    candidate, _ = played(OnBenefit(shelf=1, window="sliding", window_steps=1), *turning(rows=80))
    assert (4, "retrained") in candidate.events


def test_the_weighted_mean_and_its_error_are_the_plain_ones_where_all_weigh_the_same():
    values = np.random.default_rng(0).normal(size=500)
    mean, error = weighted(values, np.full(500, 0.3))
    assert mean == pytest.approx(values.mean()) and error == pytest.approx(pd.Series(values).sem(), rel=0.01)
