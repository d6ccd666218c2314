"""A few prototypes answer in place of all rows."""

import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from optimizers.measure import model_bytes, size_kib
from optimizers.prune.glvq import loss, moved
from optimizers.prune.prototypes import Prototypes, centres_of_classes, centres_of_values, with_rows
from sandbox.guard import load_model
from tests import tiny

MODELS = {
    "binary": ("binary", KNeighborsClassifier()),
    "multiclass": ("multiclass", KNeighborsClassifier(3, weights="distance", algorithm="ball_tree")),
    "manhattan": ("multiclass", KNeighborsClassifier(metric="manhattan", algorithm="brute")),
    "regression": ("regression", KNeighborsRegressor()),
}


def fitted(name):
    task, recipe = MODELS[name]
    rows = tiny.table(task, numbers=True)
    return make_pipeline(StandardScaler(), recipe).fit(rows.X_train, rows.y_train), rows


@pytest.mark.parametrize("name", MODELS)
def test_every_candidate_is_smaller_and_admitted(name):
    model, rows = fitted(name)
    before, rng = model_bytes(model), np.random.default_rng(0)
    found = list(Prototypes(n_points=3, n_steps=20).candidates(model, rows.X_train, rows.y_train, rng))
    sizes = [size_kib(model), *(size_kib(c.model) for c in found)]
    assert len(found) >= 2 and sizes == sorted(sizes, reverse=True) and model_bytes(model) == before
    for candidate in found:
        again = load_model(model_bytes(candidate.model)).model
        assert np.array_equal(again.predict(rows.X_test), candidate.model.predict(rows.X_test))
        if name != "regression":
            assert list(again.classes_) == list(model.classes_)
            assert again.predict_proba(rows.X_test).shape == model.predict_proba(rows.X_test).shape
    assert found[0].model.score(rows.X_test, rows.y_test) > model.score(rows.X_test, rows.y_test) - 0.12


@pytest.mark.parametrize("name", ["binary", "regression"])
def test_all_rows_as_prototypes_are_the_nearest_neighbour_rule(name):
    model, rows = fitted(name)
    knn, Z = model[-1], model[0].transform(rows.X_test)
    targets = np.asarray(knn._y).ravel()
    one = with_rows(knn, knn._fit_X, targets, 1)
    slow = [int(np.argmin(np.linalg.norm(knn._fit_X - z, axis=1))) for z in Z]
    expected = targets[slow] if name == "regression" else knn.classes_[targets[slow]]
    assert list(one.predict(Z)) == list(expected)


def test_one_centre_a_class_is_its_mean_and_values_are_means():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(60, 3)), rng.integers(0, 3, 60)
    W, codes = centres_of_classes(X, y, 1e-9, 0)
    assert pytest.approx(np.stack([X[y == c].mean(axis=0) for c in range(3)])) == W and list(codes) == [0, 1, 2]
    for centres, values in centres_of_values(X, X[:, 0], 1, 0):
        assert centres[0] == pytest.approx(X.mean(axis=0)) and values[0] == pytest.approx(X[:, 0].mean())


def test_the_slope_is_that_of_the_loss_and_moving_lowers_it():
    rng = np.random.default_rng(0)
    X, y, labels = rng.normal(size=(30, 2)), rng.integers(0, 2, 30), np.array([0, 0, 1, 1])
    X[:, 0] += 2 * y
    W, rows = rng.normal(size=(4, 2)), np.sum(X * X, axis=1)[:, None]
    same = y[:, None] == labels
    away = np.where(same, 0, np.inf), np.where(same, np.inf, 0)
    value, slope = loss(W, away, X, rows, 15)
    step = np.zeros_like(W)
    step[2, 1] = 1e-6
    near = (loss(W + step, away, X, rows, 15)[0] - loss(W - step, away, X, rows, 15)[0]) / 2e-6
    assert slope[2, 1] == pytest.approx(near, rel=1e-4)
    d = np.linalg.norm(X[:, None] - W, axis=2) ** 2
    mu = [
        (min(r[labels == c]) - min(r[labels != c])) / (min(r[labels == c]) + min(r[labels != c])) for r, c in zip(d, y)
    ]
    assert value == pytest.approx(np.mean(1 / (1 + np.exp(-15 * np.array(mu)))))
    assert loss(moved(W, labels, X, y, 30), away, X, rows, 15)[0] < value


def test_what_it_does_not_take_is_said():
    rows = tiny.table("binary", numbers=True)
    from scipy.sparse import csr_matrix

    sparse = KNeighborsClassifier().fit(csr_matrix(rows.X_train.to_numpy()), rows.y_train)
    assert "dense rows" in Prototypes().skip(sparse)
    assert "as small as it gets" in Prototypes().skip(KNeighborsClassifier(2).fit(rows.X_train[:5], rows.y_train[:5]))
    both = KNeighborsRegressor().fit(rows.X_train, rows.X_train)
    assert "one output" in Prototypes().skip(both)
    assert "this is a LogisticRegression" in Prototypes().skip(tiny.fitted("linear").model)
