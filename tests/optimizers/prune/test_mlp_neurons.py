"""Whole neurons go, and the network stays what it was."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import log_loss
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from optimizers.measure import model_bytes, size_kib
from optimizers.prune.mlp_network import Lesson, Network, network, tuned, with_network
from optimizers.prune.mlp_neurons import MLPNeurons, made_up, targets, widths, without_neurons
from sandbox.guard import load_model
from tests import tiny

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")


def fitted(task, hidden=(12, 8), **settings):
    rows = tiny.table(task, numbers=True)
    kind = MLPRegressor if task == "regression" else MLPClassifier
    model = make_pipeline(StandardScaler(), kind(hidden_layer_sizes=hidden, max_iter=40, random_state=0, **settings))
    return model.fit(rows.X_train, rows.y_train), rows


@pytest.mark.parametrize("task", tiny.TASKS)
@pytest.mark.parametrize("activation", ["relu", "tanh", "logistic", "identity"])
def test_the_network_is_the_estimator_and_keeping_all_neurons_changes_nothing(task, activation):
    model, rows = fitted(task, activation=activation)
    X = model[0].transform(rows.X_test)
    net = network(model[-1])
    expected = model.predict(rows.X_test) if task == "regression" else model.predict_proba(rows.X_test)[:, -1]
    assert net.activations(X)[-1][:, -1] == pytest.approx(expected)
    whole = without_neurons(net, [12, 8], X)
    assert whole.activations(X)[-1][:, -1] == pytest.approx(expected, abs=2e-2)
    if task != "regression":
        y = targets(model[-1], rows.y_test.to_numpy())
        slow = log_loss(rows.y_test, model.predict_proba(rows.X_test))
        assert net.loss(X, y) == pytest.approx(slow, rel=1e-4)


@pytest.mark.parametrize("task", tiny.TASKS)
def test_slopes_are_what_small_steps_of_the_loss_say(task):
    model, rows = fitted(task, (4, 3), activation="tanh")
    net, X = network(model[-1]), model[0].transform(rows.X_test)
    y = targets(model[-1], rows.y_test.to_numpy())
    slopes, factor = net.slopes(X, y), 0.5 if task == "regression" else 1
    for i, part in enumerate((*net.weights, *net.biases)):
        near = []
        for step in (1e-5, -1e-5):
            moved = [p.copy() for p in (*net.weights, *net.biases)]
            moved[i].flat[0] += step
            near.append(Network(moved[:3], moved[3:], net.hidden, net.out).loss(X, y))
        assert slopes[i].flat[0] == pytest.approx(factor * (near[0] - near[1]) / 2e-5, rel=1e-3, abs=1e-6), part.shape


def test_twins_and_dead_neurons_go_for_free():
    rng = np.random.default_rng(0)
    w, v = rng.normal(size=(5, 4)), rng.normal(size=(4, 1))
    twins = Network(
        [np.c_[w, w, np.zeros((5, 2))], np.r_[v, v, [[9.0]], [[9.0]]]], [np.zeros(10), np.zeros(1)], "tanh", "identity"
    )
    X = rng.normal(size=(60, 5))
    kept = without_neurons(twins, [8], X)
    assert kept.activations(X)[-1] == pytest.approx(twins.activations(X)[-1], abs=1e-3)
    weights, bias = made_up(np.tanh(X @ w), twins.activations(X)[-1])
    assert weights == pytest.approx(2 * v, rel=1e-3) and bias == pytest.approx(0, abs=1e-3)


def test_tuning_never_ends_worse_on_the_choosing_rows():
    model, rows = fitted("multiclass")
    net, X = network(model[-1]), model[0].transform(rows.X_train)
    y = targets(model[-1], rows.y_train.to_numpy())
    small = without_neurons(net, [3, 3], X)
    rng = np.random.default_rng(0)
    better = tuned(small, Lesson(X[:60], y[:60]), (X[60:], y[60:]), 20, rng)
    assert better.loss(X[60:], y[60:]) < small.loss(X[60:], y[60:])
    assert tuned(small, Lesson(X, y), (X, y), 0, rng) is small


@pytest.mark.parametrize("task", tiny.TASKS)
def test_a_lesson_asks_the_old_network_about_the_very_rows_that_it_gives(task):
    model, rows = fitted(task)
    old, X = network(model[-1]), model[0].transform(rows.X_train)
    y = targets(model[-1], rows.y_train.to_numpy())
    noisy, wanted = Lesson(X, y, old, 0.3).batch(np.arange(50), np.random.default_rng(0))
    assert 0.2 < np.std(noisy - X[:50]) < 0.4
    before, now = old.activations(X[:50])[-1], old.activations(noisy)[-1]
    slow = now + (y[:50] - before) / 2 if task == "regression" else (y[:50] + now) / 2
    assert wanted == pytest.approx(slow)
    assert Lesson(X, y, old).batch(np.arange(50), np.random.default_rng(0))[1] == pytest.approx((y[:50] + before) / 2)


@pytest.mark.parametrize("task", tiny.TASKS)
def test_every_candidate_is_a_smaller_network_that_can_learn_on(task):
    model, rows = fitted(task, 30 if task == "binary" else (12, 8), solver="adam")
    before = model_bytes(model)
    found = list(
        MLPNeurons(n_points=4, n_epochs=3).candidates(model, rows.X_train, rows.y_train, np.random.default_rng(0))
    )
    sizes = [size_kib(c.model) for c in found]
    assert sizes == sorted(sizes, reverse=True) and len({c.label for c in found}) == len(found) > 2
    assert model_bytes(model) == before
    for candidate in found:
        again = load_model(model_bytes(candidate.model)).model
        assert np.array_equal(again.predict(rows.X_test), candidate.model.predict(rows.X_test))
        again[-1].partial_fit(model[0].transform(rows.X_train), rows.y_train)
        assert again.predict(rows.X_test).shape == rows.y_test.shape


def test_sizes_follow_the_share_and_what_cannot_be_cut_is_said():
    model, rows = fitted("binary", (60, 40))
    net = network(model[-1])
    for share in (0.5, 0.1):
        sizes = [5, *widths(net, share), 1]
        n = sum((a + 1) * b for a, b in pairwise(sizes))
        assert n == pytest.approx(share * net.n_parameters, rel=0.15)
    one = with_network(model[-1], without_neurons(net, [1, 1], model[0].transform(rows.X_train)))
    assert "no hidden layer" in MLPNeurons().skip(one)
    two = MLPRegressor(hidden_layer_sizes=(3,), max_iter=2).fit(
        rows.X_train, pd.DataFrame({"a": range(120), "b": range(120)})
    )
    assert "one target" in MLPNeurons().skip(two)
