"""Permutation importance against scikit-learn's, and its interval against repeated sampling."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from sklearn.compose import make_column_transformer
from sklearn.inspection import permutation_importance
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

from optimizers.card.importance import half_width, importance
from optimizers.case import Case

from .cases import classifier_case, regressor_case, rows

SCORER = {"accuracy": "accuracy", "roc_auc": "roc_auc", "log_loss": "neg_log_loss", "r2": "r2"}
SCORER |= {"rmse": "neg_root_mean_squared_error", "mae": "neg_mean_absolute_error"}


@pytest.mark.parametrize("metric", SCORER)
def test_values_agree_with_scikit_learn_s(metric):
    base = regressor_case() if metric in ("r2", "rmse", "mae") else classifier_case()
    case = dataclasses.replace(base, metric=metric)
    frame = importance(case, np.random.default_rng(0), n_repeats=20)[0].set_index("feature")
    theirs = permutation_importance(
        case.model, case.X_test, case.y_test, scoring=SCORER[metric], n_repeats=20, random_state=0
    )
    for feature, mean, sd in zip("abcd", theirs.importances_mean, theirs.importances_std):
        assert frame["value"][feature] == pytest.approx(mean, abs=4 * sd * np.sqrt(2 / 20) + 1e-9)
    assert frame["value"]["a"] > 0 and frame["low"]["a"] > 0


def test_a_feature_that_the_model_ignores_is_exactly_nothing():
    X, v = rows(200, 0)
    y = pd.Series(np.where(v > 0, "x", "y"))
    model = LogisticRegression().fit(X, y)
    model.coef_[0, 2] = 0.0
    frame = importance(Case("t", model, X, y, *rows_of(1)), np.random.default_rng(0))[0].set_index("feature")
    assert frame.loc["c", ["value", "low", "high"]].tolist() == [0, 0, 0]


def rows_of(seed, n=200):
    X, v = rows(n, seed)
    return X, pd.Series(np.where(v > 0, "x", "y"))


@pytest.mark.parametrize("metric", ["accuracy", "r2"])
def test_interval_covers_the_population_s_importance_about_95_times_in_100(metric):
    base = regressor_case() if metric == "r2" else classifier_case()

    def drawn(n, seed):
        X, v = rows(n, seed)
        y = v if metric == "r2" else pd.Series(np.where(v > 0, "good", "bad"))
        return dataclasses.replace(base, X_test=X, y_test=y, time=None, metric=metric)

    def asked(case, **more):
        return importance(case, np.random.default_rng(7), **more)[0].set_index("feature").loc[list("abc")]

    true = asked(drawn(20_000, 1), at_most_rows=20_000, n_repeats=3)["value"]
    hits, widths, values = [], [], []
    for seed in range(40):
        frame = asked(drawn(200, 100 + seed))
        hits.append((frame["low"] <= true) & (true <= frame["high"]))
        widths.append((frame["high"] - frame["low"]) / 2)
        values.append(frame["value"])
    cover = np.mean(hits, axis=0)
    assert (cover >= 0.85).all(), cover
    assert (np.mean(widths, axis=0)[:2] < 1.4 * 1.96 * np.std(values, axis=0)[:2]).all()


def test_more_permutations_do_not_make_the_rows_more_certain():
    rng = np.random.default_rng(0)
    n = 400
    own, lent = rng.normal(size=(2, n))
    for n_repeats in (2, 40):
        shuffles = np.array([rng.permutation(n) for _ in range(n_repeats)])
        half = half_width(own + lent[shuffles], shuffles)
        assert half == pytest.approx(1.966 * np.sqrt(np.var(own + lent) / n), rel=0.2)


def test_categories_missing_values_and_columns_that_the_model_does_not_take():
    X = rows(300, 3)[0]
    X["kind"] = pd.Categorical(np.where(X["a"] > 0, "up", "down"))
    X.loc[::7, "b"] = np.nan
    X["note"] = "unused"
    y = pd.Series(np.where(X["a"] > 0, "x", "y"))
    encode = make_column_transformer((OneHotEncoder(), ["kind"]))
    model = make_pipeline(encode, LogisticRegression()).fit(X[["kind", "b"]], y)
    frame, _ = importance(Case("t", model, X, y, X, y), np.random.default_rng(0))
    assert frame["feature"].tolist() == ["kind", "b"] and frame["value"][0] > 0.3 and frame["value"][1] == 0


def test_a_model_fitted_on_an_array_names_its_columns():
    X, v = rows(150, 4)
    model = LinearRegression().fit(X.to_numpy(), v)
    frame, _ = importance(Case("t", model, X, v, X, v), np.random.default_rng(0))
    assert set(frame["feature"]) == set("abcd") and frame["value"][0] > 0.5


def test_slow_models_get_fewer_permutations_and_rows_and_say_so():
    told = []
    frame, notes = importance(classifier_case(), np.random.default_rng(0), told.append, at_most_s=1e-9)
    assert "The model is slow: 2 permutations a feature, on 300 judging rows." in notes
    assert "Time ran out" in notes[1] and len(frame) < 4
    frame, notes = importance(classifier_case(), np.random.default_rng(0), told.append)
    assert len(frame) == 4 and not notes and told[-1] == 1.0


def test_the_case_is_left_alone_and_the_seed_decides():
    case = classifier_case()
    before = case.X_test.copy()
    one, two = (importance(case, np.random.default_rng(3))[0] for _ in range(2))
    assert one.equals(two) and case.X_test.equals(before)
