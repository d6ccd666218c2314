"""Jensen-Shannon against scipy, and the distances of tied values against scipy's."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from scipy.spatial.distance import jensenshannon

from optimizers.detect.features import feature_drift
from optimizers.detect.jensen_shannon import jensen_shannon, jensen_shannon_of_counts
from optimizers.detect.ks import ranks
from optimizers.detect.psi import psi_noise
from optimizers.detect.samples import SortedSample
from optimizers.detect.tied import run_ends, tied_ks_distance, tied_wasserstein


def test_it_is_scipys_distance_to_base_2():
    rng = np.random.default_rng(0)
    for _ in range(20):
        p, q = rng.dirichlet(np.ones(7), 2)
        p[0] = 0
        assert jensen_shannon(p / p.sum(), q) == pytest.approx(jensenshannon(p / p.sum(), q, base=2))
    assert jensen_shannon(np.array([1.0, 0]), np.array([0, 1.0])) == 1
    assert jensen_shannon_of_counts(np.array([3, 1]), np.array([6, 2])) == 0
    assert np.isnan(jensen_shannon_of_counts(np.array([3, 1]), np.array([0, 0])))


def test_without_drift_its_noise_is_that_of_psi():
    rng, n, m = np.random.default_rng(1), 4000, 500
    squares = [
        jensen_shannon_of_counts(rng.multinomial(n, [0.1] * 10), rng.multinomial(m, [0.1] * 10)) ** 2
        for _ in range(2000)
    ]
    assert np.mean(np.array(squares) <= psi_noise(10, n, m) / (8 * np.log(2))) == pytest.approx(0.95, abs=0.015)


@pytest.mark.parametrize("seed", range(12))
def test_distances_of_tied_values_are_scipys(seed):
    rng = np.random.default_rng(seed)
    n, m = rng.integers(1, 400, 2)
    large = np.sort(rng.integers(-5, 6 + seed, max(n, m)) / 4)
    small = np.sort(rng.integers(-8, 6, min(n, m)) / 4) + (100 if seed == 5 else 0)
    ends = np.flatnonzero(np.append(small[1:] != small[:-1], True)) + 1
    left, right = ranks(small[ends - 1], large)
    distance = tied_ks_distance(ends, left, right, len(large), len(small))
    assert distance == pytest.approx(stats.ks_2samp(large, small, method="asymp").statistic, abs=1e-12)
    moved = tied_wasserstein(SortedSample(small, 0), ends, SortedSample(large, 0), right)
    assert moved == pytest.approx(stats.wasserstein_distance(large, small), abs=1e-9)


def test_runs_are_worth_it_only_where_values_repeat():
    assert run_ends(np.array([1.0, 2.0, 3.0])) is None
    assert run_ends(np.array([1.0, 1.0, 1.0, 4.0])).tolist() == [3, 4]


def test_the_table_holds_it():
    X = pd.DataFrame({"x": [1.0, 2, 3, 4] * 20, "c": ["a", "b"] * 40})
    table = feature_drift(X, [X, X.assign(c="z", x=9.0), X[:0]]).set_index(["step", "feature"])["jensen_shannon"]
    assert table[0].tolist() == [0, 0]
    assert table[1].tolist() == pytest.approx([1, 1])
    assert table[2].isna().all()
