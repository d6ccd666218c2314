"""What all distilling shares: sizes, the table to take away, weights on their way, and rows nobody hoped for."""

import numpy as np
import pandas as pd
import pytest
from sklearn.compose import TransformedTargetRegressor, make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression, Perceptron, Ridge
from sklearn.model_selection import GridSearchCV
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from optimizers.distill import DISTILL
from optimizers.distill.coding import coded
from optimizers.distill.families import family_of, fewest_rows
from optimizers.refit import weights_name
from tests import tiny

METHODS = [pytest.param(cls, id=name) for name, cls in DISTILL.items() if name != "ClassCentroids"]
RNG = np.random.default_rng(4)


def made(strategy, model, X, y):
    return list(strategy.candidates(model, X, y, np.random.default_rng(0)))


def one(name, model, X, y, **settings):
    return made(DISTILL[name](n_sizes=1, **settings), model, X, y)[0]


def test_a_path_goes_from_many_rows_to_few():
    model, table, _ = tiny.fitted("linear")
    found = made(DISTILL["Twinning"](share=0.1, largest=0.5, n_sizes=3), model, table.X_train, table.y_train)
    assert [c.label for c in found] == ["60 of 120 rows", "27 of 120 rows", "12 of 120 rows"]
    assert [c.choice["n_rows"][0] for c in found] == [60, 27, 12] == [c.cost["fit_rows"] for c in found]
    assert found[0].choice["share"][0] == 0.5 and {"fit_s", "distil_s"} < set(found[0].cost)


def test_the_table_holds_learning_rows_as_they_were():
    model, table, _ = tiny.fitted("pipeline")
    found = one("Medoids", model, table.X_train, table.y_train, share=0.2)
    assert found.rows.equals(table.X_train.loc[found.rows.index]) and found.rows.index.is_monotonic_increasing
    assert found.target.equals(table.y_train.loc[found.rows.index])
    assert list(found.table()) == [*table.X_train, "target"] and len(found.table()) == 24


def test_the_model_is_the_recipe_fitted_on_these_rows():
    model, table, _ = tiny.fitted("linear")
    found = one("KDTreeLeaves", model, table.X_train, table.y_train, share=0.2)
    again = LogisticRegression(max_iter=1000).fit(found.rows, found.target)
    assert np.array_equal(again.coef_, found.model.coef_)


def test_random_rows_are_drawn_five_times_at_least():
    model, table, _ = tiny.fitted("tree")
    found = made(DISTILL["RandomRows"](n_sizes=1, share=0.2), model, table.X_train, table.y_train)
    assert [c.label for c in found] == [f"24 of 120 rows, draw {k}" for k in range(1, 6)]
    assert len({tuple(c.rows.index) for c in found}) == 5


def test_weights_reach_the_last_step():
    model, table, _ = tiny.fitted("linear")
    search = GridSearchCV(make_pipeline(StandardScaler(), LogisticRegression()), {"logisticregression__C": [1.0]}, cv=2)
    for whole in (make_pipeline(StandardScaler(), model), search, make_pipeline(StandardScaler(), search)):
        whole.fit(table.X_train, table.y_train)
        found = one("FacilityLocation", whole, table.X_train, table.y_train, share=0.2)
        assert found.weights.sum() == pytest.approx(24) and list(found.table())[-1] == "sample_weight"
    by_hand = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    found = one("FacilityLocation", by_hand.fit(table.X_train, table.y_train), table.X_train, table.y_train, share=0.2)
    by_hand.fit(found.rows, found.target, logisticregression__sample_weight=found.weights)
    assert np.array_equal(by_hand[-1].coef_, found.model[-1].coef_)


def test_where_weights_go():
    numbers, table = tiny.table("regression", True), tiny.table("binary", True)
    target = TransformedTargetRegressor(make_pipeline(StandardScaler(), Ridge())).fit(numbers.X_train, numbers.y_train)
    neighbours = KNeighborsClassifier().fit(table.X_train, table.y_train)
    assert weights_name(target) == "ridge__sample_weight" and weights_name(neighbours) == ""
    assert family_of(target) == "linear" and family_of(neighbours) == "neighbours"
    assert "linear models" in DISTILL["FacilityLocation"]().skip(neighbours)
    assert "nearest neighbours alone" in DISTILL["ClassCentroids"]().skip(target)


def test_boosting_gets_as_many_rows_as_it_can_cut():
    X, y = pd.DataFrame(RNG.normal(size=(400, 3))), pd.Series(RNG.integers(0, 2, 400))
    model = HistGradientBoostingClassifier(max_iter=3).fit(X, y)
    assert fewest_rows(model) == 80
    found = one("AutomaticRows", model, X, y, share=0.05)
    assert found.label == "80 of 400 rows, twins" and "Fewer than 80 rows" in found.because


