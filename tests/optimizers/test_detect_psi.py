"""PSI: bins, smoothing, noise, and that it does not depend on the number of rows."""

import numpy as np
import pytest

from optimizers.detect.psi import decile_counts, decile_edges, pool_rare, psi, psi_noise, psi_of_counts
from optimizers.detect.samples import SortedSample


def psi_of(reference, step):
    reference, step = (SortedSample(np.sort(v), 0) for v in (reference, step))
    edges = decile_edges(reference.values)
    return psi_of_counts(decile_counts(reference, edges), decile_counts(step, edges))[0]


def test_by_hand():
    r, s = np.array([0.5, 0.3, 0.2]), np.array([0.4, 0.3, 0.3])
    assert psi(r, s) == pytest.approx(-0.1 * np.log(0.8) + 0.1 * np.log(1.5))
    assert psi(r, r) == 0
    assert psi(np.array([1.0, 0.0]), np.array([0.9, 0.1])) == pytest.approx(
        -0.1 * np.log(0.9) + (0.1 - 1e-4) * np.log(0.1 / 1e-4)
    )


def test_deciles_hold_a_tenth_each():
    values = np.sort(np.random.default_rng(0).normal(size=1000))
    edges = decile_edges(values)
    assert (decile_counts(SortedSample(values, 0), edges) == [100] * 10 + [0]).all()


def test_a_heavy_value_has_a_bin_of_its_own_and_moves_to_either_side_show():
    constant = np.full(500, 5.0)
    assert psi_of(constant, constant) == 0
    assert psi_of(constant, constant - 1e-6) == psi_of(constant, constant + 1e-6) > 10
    zeros = np.r_[np.zeros(600), np.arange(1, 401)]
    assert psi_of(zeros, np.r_[np.full(600, -1.0), np.arange(1, 401)]) > 5


def test_missing_values_are_a_bin_and_no_values_at_all_are_fine():
    values = np.arange(100.0)
    edges = decile_edges(values)
    counts = [decile_counts(SortedSample(values, n), edges) for n in (0, 25)]
    value, _ = psi_of_counts(*counts)
    assert value == pytest.approx(-0.2 * np.log(0.8) + (0.2 - 1e-4) * np.log(0.2 / 1e-4))
    nothing = decile_edges(np.empty(0))
    assert list(decile_counts(SortedSample(np.empty(0), 3), nothing)) == [0, 3]


@pytest.mark.parametrize("kind", ["normal", "skewed", "counts", "mostly zero"])
def test_it_does_not_depend_on_the_number_of_rows(kind):
    draw = {
        "normal": lambda rng, n, t: rng.normal(t, 1, n),
        "skewed": lambda rng, n, t: rng.lognormal(t, 1, n),
        "counts": lambda rng, n, t: rng.poisson(3.3 + t, n).astype(float),
        "mostly zero": lambda rng, n, t: np.where(rng.random(n) < 0.6 - t / 3, 0.0, rng.gamma(2 + t, size=n)),
    }[kind]
    # Two million rows each way: the mean's own standard error is then below 0.5 %.
    few, many = (
        np.mean([psi_of(draw(rng, n, 0), draw(rng, n, 0.6)) for _ in range(2_000_000 // n)])
        for n, rng in ((20_000, np.random.default_rng(1)), (200_000, np.random.default_rng(2)))
    )
    assert few == pytest.approx(many, rel=0.02)


def test_an_empty_bin_adds_the_same_whatever_the_number_of_rows():
    few, many = (psi_of_counts(np.array([n, n, 0]), np.array([n, n, n // 10]))[0] for n in (1_000, 1_000_000))
    assert few == pytest.approx(many, rel=1e-12)


@pytest.mark.parametrize(("n", "m"), [(2000, 500), (1000, 1000), (500, 4000)])
def test_noise_is_exceeded_once_in_twenty_without_drift(n, m):
    rng = np.random.default_rng(0)
    above = np.mean([psi_of(rng.normal(size=n), rng.normal(size=m)) > psi_noise(10, n, m) for _ in range(600)])
    assert 0.03 < above < 0.075


def test_noise_has_the_known_mean_and_is_zero_for_one_bin():
    rng = np.random.default_rng(0)
    mean = np.mean([psi_of(rng.normal(size=2000), rng.normal(size=500)) for _ in range(400)])
    assert mean == pytest.approx(9 * (1 / 2000 + 1 / 500), rel=0.1)
    assert psi_noise(1, 100, 100) == 0


def test_rare_and_new_categories_share_a_bin_and_missing_keeps_its_own():
    reference, step = pool_rare(np.array([600, 395, 3, 2, 0, 0]), np.array([60, 30, 0, 1, 7, 2]))
    assert list(reference) == [600, 395, 0, 5]
    assert list(step) == [60, 30, 2, 8]
