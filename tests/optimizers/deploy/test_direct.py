"""The direct predictor against the model that it stands for: the same bits, or a sentence."""

import pickle

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_iris, make_classification
from sklearn.decomposition import PCA
from sklearn.ensemble import (
    ExtraTreesClassifier,
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import (
    ElasticNet,
    LinearRegression,
    LogisticRegression,
    Ridge,
    RidgeClassifier,
    SGDClassifier,
)
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MaxAbsScaler, MinMaxScaler, RobustScaler, StandardScaler
from sklearn.svm import LinearSVC
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from optimizers.deploy.direct import DirectPredictor, direct
from optimizers.deploy.models.flat_trees import FlatTrees, rounded_down

IRIS = load_iris(return_X_y=True)
BINARY = make_classification(150, 6, random_state=0)
SCALERS = (StandardScaler(), RobustScaler(), MinMaxScaler(), MaxAbsScaler())
MODELS_OF_CLASSES = [
    DecisionTreeClassifier(random_state=0),
    DecisionTreeClassifier(max_depth=1, random_state=0),
    RandomForestClassifier(40, random_state=0),
    ExtraTreesClassifier(9, bootstrap=True, random_state=0),
    GradientBoostingClassifier(n_estimators=12, random_state=0),
    LogisticRegression(max_iter=2000),
    LinearSVC(),
    RidgeClassifier(),
    SGDClassifier(loss="log_loss", random_state=0),
    SGDClassifier(random_state=0),
    *(make_pipeline(scaler, LogisticRegression()) for scaler in SCALERS),
    make_pipeline(SimpleImputer(), StandardScaler(), RandomForestClassifier(5, random_state=0)),
]
MODELS_OF_VALUES = [
    DecisionTreeRegressor(random_state=0),
    RandomForestRegressor(15, random_state=0),
    GradientBoostingRegressor(n_estimators=12, random_state=0),
    LinearRegression(),
    Ridge(),
    ElasticNet(alpha=0.1),
]
METHODS = ("predict", "predict_proba", "decision_function")


def assert_same_bits(model, found, X):
    for method in METHODS:
        assert hasattr(found, method) == hasattr(model, method), method
        if hasattr(model, method):
            for n in (1, 3, len(X)):
                expected, given = getattr(model, method)(X[:n]), getattr(found, method)(X[:n])
                assert given.shape == expected.shape and np.array_equal(given, expected), (method, n)


@pytest.mark.parametrize("model", MODELS_OF_CLASSES, ids=str)
@pytest.mark.parametrize("rows", [IRIS, BINARY], ids=["three", "two"])
def test_the_same_bits_for_classes(model, rows):
    X, y = rows
    model.fit(X, np.array(["a", "b", "c"])[y])
    found = direct(model)
    assert type(found).__module__.startswith("optimizers.deploy.models")
    assert_same_bits(model, found, X)
    assert_same_bits(model, found, X.astype(np.float32))
    assert_same_bits(model, pickle.loads(pickle.dumps(found)), X)


@pytest.mark.parametrize("model", MODELS_OF_VALUES, ids=str)
def test_the_same_bits_for_values(model):
    X, y = BINARY
    model.fit(X, X[:, 0] * 3 + y)
    assert_same_bits(model, direct(model), X)


def test_exponential_loss_and_a_start_at_zero():
    X, y = BINARY
    for more in ({"loss": "exponential"}, {"init": "zero"}):
        model = GradientBoostingClassifier(n_estimators=5, random_state=0, **more).fit(X, y)
        assert_same_bits(model, direct(model), X)


def test_missing_values_go_where_the_trees_send_them():
    rng = np.random.default_rng(0)
    X = IRIS[0].copy()
    X[rng.random(X.shape) < 0.2] = np.nan
    for model in (DecisionTreeClassifier(random_state=0), RandomForestClassifier(20, random_state=0)):
        model.fit(X, IRIS[1])
        assert_same_bits(model, direct(model), X)


def test_rows_on_the_thresholds_go_the_same_way():
    model = RandomForestClassifier(20, random_state=0).fit(*IRIS)
    X = np.repeat(IRIS[0], 2, axis=0)
    cuts = model.estimators_[0].tree_
    inner = cuts.children_left >= 0
    for feature, threshold in zip(cuts.feature[inner], cuts.threshold[inner]):
        X[::2, feature] = threshold
        X[1::2, feature] = np.nextafter(np.float32(threshold), np.float32(np.inf))
        assert_same_bits(model, direct(model), X[:20])


def test_walking_and_the_compiled_trees_agree():
    model = RandomForestClassifier(30, random_state=0).fit(*IRIS)
    flat, X = FlatTrees([one.tree_ for one in model.estimators_]), IRIS[0].astype(np.float32)
    flat.walks = lambda n: True
    walked = flat.sums(X)
    flat.walks = lambda n: False
    assert np.array_equal(walked, flat.sums(X))
    assert FlatTrees.walks(flat, 1) and not FlatTrees.walks(flat, 10_000)


def test_a_threshold_is_rounded_down():
    above = np.float64(np.float32(0.1)) - 1e-12
    assert rounded_down(np.array([above]))[0] < above < np.float32(0.1)
    assert rounded_down(np.array([0.5]))[0] == 0.5


def test_behind_other_preprocessing_the_model_alone_is_replaced():
    model = make_pipeline(PCA(2), RandomForestClassifier(5, random_state=0)).fit(*IRIS)
    found = direct(model)
    assert type(found) is type(model) and type(found[-1]).__name__ == "TreesClassifier"
    assert np.array_equal(found.predict_proba(IRIS[0]), model.predict_proba(IRIS[0]))


@pytest.mark.parametrize(
    ("X", "said"),
    [
        (np.array([[1.0, 2, 3, np.inf]]), "Row 0, column 3 is infinite"),
        (np.array([[1.0, 2, 3]]), "must be a table of 4 columns"),
        (pd.DataFrame(np.ones((1, 4)), columns=list("dcba")), "give a, b, c, d"),
    ],
)
def test_rows_that_do_not_fit_are_one_sentence(X, said):
    frame = pd.DataFrame(IRIS[0], columns=list("abcd"))
    with pytest.raises(ValueError, match=said):
        direct(RandomForestClassifier(3, random_state=0).fit(frame, IRIS[1])).predict(X)


def test_a_linear_model_refuses_missing_values():
    with pytest.raises(ValueError, match="Row 1, column 0 is missing"):
        direct(LogisticRegression().fit(*IRIS)).predict(np.array([[1.0, 1, 1, 1], [np.nan, 1, 1, 1]]))


def test_it_skips_what_it_cannot_read():
    assert "KNeighborsClassifier" in DirectPredictor().skip(KNeighborsClassifier().fit(*IRIS))
    two = RandomForestRegressor(3).fit(IRIS[0], IRIS[0][:, :2])
    assert "one output" in DirectPredictor().skip(two)
    start = GradientBoostingClassifier(n_estimators=2, init=LogisticRegression()).fit(*BINARY)
    assert "starts from another model" in DirectPredictor().skip(start)
    clipped = make_pipeline(MinMaxScaler(clip=True), LogisticRegression()).fit(*IRIS)
    assert type(direct(clipped)) is type(clipped)