def test_neighbours_get_as_many_rows_as_they_ask():
    X, y = pd.DataFrame(RNG.normal(size=(200, 3))), pd.Series(RNG.integers(0, 2, 200))
    model = KNeighborsClassifier(30).fit(X, y)
    assert len(one("Twinning", model, X, y, share=0.01).rows) == 30


@pytest.mark.parametrize("cls", METHODS)
def test_twenty_rows(cls):
    X, y = pd.DataFrame(RNG.normal(size=(20, 2))).add_prefix("c"), pd.Series(["a", "b"] * 10)
    model = LogisticRegression().fit(X, y)
    found = made(cls(), model, X, y)
    assert {len(c.rows) for c in found} == {10}


@pytest.mark.parametrize("cls", METHODS)
def test_fifty_classes_and_one_with_a_single_row(cls):
    y = pd.Series([f"class {k % 49}" for k in range(300)] + ["alone"])
    X = pd.DataFrame(RNG.normal(size=(301, 2))).add_prefix("c")
    model = Perceptron(max_iter=5, tol=None).fit(X, y)  # linear, takes weights
    found = made(cls(n_sizes=1, share=0.05), model, X, y)
    assert {len(c.rows) for c in found} == {50} and all(set(c.target) == set(y) for c in found)


@pytest.mark.parametrize("name", ["Twinning", "AutomaticRows", "RandomRows"])
def test_too_few_rows_are_one_sentence(name):
    X, y = pd.DataFrame(RNG.normal(size=(12, 2))), pd.Series(np.arange(12) % 12)
    model = GaussianNB().fit(X, y)
    with pytest.raises(ValueError, match=f"{name} cannot leave rows out: of 12 learning rows .* bring more rows.$"):
        made(DISTILL[name](), model, X, y)


def test_what_cannot_be_fitted_is_one_sentence():
    X, y = pd.DataFrame(RNG.normal(size=(60, 2))), pd.Series(np.arange(60) % 2)
    model = GridSearchCV(LogisticRegression(), {"C": [1.0]}, cv=8).fit(X, y)
    with pytest.raises(ValueError, match=r"^Twinning: .* could not be fitted on 10 rows .*; keep more rows\.$"):
        made(DISTILL["Twinning"](n_sizes=1), model, X, y)


def test_a_target_that_is_missing_is_one_sentence():
    X, y = pd.DataFrame(RNG.normal(size=(60, 2))), pd.Series(RNG.normal(size=60))
    model = Ridge().fit(X, y)
    with pytest.raises(ValueError, match="Row 4 has no target: leave it out"):
        made(DISTILL["Twinning"](), model, X, y.where(y.index != 3))
    with pytest.raises(ValueError, match="Row 4 has an infinite target: leave it out"):
        made(DISTILL["Twinning"](), model, X, y.where(y.index != 3, np.inf))


def test_a_sparse_pipeline():
    X = pd.DataFrame({"city": RNG.choice(list("abcdefgh"), 200), "x": RNG.normal(size=200)})
    y = pd.Series(np.where(X["x"] > 0, "yes", "no"))
    model = make_pipeline(
        make_column_transformer(
            (OneHotEncoder(handle_unknown="ignore"), ["city"]), remainder="passthrough", sparse_threshold=1
        ),
        LogisticRegression(),
    ).fit(X, y)
    for name in ("AutomaticRows", "FacilityLocation"):
        assert one(name, model, X, y, share=0.2).model.predict(X).shape == (200,)


def test_numbers_that_are_not_are_coded():
    X = pd.DataFrame(
        {
            "gap": [1.0, np.nan, 3.0, np.inf],
            "same": 7.0,
            "huge": [1e308, -1e308, 0, 0],
            "empty": np.nan,
            "city": pd.Series(["a", None, "b", "b"], dtype="string"),
            "day": pd.to_datetime(["2020-01-01", None, "2020-02-01", "2021-01-01"]),
            "whole": pd.array([1, None, 3, 4], dtype="Int64"),
            "thin": pd.arrays.SparseArray([0.0, 0, 1, 0]),
        }
    )
    Z = coded(X)
    assert Z.shape == (4, 2 + 1 + 3 + 2 + 2 + 1) and np.isfinite(Z).all() and Z.dtype == np.float32
    assert coded(X[["same", "empty"]]).tolist() == [[0.0]] * 4


def test_many_levels_and_many_columns_stay_few():
    names = pd.DataFrame({"name": [f"n{k % 60}" for k in range(600)]})
    assert coded(names).shape == (600, 21)
    assert coded(pd.DataFrame(RNG.normal(size=(50, 200)))).shape == (50, 64)
