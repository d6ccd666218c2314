"""Coefficients go, and nothing in front computes their columns any more."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix
from sklearn.base import clone
from sklearn.compose import TransformedTargetRegressor, make_column_transformer
from sklearn.decomposition import PCA
from sklearn.feature_selection import SelectKBest
from sklearn.impute import SimpleImputer
from sklearn.linear_model import (
    ElasticNet,
    Lasso,
    LinearRegression,
    LogisticRegression,
    Perceptron,
    Ridge,
    RidgeClassifier,
    SGDClassifier,
    SGDRegressor,
)
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import (
    MinMaxScaler,
    OneHotEncoder,
    OrdinalEncoder,
    PolynomialFeatures,
    QuantileTransformer,
    RobustScaler,
    StandardScaler,
)
from sklearn.svm import SVC, LinearSVC, LinearSVR

from optimizers.case import model_input
from optimizers.inside import inside
from optimizers.measure import model_bytes
from optimizers.prune.linear_columns import LinearColumns
from optimizers.prune.linear_loss import Loss, moments, rise_of_loss
from optimizers.prune.linear_model import linear, with_columns
from optimizers.prune.narrow import narrowed
from sandbox.guard import load_model
from tests import tiny

N = 90


def wide(task="binary", named=True, n_columns=30, seed=0):
    rng = np.random.default_rng(seed)
    X = pd.DataFrame(rng.normal(2, 3, (N * 2, n_columns)), columns=[f"c{i}" for i in range(n_columns)])
    score = X["c0"] - X["c1"] + 0.5 * X["c2"]
    y = score if task == "regression" else pd.Series(np.array(["a", "b", "c"])[np.digitize(score, [0, 3])])
    return (X, y if task != "binary" else y.where(y != "c", "b")), (X if named else X.to_numpy())


def path(strategy, model, X, y):
    return list(strategy.candidates(model, X, y, np.random.default_rng(0)))


MODELS = {
    "binary": [LogisticRegression(), RidgeClassifier(), SGDClassifier(average=True), LinearSVC(), Perceptron()],
    "multiclass": [LogisticRegression(), LinearSVC(), SGDClassifier()],
    "regression": [LinearRegression(), Ridge(), Lasso(0.01), ElasticNet(), LinearSVR(), SGDRegressor()],
}


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("task", MODELS)
def test_every_linear_model_keeps_its_columns_and_its_class(task, named):
    (X, y), given = wide(task, named)
    for recipe in MODELS[task]:
        model = make_pipeline(StandardScaler(), clone(recipe)).fit(given, y)
        before = model_bytes(model)
        for candidate in path(LinearColumns(n_points=4), model, X, y):
            small = inside(candidate.model).estimator
            n_columns = int(candidate.label.split()[0])
            assert type(small) is type(recipe) and small.coef_.shape[-1] == n_columns
            assert len(candidate.model.feature_names_in_) == candidate.model[0].scale_.size == n_columns
            answers = load_model(model_bytes(candidate.model)).model.predict(model_input(candidate.model, X))
            assert (answers.shape == (len(X),) and set(answers) <= set(y)) or task == "regression"
        assert model_bytes(model) == before
        assert n_columns == 1


def test_the_useful_columns_are_found_and_the_noise_goes():
    (X, y), _ = wide("regression")
    X["c9"] = X["c0"] + 1e-3 * X["c9"]  # a twin may stand in
    model = LinearRegression().fit(X[:N] + np.random.default_rng(1).normal(0, 1, (N, 30)), y[:N])
    for order in ("held-out", "size"):
        found = {c.label.split()[0]: c.model for c in path(LinearColumns(order=order, n_points=20), model, X, y)}
        names = set(found["4"].feature_names_in_)
        assert {"c1", "c2"} <= names and names & {"c0", "c9"}
        assert found["4"].score(X[found["4"].feature_names_in_], y) >= model.score(X, y) - 0.01


def test_the_rise_of_squared_loss_is_what_dropping_the_column_really_costs():
    rng = np.random.default_rng(0)
    X, y, coef = rng.normal(1, 2, (40, 6)), rng.normal(size=(40, 1)), rng.normal(size=(1, 6))
    mean, loss = moments(X)[0], Loss(y, 1.0, False)
    slow = [0.5 * np.sum((X @ coef.T - (X[:, [j]] - mean[j]) * coef[0, j] - y) ** 2) for j in range(6)]
    now = 0.5 * np.sum((X @ coef.T - y) ** 2)
    for rows in (X, csr_matrix(X)):
        assert rise_of_loss(coef, rows, mean, loss, X @ coef.T) == pytest.approx(np.array(slow) - now)


def test_columns_without_a_coefficient_go_without_changing_any_prediction():
    (X, y), _ = wide("regression")
    model = make_pipeline(StandardScaler(), Lasso(0.5)).fit(X, y)
    first = path(LinearColumns(), model, X, y)[0]
    assert len(first.model.feature_names_in_) == np.count_nonzero(model[-1].coef_) < 30
    assert first.model.predict(X[first.model.feature_names_in_]) == pytest.approx(model.predict(X))


FRONTS = {
    "scalers": [StandardScaler(), MinMaxScaler(), RobustScaler(), QuantileTransformer(n_quantiles=20)],
    "selected": [SimpleImputer(), SelectKBest(k=12), StandardScaler()],
    "opaque": [StandardScaler(), PCA(8, random_state=0)],
    "opaque in the middle": [PolynomialFeatures(2, include_bias=False), StandardScaler()],
    "nothing": [],
    "tables": [make_column_transformer((StandardScaler(), [3, 0, 1]), ("passthrough", [5]), remainder=MinMaxScaler())],
    "scaled, then tables": [
        StandardScaler().set_output(transform="pandas"),
        make_column_transformer((StandardScaler(), ["c3", "c1"]), remainder="passthrough"),
    ],
    "nested": [make_pipeline(StandardScaler(), SelectKBest(k=20))],
}


@pytest.mark.parametrize("same_table", [False, True])
@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("front", FRONTS)
def test_a_cut_pipeline_gives_the_scores_of_its_kept_columns(front, named, same_table):
    if front == "scaled, then tables" and not named:
        pytest.skip("names its columns")
    (X, y), given = wide("regression", named)
    model = make_pipeline(*map(clone, FRONTS[front]), LinearRegression()).fit(given, y)
    opened, rng = inside(model), np.random.default_rng(3)
    full = linear(opened.estimator)
    kept = np.sort(rng.choice(full.coef.shape[1], 5, replace=False))
    small = with_columns(opened.estimator, type(full)(full.coef[:, kept], full.intercept), kept)
    oracle = np.asarray(opened.rows(X))[:, kept] @ full.coef[0, kept] + full.intercept
    cut = narrowed(model, small, kept, list(X), same_table)
    assert cut.predict(model_input(cut, X)) == pytest.approx(oracle)
    assert load_model(model_bytes(cut)).model.predict(model_input(cut, X)) == pytest.approx(oracle)
    if same_table:
        assert cut.predict(given) == pytest.approx(oracle)
    clone(cut).fit(model_input(cut, X), y)


@pytest.mark.parametrize("encoder", [
    OneHotEncoder(handle_unknown="ignore"),
    OneHotEncoder(handle_unknown="ignore", sparse_output=False),
    OneHotEncoder(drop="first"),
    OneHotEncoder(min_frequency=30, handle_unknown="infrequent_if_exist"),
    OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-2),
])  # fmt: skip
def test_encoders_lose_categories_and_columns(encoder):
    rows = tiny.table("binary")
    table = make_column_transformer(
        (make_pipeline(SimpleImputer(), StandardScaler()), ["age", "income", "rate"]), (encoder, ["city", "member"])
    )
    model = make_pipeline(table, LogisticRegression(max_iter=1000)).fit(rows.X_train, rows.y_train)
    opened = inside(model)
    full, Z = linear(opened.estimator), opened.rows(rows.X_test)
    Z = Z.toarray() if hasattr(Z, "toarray") else Z
    n = full.coef.shape[1]
    for kept in ([0, 2], [n - 1], [1, 3], [3], list(range(1, n)), [1, n - 2]):
        kept = np.array(kept)
        small = with_columns(opened.estimator, type(full)(full.coef[:, kept], full.intercept), kept)
        cut = narrowed(model, small, kept, list(rows.X_test))
        oracle = Z[:, kept] @ full.coef[0, kept] + full.intercept
        short = rows.X_test[cut.feature_names_in_]
        assert cut.decision_function(short) == pytest.approx(oracle)
        assert cut.decision_function(rows.X_test) == pytest.approx(oracle)  # the long table as well
        assert load_model(model_bytes(cut)).model.decision_function(short) == pytest.approx(oracle)


def test_a_table_whose_sparse_columns_are_all_gone_is_dense():
    rows = tiny.table("binary")
    codes = rows.X_train.assign(code=[f"k{i % 40}" for i in range(120)])
    table = make_column_transformer(
        (make_pipeline(SimpleImputer(), StandardScaler()), ["age", "income"]), (OneHotEncoder(), ["code"])
    )
    model = make_pipeline(table, LogisticRegression()).fit(codes, rows.y_train)
    assert table.sparse_output_
    estimator = model[-1]
    for kept in ([0], [0, 1], [1, 4]):
        small = with_columns(estimator, type(linear(estimator))(estimator.coef_[:, kept], estimator.intercept_), kept)
        cut = narrowed(model, small, np.array(kept), list(codes))
        expected = model[0].transform(codes).toarray()[:, kept] @ estimator.coef_[0, kept] + estimator.intercept_
        assert cut.decision_function(codes) == pytest.approx(expected)


def test_searches_and_transformed_targets_ask_for_the_short_table():
    (X, y), _ = wide("regression")
    target = TransformedTargetRegressor(make_pipeline(StandardScaler(), Ridge()), func=np.arcsinh, inverse_func=np.sinh)
    for model in (GridSearchCV(make_pipeline(StandardScaler(), Ridge()), {"ridge__alpha": [1, 2]}, cv=2), target):
        last = path(LinearColumns(), model.fit(X, y), X, y)[-1]
        assert type(last.model) is type(model) and len(last.model.feature_names_in_) == 1
        assert last.model.predict(X[last.model.feature_names_in_]).shape == (len(X),)


def test_what_it_does_not_take_is_said():
    (X, y), _ = wide("binary")
    assert "this is a SVC" in LinearColumns().skip(SVC().fit(X, y))
    assert "has one" in LinearColumns().skip(LogisticRegression().fit(X[["c0"]], y))
    two = LinearRegression().fit(X, X[["c1", "c2"]])
    assert "one output" in LinearColumns().skip(two)
    assert "densify" in LinearColumns().skip(LogisticRegression().fit(X, y).sparsify())
