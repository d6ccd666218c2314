"""Each statistic against scipy's, or against counting by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from optimizers.detect.chi2 import chi2_test, equal_weight_v, hypergeometric_p_value
from optimizers.detect.correction import benjamini_hochberg, holm
from optimizers.detect.ks import ks_2samp, ranks
from optimizers.detect.samples import SortedSample
from optimizers.detect.wasserstein import wasserstein, wasserstein_sd

SIZES = [(1000, 300), (300, 1000), (500, 500), (4000, 60), (1, 7), (1, 1), (20, 3)]
SHAPES = {
    "continuous": lambda rng, n: rng.normal(7, 3, n),
    "heavy tails": lambda rng, n: rng.standard_cauchy(n),
    "integers": lambda rng, n: rng.integers(0, 6, n).astype(float),
    "mostly zero": lambda rng, n: np.where(rng.random(n) < 0.8, 0.0, rng.exponential(size=n)),
    "far from zero": lambda rng, n: 1e9 + rng.normal(size=n),
    "constant": lambda rng, n: np.full(n, 0.1),
}


def pair(shape, n, m, shift=0.0):
    rng = np.random.default_rng([n, m])
    return np.sort(SHAPES[shape](rng, n)), np.sort(SHAPES[shape](rng, m) + shift)


@pytest.mark.filterwarnings("ignore:divide by zero:RuntimeWarning:scipy")  # its p-value for one row
@pytest.mark.parametrize("shift", [0.0, 1.0])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("n", "m"), SIZES)
def test_ks_distance_and_wasserstein_are_those_of_scipy(n, m, shape, shift):
    a, b = pair(shape, n, m, shift)
    assert ks_2samp(a, b)[0] == pytest.approx(stats.ks_2samp(a, b, method="asymp").statistic, abs=1e-12)
    small, large = sorted((SortedSample(a, 0), SortedSample(b, 0)), key=lambda s: len(s.values))
    ours = wasserstein(small, large, ranks(small.values, large.values)[1])
    assert ours == pytest.approx(stats.wasserstein_distance(a, b), rel=1e-7, abs=1e-12)


@pytest.mark.parametrize(("n", "m", "rel"), [(2000, 500, 0.06), (500, 500, 0.03), (1000, 50, 0.25), (50, 1000, 0.25)])
def test_ks_p_value_is_smirnovs_limit_and_near_the_exact_one(n, m, rel):
    for shift in (0.0, 0.05, 0.1, 0.2):
        a, b = pair("continuous", n, m, 3 * shift)
        distance, p_value = ks_2samp(a, b)
        limit = stats.kstwobign.sf(distance * np.sqrt(n * m / (n + m)))
        assert p_value == pytest.approx(limit, rel=1e-9, abs=1e-300)
        exact = stats.ks_2samp(a, b, method="exact").pvalue
        if exact > 1e-3:
            assert exact * 0.97 <= p_value <= exact * (1 + rel)


def test_ranks_by_search_and_by_merge_are_the_same():
    large = np.sort(np.random.default_rng(0).integers(0, 50, 4000) / 4)
    small = large[::9]  # few enough to be searched for
    left, right = ranks(small, large)
    many_left, many_right = ranks(np.sort(np.repeat(small, 4)), large)
    assert (many_left[::4] == left).all() and (many_right[::4] == right).all()
    assert (left == np.searchsorted(large, small, "left")).all()
    assert (right == np.searchsorted(large, small, "right")).all()


def test_wasserstein_in_sd_is_the_shift():
    values = np.sort(np.random.default_rng(0).normal(50, 4, 3000))
    reference, step = SortedSample(values, 0), SortedSample(values + 2.0, 0)
    rank = ranks(step.values, reference.values)[1]
    assert wasserstein_sd(step, reference, rank, reference.sd) == pytest.approx(2.0 / values.std())


def test_wasserstein_against_a_constant_or_infinite_values():
    constant, same, moved = (SortedSample(np.full(n, v), 0) for n, v in ((50, 0.1), (9, 0.1), (9, 0.2)))
    assert constant.sd == 0
    assert wasserstein_sd(same, constant, np.full(9, 50), constant.sd) == 0
    assert wasserstein_sd(moved, constant, np.full(9, 50), constant.sd) == np.inf
    endless = SortedSample(np.array([0.0, np.inf]), 0)
    assert np.isnan(wasserstein_sd(endless, constant, np.array([0, 50]), 1.0))


@pytest.mark.parametrize("scale", [1, 10])
def test_chi_square_is_scipys(scale):
    reference, step = scale * np.array([120, 60, 300, 45]), scale * np.array([30, 22, 60, 20])
    expected = stats.chi2_contingency([reference, step], correction=False)
    statistic, p_value, _ = chi2_test(reference, step)
    assert (statistic, p_value) == pytest.approx((expected.statistic, expected.pvalue))


def test_rare_categories_are_pooled():
    reference, step = np.array([500, 400, 30, 20, 10]), np.array([250, 200, 5, 4, 10])
    expected = stats.chi2_contingency([[500, 400, 30, 20 + 10], [250, 200, 5, 4 + 10]], correction=False)
    # 24 and 20 rows in all expect 8 and 6.6 in the step: only pooled below 5.
    pooled = chi2_test(np.array([500, 400, 30, 8, 4]), np.array([250, 200, 5, 4, 3]))
    by_hand = stats.chi2_contingency([[500, 400, 30, 12], [250, 200, 5, 7]], correction=False)
    assert pooled[:2] == pytest.approx((by_hand.statistic, by_hand.pvalue))
    assert chi2_test(reference, step)[0] != pytest.approx(expected.statistic)


def test_a_few_rows_of_a_new_category_are_seen_exactly():
    _, p_value, v = chi2_test(np.array([5000, 5000, 0]), np.array([245, 245, 10]))
    by_hand = stats.hypergeom.sf(9, 10_500, 10, 500)
    assert p_value == pytest.approx(4 * by_hand, rel=1e-6)  # two tails, two looks
    assert 0.05 < v < 0.15


@pytest.mark.parametrize(("k", "n", "j", "m"), [(3, 1000, 4, 100), (0, 50, 2, 80), (40, 5000, 0, 400), (1, 3, 1, 2)])
def test_the_exact_tail_is_scipys_hypergeometric(k, n, j, m):
    law = stats.hypergeom(n + m, k + j, m)
    expected = min(1, 2 * min(law.cdf(j), law.sf(j - 1)))
    assert hypergeometric_p_value(k, n, j, m) == pytest.approx(expected, rel=1e-6)
    assert hypergeometric_p_value(j, m, k, n) == pytest.approx(expected, rel=1e-6)


def test_many_singletons_do_not_alarm():
    """Every step holds values that the reference has not seen: that alone is no drift."""
    rng, alarms = np.random.default_rng(3), 0
    for _ in range(200):
        tags = rng.zipf(1.3, 1200) % 100_000
        _, counts = np.unique(np.r_[tags, np.arange(100_000)], return_counts=True)
        reference = np.bincount(tags[:1000], minlength=100_000)
        alarms += chi2_test(reference, counts - 1 - reference)[1] < 0.05
    assert alarms <= stats.binom.ppf(0.999, 200, 0.05)


def test_v_is_cramers_v_of_equally_large_samples():
    table = np.array([[50, 30, 20], [20, 30, 50]])
    v = stats.contingency.association(table, method="cramer")
    assert equal_weight_v(table[0] / 100, table[1] / 100) == pytest.approx(v)
    assert chi2_test(table[0] * 100, table[1])[2] == pytest.approx(v)
    assert chi2_test(np.array([9, 0]), np.array([0, 9]))[2] == 1
    assert np.isnan(chi2_test(np.array([0, 0]), np.array([1, 9]))).all()


def test_corrections_are_those_of_scipy_and_of_the_textbook():
    p = np.random.default_rng(0).random((5, 7)) ** 3
    assert benjamini_hochberg(p).ravel() == pytest.approx(stats.false_discovery_control(p.ravel()))
    assert holm(np.array([0.01, 0.04, 0.03, 0.005])) == pytest.approx([0.03, 0.06, 0.06, 0.02])


@pytest.mark.parametrize("correct", [benjamini_hochberg, holm])
def test_corrections_leave_missing_p_values_out(correct):
    p = np.array([0.02, np.nan, 0.5, 0.04, np.nan])
    adjusted = correct(p)
    assert np.isnan(adjusted[[1, 4]]).all()
    assert (adjusted[[0, 2, 3]] == correct(p[[0, 2, 3]])).all()
    assert np.isnan(correct(np.array([np.nan]))).all()


def test_samples_count_missing_values_of_every_dtype():
    columns = [
        pd.Series([3.0, np.nan, 1.0]),
        pd.Series([3, None, 1], dtype="Int64"),
        pd.Series([3, None, 1], dtype=object),
        pd.Series(pd.to_datetime(["1970-01-01 00:00:03", None, "1970-01-01 00:00:01"])),
        pd.Series(pd.to_timedelta([3, None, 1], unit="s")),
        pd.Series([3, None, 1], dtype="float32"),
    ]
    for column in columns:
        sample = SortedSample.of(column)
        assert (list(sample.values), sample.n_missing, sample.n_rows) == ([1.0, 3.0], 1, 3)
