"""Accuracy against repeating the last label."""

import math

import numpy as np
import pytest

from optimizers.retrain.kappa_t import kappa_t, no_change, repeated


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


def runs(rng, n, stay=0.85):
    """Two labels in runs; the model is right at 9 of 10 rows like the last, and at 4 of 10 others; errors linger."""
    change = rng.random(n) > stay
    lot = np.repeat(rng.random(n // 4 + 1), 4)[:n]
    return np.cumsum(change) % 2, lot < np.where(change, 0.4, 0.9)


def test_its_interval_holds_the_true_value():
    true, rng = 1 - (0.85 * 0.1 + 0.15 * 0.6) / 0.15, np.random.default_rng(0)
    found = [repeated(*runs(rng, 1500)) for _ in range(300)]
    assert np.mean([r.low <= true <= r.high for r in found]) == pytest.approx(0.95, abs=0.04)
    assert all(r.matters for r in found)


def test_its_interval_is_that_of_a_block_bootstrap():
    rng, n, size = np.random.default_rng(1), 6000, 100
    y, right = runs(rng, n)
    again, hit, drawn = no_change(y)[1:], right[1:], []
    for _ in range(400):
        rows = (rng.integers(0, n - size, n // size)[:, None] + np.arange(size)).ravel()
        drawn.append((hit[rows].mean() - again[rows].mean()) / (1 - again[rows].mean()))
    found = repeated(y, right)
    assert found.kappa_t == pytest.approx(kappa_t(y, np.where(right, y, 1 - y)))
    assert (found.high - found.low) / 2 == pytest.approx(1.96 * np.std(drawn), rel=0.35)


def test_it_is_said_only_where_labels_follow_one_another():
    rng = np.random.default_rng(2)
    for _ in range(100):
        y = rng.choice(3, 400, p=rng.dirichlet(np.ones(3)))
        assert not repeated(y, y == 0).matters
    assert not repeated(np.zeros(300), np.ones(300)).matters
    worse = repeated(*runs(rng, 2000))
    assert "Labels follow one another" in worse.sentence and "the model does worse than that." in worse.sentence
    with pytest.raises(ValueError, match="There are 150 rows in order; comparing with the last label needs 201."):
        repeated(np.zeros(150), np.ones(150))
