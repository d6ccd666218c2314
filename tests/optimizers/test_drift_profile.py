"""Profiles against tables written by hand, and what they do to rows."""

import numpy as np
import pandas as pd
import pytest

from optimizers.drift import Move, Profile

HALF = 0.5
#            step:      0    1    2     3    4     5    6    7    8
STRENGTH = {
    "abrupt": [0, 0, 1, 1, 1, 1, 1, 0, 0],
    "gradual": [0, 0, 1, 1, 1, 1, 1, 0, 0],
    "incremental": [0, 0, 0.25, HALF, 0.75, 1, 1, 0, 0],
    "recurring": [0, 0, 1, 1, 0, 0, 1, 0, 0],
}
SHARE = {
    "abrupt": [0, 0, 1, 1, 1, 1, 1, 0, 0],
    "gradual": [0, 0, 0.25, HALF, 0.75, 1, 1, 0, 0],
    "incremental": [0, 0, 1, 1, 1, 1, 1, 0, 0],
    "recurring": [0, 0, 1, 1, 0, 0, 1, 0, 0],
}


@pytest.mark.parametrize("shape", STRENGTH)
def test_strength_and_share_by_step(shape):
    when = Profile(shape, start=2, end=7, over=4)
    assert [when.strength(s) for s in range(9)] == STRENGTH[shape]
    assert [when.share(s) for s in range(9)] == SHARE[shape]


@pytest.mark.parametrize("shape", STRENGTH)
def test_without_an_end_it_stays(shape):
    when = Profile(shape, start=2, over=4)
    complete = [s for s in range(40) if when.strength(s) * when.share(s) == 1]
    assert complete[-1] > 36 and when.strength(1) == when.share(1) == 0


def test_recurring_alternates_for_ever_and_gives_an_odd_period_its_longer_half():
    even, odd = Profile("recurring", start=0, over=4), Profile("recurring", start=1, over=3)
    assert [even.strength(s) for s in range(12)] == [1, 1, 0, 0] * 3
    assert [odd.strength(s) for s in range(10)] == [0] + [1, 1, 0] * 3


def test_a_change_over_one_step_is_abrupt():
    for shape in ("gradual", "incremental"):
        assert [Profile(shape, start=1, over=1).ramp(s) for s in range(4)] == [0, 1, 1, 1]


def played(shape, n=200):
    """The mean move of each of 9 steps, and the share of rows that moved, for a move by 1 sd = 2."""
    X = pd.DataFrame({"x": np.tile([1.0, 5.0], n // 2)})
    y = pd.Series(["a", "b"] * (n // 2))
    drift = Move(when=Profile(shape, start=2, end=7, over=4))
    world = drift.learn(X, y, np.random.default_rng(0))
    steps = [drift.at(X, y, s, np.random.default_rng(s), world)[0]["x"] - X["x"] for s in range(9)]
    return [s.abs().max() / 2 for s in steps], [(s != 0).mean() for s in steps]


@pytest.mark.parametrize("shape", STRENGTH)
def test_rows_move_as_the_profile_says_and_the_end_brings_the_old_world_back(shape):
    moves, shares = played(shape)
    assert moves == STRENGTH[shape] and shares == SHARE[shape]


def test_gradual_touches_exactly_the_rounded_share_of_any_number_of_rows():
    drift = Move(when=Profile("gradual", start=0, over=7))
    for n in (1, 2, 3, 10, 101):
        X, y = pd.DataFrame({"x": np.arange(n) * 1.0}), pd.Series(["a"] * n)
        world = {"x": 1.0}
        for step in range(8):
            X_new, y_new = drift.at(X, y, step, np.random.default_rng(step), world)
            assert (X_new["x"] != X["x"]).sum() == round(min(1, (step + 1) / 7) * n)
            assert X_new.index.equals(X.index) and y_new.equals(y)
