"""Importance weighting, against worlds where the answer is known."""

import numpy as np
import pandas as pd
import pytest

from optimizers.advise.explained import class_shift, density_ratios, expected_loss, new_row_probability
from optimizers.advise.relation import Mean


def test_ratios_are_those_of_two_normal_densities():
    rng = np.random.default_rng(0)
    old, new = (pd.DataFrame({"x": rng.normal(mean, 1, 4000)}) for mean in (0.0, 0.7))
    found = density_ratios(new_row_probability(old, new, 0), len(new))
    true = np.exp(0.7 * old["x"] - 0.7**2 / 2)
    assert np.corrcoef(found, true)[0, 1] > 0.9 and abs(found.mean() - 1) < 0.1


def test_the_weighted_loss_of_old_rows_is_the_plain_loss_of_new_ones():
    rng = np.random.default_rng(1)
    old, new = (rng.normal(mean, 1, 6000) for mean in (0.0, 0.7))

    def loss(x):
        return (np.random.default_rng(2).random(len(x)) < 1 / (1 + np.exp(-x))).astype(float)

    weights = density_ratios(new_row_probability(pd.DataFrame({"x": old}), pd.DataFrame({"x": new}), 0), len(new))
    found = expected_loss(loss(old), weights)
    assert found.low < loss(new).mean() < found.high
    assert found.value - loss(old).mean() > 0.05


def test_equal_weights_give_the_plain_mean():
    losses = np.random.default_rng(0).random(500)
    found, plain = expected_loss(losses, np.ones(500)), Mean.of(losses)
    assert found.value == pytest.approx(plain.value) and found.low == pytest.approx(plain.low, rel=1e-3)


def test_shares_of_classes_that_move_are_seen_and_chance_is_not():
    rng = np.random.default_rng(0)
    same = [pd.Series(rng.choice(["a", "b"], 800)) for _ in range(2)]
    moved, p = class_shift(*same)
    assert moved < 0.05 and p > 0.05
    moved, p = class_shift(same[0], pd.Series(["a"] * 800))
    assert moved == pytest.approx(0.5, abs=0.05) and p < 1e-6
