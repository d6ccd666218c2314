"""A balanced kd-tree as labels, and shares of strata, against obvious loops."""

import numpy as np
import pytest

from optimizers.distill.cells import kd_cells, members, nearest_to_mean
from optimizers.distill.k_means import clustered
from optimizers.distill.strata import allotted, quantile_codes

RNG = np.random.default_rng(3)
Z = RNG.normal(size=(203, 3)).astype(np.float32) * [3, 1, 0.5]


def recursive(Z, places, k):
    """The same cuts, one node after the other."""
    if k == 1:
        return [set(places.tolist())]
    column = Z[places].var(axis=0).argmax()
    places = places[np.argsort(Z[places, column], kind="stable")]
    cut = int(np.rint(len(places) * ((k // 2) / k)))
    return recursive(Z, places[:cut], k // 2) + recursive(Z, places[cut:], k - k // 2)


@pytest.mark.parametrize("k", [1, 2, 7, 50, 203])
def test_cells_are_those_of_the_recursive_tree(k):
    cells = [set(own.tolist()) for own in members(kd_cells(Z, k))]
    assert cells == recursive(Z, np.arange(len(Z)), k)


@pytest.mark.parametrize("k", [2, 8, 25, 100])
def test_leaves_are_balanced(k):
    sizes = np.bincount(kd_cells(Z, k), minlength=k)
    assert sizes.min() >= 1 and np.ptp(sizes) <= 2 and abs(sizes - len(Z) / k).max() < 2


def test_rows_that_are_all_the_same_are_still_cut():
    assert np.ptp(np.bincount(kd_cells(np.ones((64, 2), np.float32), 16))) == 0


def test_the_nearest_to_the_mean_is_the_slow_one():
    labels = RNG.integers(0, 9, len(Z))
    slow = []
    for label in range(9):
        own = np.flatnonzero(labels == label)
        slow.append(own[((Z[own] - Z[own].mean(axis=0)) ** 2).sum(axis=1).argmin()])
    assert nearest_to_mean(Z, labels).tolist() == slow


@pytest.mark.parametrize("k", [1, 5, 40])
def test_every_cluster_has_rows(k):
    labels = clustered(Z, k, np.random.default_rng(0))
    assert set(labels) == set(range(labels.max() + 1)) and labels.max() < k


def test_shares_are_exact_to_rounding_and_never_nothing():
    for _ in range(200):
        sizes = RNG.integers(1, 200, RNG.integers(1, 9))
        n = int(RNG.integers(len(sizes), sizes.sum() + 1))
        kept, exact = allotted(sizes, n), sizes * n / sizes.sum()
        assert kept.sum() == n and (kept >= 1).all() and (kept <= sizes).all()
        if (exact >= 1).all():
            assert (abs(kept - exact) < 1).all()


def test_fewer_rows_than_groups_are_refused():
    with pytest.raises(ValueError, match="2 rows cannot hold one of each of 3 groups: keep at least 3 rows"):
        allotted(np.array([5, 5, 5]), 2)


def test_quantiles_are_equally_large_and_repeats_make_fewer():
    assert np.bincount(quantile_codes(RNG.normal(size=100))).tolist() == [20] * 5
    assert set(quantile_codes(np.repeat([1.0, 2.0], 50))) == {0, 1}
    assert set(quantile_codes(np.ones(9))) == {0}
