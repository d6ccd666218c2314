"""Accuracy against repeating the last label."""

import math

import numpy as np
import pytest

from optimizers.retrain.kappa_t import kappa_t, no_change


def by_hand(y, predictions, before):
    last, right, repeated = before, 0, 0
    for true, given in zip(y, predictions, strict=True):
        right, repeated = right + (true == given), repeated + (true == last)
        last = true
    return (right - repeated) / (len(y) - repeated)


@pytest.mark.parametrize("seed", range(5))
def test_it_is_what_a_plain_loop_finds(seed):
    rng = np.random.default_rng(seed)
    y, predictions = rng.integers(0, 3, 50), rng.integers(0, 3, 50)
    assert kappa_t(y, predictions, before=1) == pytest.approx(by_hand(y, predictions, 1))
    assert kappa_t(y, predictions) == pytest.approx(by_hand(y[1:], predictions[1:], y[0]))


def test_perfect_is_1_and_repeating_is_0():
    y = np.array(["a", "a", "b", "b", "a"])
    assert kappa_t(y, y) == 1 and kappa_t(y, np.r_[["b"], y[:-1]]) == 0


def test_where_repeating_is_always_right_it_is_undefined():
    assert math.isnan(kappa_t(np.ones(4), np.ones(4))) and math.isnan(kappa_t(np.zeros(0), np.zeros(0)))
    assert list(no_change(np.array([1, 1, 2]))) == [False, True, False]
