"""The table of all statistics: what it says of worlds that stand still, and of worlds that do not."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from optimizers.detect.features import COLUMNS, feature_drift


def world(rng, n, n_numeric=3, shift=0.0):
    """A table of mixed kinds; the first column and the categories move with `shift`."""
    X = pd.DataFrame(rng.normal(size=(n, n_numeric)), columns=[f"x{i}" for i in range(n_numeric)])
    X["x0"] += shift
    X["count"] = rng.poisson(2, n)
    X["town"] = rng.choice(["a", "b", "c", "d"], n, p=[0.5 - shift / 4, 0.3 + shift / 4, 0.15, 0.05])
    X["flag"] = rng.random(n) < 0.3
    X["holes"] = np.where(rng.random(n) < 0.1, np.nan, rng.normal(size=n))
    return X


def test_one_row_per_step_and_feature_and_drift_is_where_it_is():
    rng = np.random.default_rng(0)
    X_ref = world(rng, 2000)
    table = feature_drift(X_ref, [world(rng, 400, shift=t) for t in (0, 0, 0.5, 1)])
    assert list(table) == COLUMNS
    assert len(table) == 4 * X_ref.shape[1]
    assert list(table["step"].unique()) == [0, 1, 2, 3]
    assert list(table["feature"][:7]) == list(X_ref)
    found = table[table["drifted"]]
    assert set(zip(found["step"], found["feature"], strict=True)) == {(s, f) for s in (2, 3) for f in ("x0", "town")}
    assert dict(zip(table["feature"], table["kind"], strict=True))["flag"] == "categorical"
    last = table[(table["step"] == 3) & (table["feature"] == "x0")].iloc[0]
    assert last["wasserstein_sd"] == pytest.approx(1, abs=0.15)
    assert last["psi"] > 10 * last["psi_noise"]
    assert table["wasserstein_sd"].isna().eq(table["kind"] == "categorical").all()


def test_a_table_with_bounds_is_the_same_as_its_slices():
    rng = np.random.default_rng(1)
    X_ref, X = world(rng, 500), world(rng, 300, shift=0.2)
    X["town"], X_ref["town"] = X["town"].astype("category"), X_ref["town"].astype(object)
    bounds = [0, 100, 100, 130, 300]
    slices = [X[a:b] for a, b in pairwise(bounds)]
    pd.testing.assert_frame_equal(feature_drift(X_ref, (X, bounds)), feature_drift(X_ref, slices))


def test_a_world_that_stands_still_does_not_alarm():
    """20 features, 24 steps of very different sizes, 40 worlds: a false alarm in about 1 of 20 worlds."""
    alarms = 0
    bounds = np.cumsum([0, *[20, 100, 300, 60, 150, 5, 40, 200] * 3])
    for seed in range(40):
        rng = np.random.default_rng(seed)
        X = world(rng, 500 + bounds[-1], n_numeric=16)
        alarms += feature_drift(X[:500], (X[500:], bounds))["drifted"].any()
    assert alarms <= stats.binom.ppf(0.99, 40, 0.05)


def test_inputs_are_left_alone_and_the_same_rows_move_nothing():
    X = world(np.random.default_rng(2), 300)
    before = X.copy()
    table = feature_drift(X, [X, X[::-1]])
    pd.testing.assert_frame_equal(X, before)
    assert (table["p_value"] == 1).all() and not table["drifted"].any()
    assert (table[["psi", "statistic"]] == 0).all(axis=None)
    assert table["wasserstein_sd"].dropna().max() < 1e-12


def test_missing_values_are_seen_even_if_the_values_stay():
    rng = np.random.default_rng(3)
    X_ref, X = world(rng, 2000), world(rng, 400)
    X.loc[:30, ["x1", "town"]] = None
    table = feature_drift(X_ref, [X]).set_index("feature")
    assert set(table.index[table["drifted"]]) == {"x1", "town"}
    assert table.loc["x1", "missing_share"] == 31 / 400
    assert table.loc["x1", "psi"] > 0.3
    assert table.loc["holes", "missing_share_reference"] == pytest.approx(0.1, abs=0.03)


def test_a_dead_column_is_all_missing():
    rng = np.random.default_rng(4)
    X_ref, X = world(rng, 500), world(rng, 100)
    X["x0"], X["town"] = np.nan, None
    table = feature_drift(X_ref, [X]).set_index("feature")
    assert table.loc[["x0", "town"], "drifted"].all()
    assert np.isnan(table.loc["x0", "statistic"]) and np.isnan(table.loc["x0", "wasserstein_sd"])
    back = feature_drift(X, [X_ref]).set_index("feature")
    assert back.loc[["x0", "town"], "drifted"].all()


def test_new_and_vanished_categories():
    rng = np.random.default_rng(5)
    X_ref, X = world(rng, 3000), world(rng, 300)
    X.loc[:8, "town"] = "nowhere"
    X["flag"] = pd.Series([True, None, 0.0] * 100, dtype=object)  # as drifts may widen a dtype
    table = feature_drift(X_ref, [X]).set_index("feature")
    assert table.loc["town", "drifted"]
    assert table.loc["town", "psi"] > 0.05
    assert table.loc["flag", "missing_share"] == pytest.approx(1 / 3)
    assert table.loc["flag", "statistic"] < 0.6  # True and 0.0 are categories that the reference knows


def test_steps_without_rows_and_with_one():
    X = world(np.random.default_rng(6), 200)
    table = feature_drift(X, [X[:0], X[:1]])
    none, one = table[table["step"] == 0], table[table["step"] == 1]
    assert none[["psi", "statistic", "p_value", "p_adjusted"]].isna().all(axis=None)
    assert not table["drifted"].any() and (none["n_rows"] == 0).all()
    assert one["p_value"].notna().all()
    assert feature_drift(X, []).empty and list(feature_drift(X, [])) == COLUMNS
    assert feature_drift(X[[]], [X]).empty


def test_constant_columns():
    X = pd.DataFrame({"k": np.ones(100), "word": "same"})
    table = feature_drift(X, [X[:30], X[:30].assign(k=2.0, word="other")])
    assert (table.loc[:1, "psi"] == 0).all() and (table.loc[:1, "p_value"] == 1).all()
    assert table.loc[2:, "drifted"].all()
    assert (table.loc[2:, "statistic"] == 1).all()


def test_dates_are_numbers():
    days = pd.DataFrame({"day": pd.date_range("2024-01-01", periods=500, freq="h", tz="Europe/Berlin")})
    table = feature_drift(days, [days[:250]])
    assert table.loc[0, "kind"] == "numeric" and table.loc[0, "drifted"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda X: (X[:0], [X]), "The reference has no rows"),
        (lambda X: (X, [X, X.drop(columns="x1")]), "Column 'x1' is missing from step 1"),
        (lambda X: (X, (X.drop(columns="x1"), [0, 5])), "Column 'x1' is missing from the steps' table"),
        (lambda X: (X, [pd.concat([X, X[["x2"]]], axis=1)]), "Column 'x2' occurs twice in step 0"),
        (lambda X: (X, [X.astype({"x0": object}).replace({"x0": {X["x0"][3]: "abc"}})]), "'abc' in step 0, row 3"),
    ],
)
def test_refusals_are_sentences(change, sentence):
    with pytest.raises(ValueError, match=sentence):
        feature_drift(*change(world(np.random.default_rng(7), 20)))


def test_an_unknown_correction_is_named():
    X = world(np.random.default_rng(8), 20)
    with pytest.raises(ValueError, match="benjamini-hochberg, holm; got 'none'"):
        feature_drift(X, [X], correction="none")
