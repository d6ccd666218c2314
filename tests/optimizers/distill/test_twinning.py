"""Twins against the walk of the paper, row by row; cells against the whole."""

import numpy as np
import pytest

from optimizers.distill.twins import twinned


def walked(Z, n, start):
    """Vakayil and Joseph's walk: keep, leave with the nearest, go on at the row nearest to the last that left."""
    left, at, kept = list(range(len(Z))), start, []
    for turn in range(n):
        kept.append(at)
        group = (turn + 1) * len(Z) // n - turn * len(Z) // n
        nearest = sorted(left, key=lambda i: (i != at, ((Z[i] - Z[at]) ** 2).sum()))[:group]
        left = [i for i in left if i not in nearest]
        if left:
            at = min(left, key=lambda i: ((Z[i] - Z[nearest[-1]]) ** 2).sum())
    return kept


@pytest.mark.parametrize("n", [1, 2, 12, 40, 90])
def test_twins_are_those_of_the_slow_walk(n):
    Z = np.random.default_rng(n).normal(size=(120, 3)).astype(np.float32)
    start = int(np.random.default_rng(0).random(1)[0] * len(Z))
    assert twinned(Z, n, 120, np.random.default_rng(0)).tolist() == walked(Z.astype(float), n, start)


def energy(Z, places):
    """Energy distance between the kept rows and all (Szekely, Rizzo 2013)."""
    from scipy.spatial.distance import cdist

    some = Z[places]
    return 2 * cdist(some, Z).mean() - cdist(some, some).mean() - cdist(Z, Z).mean()


def test_cells_cost_little_of_what_twins_gain_over_chance():
    Z = np.random.default_rng(5).normal(size=(1500, 4)).astype(np.float32)
    rngs = [np.random.default_rng(seed) for seed in range(4)]
    exact = np.mean([energy(Z, twinned(Z, 150, 1500, rng)) for rng in rngs])
    cells = np.mean([energy(Z, twinned(Z, 150, 200, rng)) for rng in rngs])
    chance = np.mean([energy(Z, rng.choice(1500, 150, replace=False)) for rng in rngs])
    assert exact < 0.6 * chance and cells < exact + 0.25 * (chance - exact)


@pytest.mark.parametrize(("n_rows", "n", "most"), [(1000, 333, 100), (1001, 10, 100), (500, 499, 100), (64, 64, 100)])
def test_every_row_is_kept_once(n_rows, n, most):
    Z = np.random.default_rng(1).normal(size=(n_rows, 2)).astype(np.float32)
    places = twinned(Z, n, most, np.random.default_rng(2))
    assert len(places) == n == len(set(places.tolist()))


def test_rows_that_repeat_are_no_trouble():
    Z = np.zeros((300, 2), np.float32)
    assert len(set(twinned(Z, 30, 100, np.random.default_rng(0)).tolist())) == 30
