"""Whole tables told apart: rates without drift, what gives it away, and slow oracles."""

import numpy as np
import pandas as pd
import pytest

from optimizers.detect.encoded import category_ranks, encoded
from optimizers.detect.mmd import discrepancies, gaussian_kernel, mmd
from optimizers.detect.two_sample import two_sample


def rows(rng, n, shift=0.0, towns=("Bonn", "Ulm", "Kiel")):
    a, b = rng.normal(size=(2, n))
    X = pd.DataFrame({"a": a, "b": b, "c": a + b + rng.normal(shift, 1, n), "town": rng.choice(towns, n)})
    X.loc[rng.random(n) < 0.1, ["b", "town"]] = None
    return X.assign(name=[f"n{k}" for k in rng.integers(0, 10**9, n)])


@pytest.mark.parametrize("learner", ["trees", "linear"])
def test_it_finds_a_shift_and_names_the_feature(learner):
    rng = np.random.default_rng(0)
    found = two_sample(rows(rng, 400), rows(rng, 300, shift=1.5), learner=learner)
    assert found.p_value < 1e-6 and 0.6 < found.low < found.auc < found.high
    assert found.features["feature"][0] == "c" and found.features["low"][0] > 0
    assert "What gives them away: c" in found.sentence
    assert (found.n_reference, found.n_new) == (400, 300)


def test_it_sees_what_no_column_shows():
    rng = np.random.default_rng(1)
    a = rng.normal(size=800)
    same, turned = pd.DataFrame({"a": a, "b": a}), pd.DataFrame({"a": a, "b": -a})
    assert two_sample(same + rng.normal(0, 0.3, same.shape), turned + rng.normal(0, 0.3, same.shape)).auc > 0.9


def test_without_drift_its_p_values_are_even():
    rng = np.random.default_rng(2)
    p = [two_sample(rows(rng, 120), rows(rng, 60), learner="linear", seed=k).p_value for k in range(60)]
    assert np.mean(np.array(p) < 0.05) <= 0.12 and np.mean(np.array(p) < 0.5) == pytest.approx(0.5, abs=0.2)
    quiet = two_sample(rows(rng, 300), rows(rng, 300))
    assert quiet.p_value > 0.05 and "cannot tell" in quiet.sentence


def test_long_tables_are_drawn_from():
    rng = np.random.default_rng(3)
    found = two_sample(rows(rng, 900), rows(rng, 90), max_rows=100, learner="linear")
    assert (found.n_reference, found.n_new) == (100, 90)


def test_mmd_against_the_double_sum():
    rng = np.random.default_rng(4)
    a, b = rng.normal(size=(9, 2)), rng.normal(1, 1, size=(6, 2))
    kernel = gaussian_kernel(np.r_[a, b])
    within = [[kernel[i, j] for i in part for j in part if i != j] for part in (range(9), range(9, 15))]
    across = [kernel[i, j] for i in range(9) for j in range(9, 15)]
    np.fill_diagonal(kernel, 0)
    is_ref = (np.arange(15) < 9).astype(float)[:, None]
    by_hand = np.mean(within[0]) + np.mean(within[1]) - 2 * np.mean(across)
    assert discrepancies(kernel, is_ref, 9, 6)[0] == pytest.approx(by_hand)


def test_mmd_finds_a_shift_and_is_quiet_without():
    rng = np.random.default_rng(5)
    assert mmd(rows(rng, 200), rows(rng, 150, shift=2), n_permutations=99)[1] == pytest.approx(0.01)
    p = [mmd(rows(rng, 40), rows(rng, 30), n_permutations=39, seed=k)[1] for k in range(80)]
    assert np.mean(np.array(p) <= 0.05) <= 0.12


def test_codes_do_not_tell_the_tables_apart():
    first, second = pd.Series(["x", "x", "y", None]), pd.Series(["y", "z", "x"])
    one = category_ranks(pd.concat([first] * 9), pd.concat([second] * 9))
    other = category_ranks(pd.concat([second] * 9), pd.concat([first] * 9))
    assert sorted(one) == sorted(other)
    assert (category_ranks(pd.Series(["a", "b"]), pd.Series(["c"])) == 0).all()
    both, is_category = encoded(pd.DataFrame({"v": [1.0, np.inf]}), pd.DataFrame({"v": [np.nan]}))
    assert np.isnan(both[2, 0]) and both[1, 0] > 1e38 and not is_category[0]


@pytest.mark.parametrize(
    "tables, sentence",
    [
        (lambda X: (X[:5], X), "The reference has 5 rows; telling two tables apart needs at least 20."),
        (lambda X: (X, X.drop(columns="a")), "Column 'a' is missing from the new rows"),
        (lambda X: (X[[]], X), "The reference has no columns"),
        (lambda X: (X, X.assign(a="high")), "Column 'a' holds numbers in the reference but 'high' in the new rows"),
    ],
)
def test_what_is_wrong_is_said(tables, sentence):
    with pytest.raises(ValueError) as wrong:
        two_sample(*tables(rows(np.random.default_rng(6), 30)))
    assert sentence in str(wrong.value)
