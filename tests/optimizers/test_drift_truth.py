"""What each drift of the features claims, checked on 4,000 rows against the obvious calculation."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from optimizers.drift import (
    CategoryShift,
    CorrelationChange,
    MergedCategories,
    MissingCompletelyAtRandom,
    MissingNotAtRandom,
    Move,
    NewCategory,
    ResampleRows,
    Scale,
    SensorNoise,
    StuckSensor,
    UnitChange,
)

from .drift_tables import play

N = 4000


@cache
def rows():
    rng = np.random.default_rng(3)
    a, b = rng.normal(10, 2, N), rng.normal(size=N)
    X = pd.DataFrame({"a": a, "b": 0.8 * (a - 10) / 2 + 0.6 * b, "n": rng.integers(0, 50, N)})
    X["c"] = np.array(["red", "blue", "green", "grey"])[np.searchsorted([0.5, 0.8, 0.95], rng.random(N))]
    X["a"] = X["a"].mask(rng.random(N) < 0.1)
    return X, pd.Series(np.where(a + b > 10, "yes", "no"))


def played(drift, t=1.0, columns=""):
    """The rows before and after; where the changing columns are named, the others must not change."""
    X, y = rows()
    X_new, y_new = play(drift, X, y, t)
    others = [c for c in X if columns and c not in columns]
    assert not others or X_new[others].equals(X[others]), "a column that was not named has changed"
    return X, y, X_new, y_new


def binomial_error(share, n):
    return 4 * np.sqrt(share * (1 - share) / n)


@pytest.mark.parametrize("t", [0.3, 1.0])
@pytest.mark.parametrize("by_sd", [-2.0, 1.0])
def test_a_move_of_1_sd_moves_the_mean_by_1_sd(t, by_sd):
    X, y, X_new, y_new = played(Move(columns=("a", "n"), by_sd=by_sd), t, "an")
    for c in "an":
        sd = X[c].std()
        assert abs(X_new[c].mean() - X[c].mean() - t * by_sd * sd) < sd / np.sqrt(N)
        assert np.isclose(X_new[c].std(), sd) and X_new[c].isna().equals(X[c].isna())
    assert y_new.equals(y)


def test_a_move_is_measured_on_the_undrifted_rows_not_on_the_step():
    X, y = rows()
    narrow = X[X["b"].abs() < 0.1]
    X_new, _ = play(Move(columns=("b",)), X, y, X_step=narrow, y_step=y[narrow.index])
    assert np.allclose(X_new["b"] - narrow["b"], X["b"].std(ddof=0))


@pytest.mark.parametrize(("t", "times"), [(1.0, 4.0), (0.5, 2.0)])
def test_scaling_multiplies_the_spread_and_keeps_the_mean(t, times):
    X, _, X_new, _ = played(Scale(columns=("a",), factor=4.0), t, "a")
    assert np.isclose(X_new["a"].std(), times * X["a"].std()) and np.isclose(X_new["a"].mean(), X["a"].mean())


def test_units_change_for_a_share_of_rows_wholly():
    X, _, X_new, _ = played(UnitChange(columns=("a", "b"), factor=1.8, offset=32.0), 0.4, "ab")
    new = ~np.isclose(X_new["b"], X["b"])
    assert abs(new.mean() - 0.4) < binomial_error(0.4, N)
    for c in "ab":
        assert np.allclose(X_new[c], np.where(new, X[c] * 1.8 + 32, X[c]), equal_nan=True)


@pytest.mark.parametrize("t", [0.5, 1.0])
def test_noise_adds_its_variance(t):
    X, _, X_new, _ = played(SensorNoise(columns=("b",), noise_sd=2.0), t, "b")
    noise = (X_new["b"] - X["b"]) / X["b"].std()
    assert abs(noise.mean()) < 4 * 2 * t / np.sqrt(N)
    assert abs(noise.var() - (2 * t) ** 2) < 4 * (2 * t) ** 2 * np.sqrt(2 / N)
    assert abs(np.corrcoef(noise, X["b"])[0, 1]) < 4 / np.sqrt(N)


def test_a_stuck_sensor_reads_one_value_and_a_dead_one_none():
    X, y = rows()
    for reads, value in (("median", X["a"].median()), ("zero", 0.0)):
        assert (played(StuckSensor(columns=("a",), reads=reads), 1.0, "a")[2]["a"] == value).all()
    assert played(StuckSensor(columns=("a",), reads="missing"), 1.0, "a")[2]["a"].isna().all()
    drift = StuckSensor(columns=("a",))
    world = drift.learn(X, y, np.random.default_rng(0))
    steps = [drift.shift(X[:50], y[:50], 1.0, np.random.default_rng(s), world)[0]["a"] for s in range(3)]
    assert pd.concat(steps).nunique() == 1 and steps[0].iloc[0] in set(X["a"])
    half = drift.shift(X, y, 0.5, np.random.default_rng(0), world)[0]["a"]
    assert abs((half == steps[0].iloc[0]).mean() - 0.5) < binomial_error(0.5, N)


@pytest.mark.parametrize("t", [0.5, 1.0])
def test_values_go_missing_at_their_share_whatever_they_are(t):
    X, _, X_new, _ = played(MissingCompletelyAtRandom(columns=("b", "c"), share=0.4), t, "bc")
    gone = X_new[["b", "c"]].isna()
    assert (abs(gone.mean() - 0.4 * t) < binomial_error(0.4 * t, N)).all()
    assert abs(X["b"][gone["b"]].mean() - X["b"].mean()) < 4 / np.sqrt(gone["b"].sum())
    assert abs((gone["b"] & gone["c"]).mean() - (0.4 * t) ** 2) < binomial_error((0.4 * t) ** 2, N)
    assert (X_new["c"][~gone["c"]] == X["c"][~gone["c"]]).all()


@pytest.mark.parametrize("side", ["high", "low"])
def test_only_the_tail_goes_missing(side):
    X, _, X_new, _ = played(MissingNotAtRandom(columns=("b",), side=side, tail=0.25, share=0.8), 1.0, "b")
    tail = X["b"] >= X["b"].quantile(0.75) if side == "high" else X["b"] <= X["b"].quantile(0.25)
    gone = X_new["b"].isna()
    assert not gone[~tail].any() and abs(gone[tail].mean() - 0.8) < binomial_error(0.8, N / 4)


def test_a_new_category_takes_its_share_and_was_never_seen():
    X, _, X_new, _ = played(NewCategory(columns=("c",), share=0.3), 1.0, "c")
    new = X_new["c"] != X["c"]
    assert set(X_new["c"][new]) == {"unseen"} and abs(new.mean() - 0.3) < binomial_error(0.3, N)
    taken = X.assign(c=X["c"].replace("red", "unseen"))
    assert "unseen_" in set(play(NewCategory(columns=("c",)), taken, rows()[1])[0]["c"])


@pytest.mark.parametrize(("n_merged", "left"), [(2, {"red", "green", "grey"}), (3, {"red", "grey"}), (50, {"red"})])
def test_the_commonest_categories_become_one(n_merged, left):
    X, _, X_new, _ = played(MergedCategories(columns=("c",), n_merged=n_merged), 1.0, "c")
    assert set(X_new["c"]) == left
    gone = set(X["c"]) - left
    assert (X_new["c"] == X["c"].replace(dict.fromkeys(gone, "red"))).all()
    half = played(MergedCategories(columns=("c",), n_merged=n_merged), 0.5, "c")[2]["c"]
    n = X["c"].isin(gone).sum()
    assert abs(half.isin(gone).sum() / n - 0.5) < binomial_error(0.5, n)


@pytest.mark.parametrize("share", [0.5, 1.0])
def test_decoupling_keeps_the_margin_exactly_and_shrinks_the_correlation(share):
    X, _, X_new, _ = played(CorrelationChange(columns=("b",), share=share), 1.0, "b")
    assert np.array_equal(np.sort(X_new["b"]), np.sort(X["b"]))
    before, after = X["n"].corr(X["b"]), X["a"].corr(X_new["b"])
    assert abs(after - (1 - share) * X["a"].corr(X["b"])) < 4 / np.sqrt(N)
    assert abs(X["n"].corr(X_new["b"]) - before) < 8 / np.sqrt(N)


def real_rows(X, y, X_new, y_new):
    """Every row that came out is the row that its index names, target included."""
    return X_new.equals(X.loc[X_new.index]) and y_new.equals(y.loc[X_new.index])


@pytest.mark.parametrize("toward", ["high", "low"])
def test_resampling_draws_real_rows_in_proportion_to_their_weights(toward):
    X, y, X_new, y_new = played(ResampleRows(columns=("b",), toward=toward, ratio=9.0), 0.5)
    assert real_rows(X, y, X_new, y_new)
    rank = X["b"].rank(pct=True) if toward == "high" else 1 - X["b"].rank(pct=True)
    weights = 9.0 ** (0.5 * rank)
    assert abs(X_new["b"].mean() - np.average(X["b"], weights=weights)) < 0.01 * X["b"].std()
    counts = X_new.index.value_counts().reindex(X.index, fill_value=0)
    assert ((counts - N * weights / weights.sum()).abs() < 1.02).all()


def test_resampling_keeps_relations_that_a_move_breaks():
    X, _, X_new, _ = played(ResampleRows(columns=("b",), ratio=100.0))
    slope, slope_new = (np.polyfit(f["b"][f["a"].notna()], f["a"].dropna(), 1)[0] for f in (X, X_new))
    assert X_new["b"].mean() > 0.5 and abs(slope - slope_new) < 0.15


@pytest.mark.parametrize(("category", "name"), [("rarest", "grey"), ("commonest", "red")])
def test_a_category_becomes_odds_times_as_frequent(category, name):
    X, y, X_new, y_new = played(CategoryShift(columns=("c",), category=category, odds=6.0))
    assert real_rows(X, y, X_new, y_new)
    odds, odds_new = (m / (1 - m) for m in ((X["c"] == name).mean(), (X_new["c"] == name).mean()))
    assert np.isclose(odds_new, 6 * odds, rtol=0.005)
