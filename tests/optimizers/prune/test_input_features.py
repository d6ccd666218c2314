"""A model over fewer inputs answers as the old one does where the missing inputs hold their typical values."""

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.compose import TransformedTargetRegressor
from sklearn.decomposition import PCA
from sklearn.ensemble import (
    ExtraTreesRegressor,
    GradientBoostingClassifier,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    VotingClassifier,
)
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, SVR
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from optimizers.case import model_input
from optimizers.measure import model_bytes, size_kib
from optimizers.prune.filled_columns import filled
from optimizers.prune.input_features import InputFeatures, held, typical
from optimizers.prune.input_groups import inputs_of, without
from sandbox.guard import load_model
from tests import tiny

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
votes = VotingClassifier([("nb", GaussianNB()), ("tree", DecisionTreeClassifier(max_depth=2))], voting="soft")
NUMBERS = {
    "tree": ("multiclass", DecisionTreeClassifier(random_state=0)),
    "tree regressor": ("regression", DecisionTreeRegressor(random_state=0)),
    "forest": ("multiclass", RandomForestClassifier(5, random_state=0)),
    "extra trees": ("regression", ExtraTreesRegressor(5, random_state=0)),
    "boosting": ("multiclass", GradientBoostingClassifier(n_estimators=4, random_state=0)),
    "histograms": ("binary", HistGradientBoostingClassifier(max_iter=5)),
    "categories": ("regression", HistGradientBoostingRegressor(max_iter=5, categorical_features=[3])),
    "svc": ("multiclass", make_pipeline(StandardScaler(), SVC())),
    "poly": ("binary", make_pipeline(StandardScaler(), SVC(kernel="poly"))),
    "svr": ("regression", make_pipeline(StandardScaler(), SVR())),
    "naive": ("binary", make_pipeline(StandardScaler(), GaussianNB())),
    "votes": ("binary", votes),
    "mixed": ("binary", make_pipeline(StandardScaler(), PCA(3), LogisticRegression())),
    "network": ("binary", make_pipeline(StandardScaler(), MLPClassifier((5,), max_iter=5))),
    "target": ("regression", TransformedTargetRegressor(Ridge(), func=np.sqrt, inverse_func=np.square)),
    "search": ("binary", GridSearchCV(make_pipeline(StandardScaler(), LogisticRegression()), {}, cv=2)),
}  # fmt: skip
TABLES = {
    "table": ("multiclass", LogisticRegression(max_iter=500)),
    "table forest": ("binary", RandomForestClassifier(5, random_state=0)),
    "table naive": ("binary", GaussianNB()),
}
BIGGER = ("categories", "poly", "naive", "votes", "mixed", "table naive")


def fitted(name, named=True):
    task, recipe = (NUMBERS | TABLES)[name]
    rows = tiny.table(task, numbers=name in NUMBERS)
    model = clone(recipe) if name in NUMBERS else tiny.pipeline(clone(recipe))
    return model.fit(rows.X_train if named else rows.X_train.to_numpy(), rows.y_train), rows


def answers(model, X):
    given = model_input(model, X)
    return model.predict_proba(given) if hasattr(model, "predict_proba") else model.predict(given)


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("name", [*NUMBERS, *TABLES])
def test_it_answers_as_with_typical_values(name, named):
    if name in TABLES and not named:
        pytest.skip("names its columns")
    model, rows = fitted(name, named)
    inputs, row = inputs_of(model, rows.X_train), typical(rows.X_train)
    assert len(inputs.groups) == 5
    for gone in ([0], [4, 1], [2, 0, 3, 1]):
        cut = without(model, inputs, gone, row, list(rows.X_train))
        names = [n for i, n in enumerate(rows.X_train) if i not in gone]
        assert list(cut.feature_names_in_) == names
        expected = answers(model, held(rows.X_test, row, inputs, gone))
        assert answers(cut, rows.X_test[names]) == pytest.approx(expected)
        again = load_model(model_bytes(cut)).model
        assert answers(again, rows.X_test[names]) == pytest.approx(expected)
        assert name in BIGGER or not named or size_kib(cut) <= size_kib(model)


def test_neighbours_drop_the_column_from_their_distances():
    rows = tiny.table("binary", numbers=True)
    model = KNeighborsClassifier().fit(rows.X_train, rows.y_train)
    cut = without(model, inputs_of(model, rows.X_train), [1, 2], typical(rows.X_train), list(rows.X_train))
    names = ["age", "city", "member"]
    slow = KNeighborsClassifier().fit(rows.X_train[names], rows.y_train)
    assert np.array_equal(answers(cut, rows.X_test), slow.predict_proba(rows.X_test[names]))


def test_what_the_target_rests_on_stays_longest():
    rng = np.random.default_rng(0)
    X = pd.DataFrame(rng.normal(size=(300, 6)), columns=list("abcdef"))
    X["e"] = X["b"] + 0.01 * X["e"]  # a twin
    y = pd.Series(3 * X["b"] - 2 * X["d"])
    for model in (Ridge(), ExtraTreesRegressor(20, random_state=0)):
        model.fit(X, y)
        found = {c.label: c.model for c in InputFeatures().candidates(model, X, y, np.random.default_rng(0))}
        two = found["2 of 6 inputs"]
        assert set(two.feature_names_in_) in ({"b", "d"}, {"e", "d"})
        assert list(found)[-1] == "1 of 6 inputs"
    assert two.score(X[two.feature_names_in_], y) > 0.7


def test_missing_values_of_a_donor_do_not_touch_the_constants():
    model, rows = fitted("categories")
    cut = filled(model, np.array([1, 2]), {0: 40.0, 3: 1.0, 4: 0.0})
    X = rows.X_test.to_numpy()[:, [1, 2]].copy()
    X[:10, 0] = np.nan
    slow = np.c_[np.full(80, 40.0), X, np.full(80, 1.0), np.zeros(80)]
    assert cut.predict(X) == pytest.approx(model.predict(pd.DataFrame(slow, columns=list(rows.X_test))))


def test_typical_values_keep_the_types_of_the_table():
    rows = tiny.table("binary")
    row = typical(rows.X_train)
    assert row.dtypes.equals(rows.X_train.dtypes) and row.notna().all(axis=None)
    assert row["city"][0] == rows.X_train["city"].mode()[0] and row["member"][0] == rows.X_train["member"].mode()[0]
    assert row["income"][0] == rows.X_train["income"].quantile(0.5, interpolation="lower")


def test_one_input_is_too_few():
    rows = tiny.table("binary", numbers=True)
    assert "has one" in InputFeatures().skip(LogisticRegression().fit(rows.X_train[["age"]], rows.y_train))


def test_columns_may_be_named_by_numbers():
    rng = np.random.default_rng(0)
    X, y = pd.DataFrame(rng.normal(size=(100, 4))), pd.Series(rng.integers(0, 2, 100))
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(X.to_numpy(), y)
    for candidate in InputFeatures().candidates(model, X, y, rng):
        assert candidate.model.predict(X.to_numpy()).shape == (100,)
