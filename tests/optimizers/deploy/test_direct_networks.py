"""Histogram boosting and networks read directly: the same bits, or a sentence."""

import pickle

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler

from optimizers.deploy.direct import DirectPredictor, direct
from optimizers.deploy.models.hist_trees import bits
from optimizers.deploy.verify import EQUAL, verified
from tests.optimizers.deploy.test_direct import BINARY, IRIS, assert_same_bits

QUICK = dict(max_iter=12, random_state=0)


def with_gaps(X, share=0.15):
    return np.where(np.random.default_rng(1).random(X.shape) < share, np.nan, X)


def grouped(n=300):
    """A table with a column of categories, which decide."""
    rng = np.random.default_rng(0)
    town = rng.choice(list("abcdefgh"), n)
    X = pd.DataFrame({"town": pd.Categorical(town), "size": rng.normal(size=n), "age": rng.integers(0, 9, n)})
    X.loc[::11, "town"] = np.nan
    y = np.isin(town, list("bdg")).astype(float) * 3 + X["size"] + rng.normal(0, 0.2, n)
    return X, y


@pytest.mark.parametrize("rows", [IRIS, BINARY], ids=["three", "two"])
def test_histogram_boosting_of_classes(rows):
    X, y = with_gaps(rows[0]), np.array(["a", "b", "c"])[rows[1]]
    model = HistGradientBoostingClassifier(**QUICK).fit(X, y)
    found = direct(model)
    odd = np.r_[X, np.full((1, X.shape[1]), np.inf), np.full((1, X.shape[1]), -np.inf)][::-1]
    for given in (X, odd, X.astype(np.float32)):
        assert_same_bits(model, found, given)
    assert_same_bits(model, pickle.loads(pickle.dumps(found)), X)


@pytest.mark.parametrize("loss", ["squared_error", "absolute_error", "poisson", "gamma"])
def test_histogram_boosting_of_values(loss):
    X, y = BINARY[0], np.exp(BINARY[0][:, 0])
    model = HistGradientBoostingRegressor(loss=loss, **QUICK).fit(X, y)
    assert_same_bits(model, direct(model), with_gaps(X))


def test_categories_of_its_own_known_unknown_and_missing():
    X, y = grouped()
    model = HistGradientBoostingRegressor(**QUICK).fit(X, y)
    assert any(tree[0].nodes["is_categorical"].any() for tree in model._predictors)
    strange = X.assign(town=pd.Categorical(["z"] * len(X)))
    for given in (X, strange, X.assign(town=X["town"].astype(object)), X.assign(size=np.nan)):
        assert_same_bits(model, direct(model), given)
    assert verified(model, direct(model), X).verdict == EQUAL


def test_walking_and_the_compiled_trees_agree():
    X, y = grouped()
    found = direct(HistGradientBoostingClassifier(**QUICK).fit(X, pd.cut(y, 3, labels=["l", "m", "h"]).astype(str)))
    trees, rows = found.trees, found.rows(X, np.float64)
    trees.walks = lambda n: True
    walked = trees.staged(rows, found.start)
    trees.walks = lambda n: False
    assert np.array_equal(walked, trees.staged(rows, found.start)) and walked.flags.f_contiguous


def test_rows_on_the_thresholds_go_the_same_way():
    model = HistGradientBoostingClassifier(**QUICK).fit(*BINARY)
    nodes = np.concatenate([tree.nodes for stage in model._predictors for tree in stage])
    nodes = nodes[nodes["is_leaf"] == 0]
    X = np.repeat(BINARY[0][:1], 3 * len(nodes), axis=0)
    for i, (feature, cut) in enumerate(zip(nodes["feature_idx"], nodes["num_threshold"])):
        X[3 * i : 3 * i + 3, feature] = cut, np.nextafter(cut, np.inf), np.nextafter(cut, -np.inf)
    assert_same_bits(model, direct(model), X)
    assert all(np.array_equal(direct(model).predict_proba(x[None]), model.predict_proba(x[None])) for x in X[:30])


def test_bit_sets_are_read_from_the_lowest():
    words = np.zeros(8, dtype=np.uint32)
    words[0], words[7] = 0b101, 1 << 31
    assert np.flatnonzero(bits(words)).tolist() == [0, 2, 255]


@pytest.mark.parametrize("activation", ["relu", "tanh", "logistic", "identity"])
@pytest.mark.parametrize("rows", [IRIS, BINARY], ids=["three", "two"])
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_networks_of_classes(activation, rows):
    X, y = rows[0], np.array(["a", "b", "c"])[rows[1]]
    model = MLPClassifier((7, 5), activation=activation, max_iter=5, random_state=0).fit(X, y)
    assert_same_bits(model, direct(model), X)
    assert_same_bits(model, direct(model), X.astype(np.float32))


@pytest.mark.parametrize("loss", ["squared_error", "poisson"])
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_networks_of_values_behind_a_scaler(loss):
    X, y = BINARY
    model = make_pipeline(
        StandardScaler(), MLPRegressor(hidden_layer_sizes=(6,), loss=loss, max_iter=5, random_state=0)
    ).fit(X, y + 1)
    found = direct(model)
    assert type(found).__name__ == "NetworkRegressor"
    assert_same_bits(model, found, X)


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_several_outputs_and_odd_losses_are_a_sentence():
    several = MLPClassifier((3,), max_iter=2).fit(IRIS[0], np.eye(3, dtype=int)[IRIS[1]])
    assert "one output" in DirectPredictor().skip(several)
    assert "one output" in DirectPredictor().skip(MLPRegressor(max_iter=2).fit(IRIS[0], IRIS[0]))
    odd = HistGradientBoostingRegressor(**QUICK).fit(*BINARY).set_params(loss=object())
    assert "loss of one's own" in DirectPredictor().skip(odd)
    X, y = grouped()
    behind = make_pipeline(
        MinMaxScaler().set_output(transform="pandas"),
        HistGradientBoostingRegressor(categorical_features=["age"], **QUICK),
    )
    behind.fit(X[["size", "age"]], y)
    assert type(direct(behind)) is type(behind)
