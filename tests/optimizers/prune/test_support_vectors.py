"""Fewer support vectors: libsvm's parts stay consistent, and keeping all of them changes nothing."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, SVR, NuSVC, NuSVR

from optimizers.measure import model_bytes, size_kib
from optimizers.prune.kernel_machine import machine, with_vectors
from optimizers.prune.kernel_tuning import lesson_of, moved
from optimizers.prune.support_vectors import SupportVectors, fewer
from sandbox.guard import load_model
from tests import tiny

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning")
MODELS = {
    "binary": ("binary", SVC()),
    "multiclass": ("multiclass", SVC(C=5)),
    "linear": ("multiclass", SVC(kernel="linear")),
    "poly": ("multiclass", SVC(kernel="poly", degree=2, coef0=1, gamma=0.1)),
    "sigmoid": ("binary", SVC(kernel="sigmoid", gamma=0.01)),
    "nu": ("multiclass", NuSVC(nu=0.3, decision_function_shape="ovo")),
    "regression": ("regression", SVR(C=50)),
    "nu regression": ("regression", NuSVR(C=50)),
    "probabilities": ("multiclass", SVC(probability=True, random_state=0)),
}


def fitted(name):
    task, recipe = MODELS[name]
    rows = tiny.table(task, numbers=True)
    return make_pipeline(StandardScaler(), recipe).fit(rows.X_train, rows.y_train), rows


def shown(model, X):
    return model.decision_function(X) if hasattr(model, "decision_function") else model.predict(X)


@pytest.mark.parametrize("name", MODELS)
def test_the_arrays_are_the_estimator(name):
    model, rows = fitted(name)
    Z, svm = model[0].transform(rows.X_test), model[-1]
    full = machine(svm)
    n_classes = len(getattr(svm, "classes_", [0]))
    expected = svm.predict(Z) if n_classes == 1 else svm._decision_function(Z)
    own = full.decisions(Z) * (-1 if n_classes == 2 else 1)
    assert own.reshape(np.shape(expected)) == pytest.approx(expected)
    assert shown(with_vectors(svm, full), Z) == pytest.approx(shown(svm, Z))
    assert with_vectors(svm, full).dual_coef_ == pytest.approx(svm.dual_coef_)


@pytest.mark.parametrize("name", ["binary", "multiclass", "regression"])
def test_all_vectors_fitted_anew_give_the_old_decisions(name):
    model, rows = fitted(name)
    full, Z = machine(model[-1]), model[0].transform(rows.X_test)
    all_of_them = fewer(full, 1.0, 0, members=True)
    assert np.array_equal(all_of_them.vectors, full.vectors)
    again = all_of_them.fitted(full.kernel_values(full.vectors), full.decisions(full.vectors), [1e-12])[0]
    assert again.decisions(Z) == pytest.approx(full.decisions(Z), rel=0.05, abs=0.05 * full.decisions(Z).std())
    duplicated = full.replaced(full.vectors, full.support, full.counts)
    assert not duplicated.coef.any() and full.coef.any()


@pytest.mark.parametrize("vectors", ["centres", "members"])
@pytest.mark.parametrize("name", MODELS)
def test_every_candidate_is_smaller_consistent_and_admitted(name, vectors):
    model, rows = fitted(name)
    before, rng = model_bytes(model), np.random.default_rng(0)
    strategy = SupportVectors(n_points=2, smallest=0.1, n_steps=20, vectors=vectors)
    found = list(strategy.candidates(model, rows.X_train, rows.y_train, rng))
    sizes = [size_kib(model), *(size_kib(c.model) for c in found)]
    assert len(found) >= 2 and sizes == sorted(sizes, reverse=True) and model_bytes(model) == before
    for candidate in found:
        svm = candidate.model[-1]
        n = int(candidate.label.split()[0])
        assert svm.support_vectors_.shape == (n, 5) and svm.n_support_.sum() == n == svm.dual_coef_.shape[1]
        again = load_model(model_bytes(candidate.model)).model
        assert shown(again, rows.X_test) == pytest.approx(shown(candidate.model, rows.X_test))
        if name == "probabilities":
            assert again.predict_proba(rows.X_test).sum(axis=1) == pytest.approx(1)
    assert found[0].model.score(rows.X_test, rows.y_test) > model.score(rows.X_test, rows.y_test) - 0.1


def test_what_it_does_not_take_is_said():
    rows = tiny.table("binary", numbers=True)
    from scipy.sparse import csr_matrix

    assert "dense rows" in SupportVectors().skip(SVC().fit(csr_matrix(rows.X_train.to_numpy()), rows.y_train))
    gram = rows.X_train.to_numpy() @ rows.X_train.to_numpy().T
    assert "fit the model with one of them" in SupportVectors().skip(SVC(kernel="precomputed").fit(gram, rows.y_train))
    assert "this is a LogisticRegression" in SupportVectors().skip(tiny.fitted("linear").model)


@pytest.mark.parametrize("name", ["binary", "multiclass", "regression"])
def test_moving_the_centres_only_lowers_the_loss(name):
    model, rows = fitted(name)
    full, X = machine(model[-1]), model[0].transform(rows.X_train)
    few = fewer(full, 0.1, 0, members=False)
    lesson = lesson_of(model[-1], full, X, rows.y_train.to_numpy())
    start = few.fitted(few.kernel_values(X), full.decisions(X), [1e-4])[0]
    after = moved(start, lesson, model[-1]._gamma, 50, centres=True)
    assert lesson.loss(after.decisions(X))[0] < lesson.loss(start.decisions(X))[0]
    stays = moved(start, lesson, model[-1]._gamma, 50, centres=False)
    assert np.array_equal(stays.vectors, start.vectors) and not np.array_equal(after.vectors, start.vectors)


def test_slopes_of_the_lesson_are_those_of_its_loss():
    model, rows = fitted("multiclass")
    full, X = machine(model[-1]), model[0].transform(rows.X_train)
    for scale in (0, 2):
        lesson = replace(lesson_of(model[-1], full, X, rows.y_train.to_numpy()), scale=scale)
        at = np.random.default_rng(0).normal(size=lesson.decisions.shape)
        step = np.zeros_like(at)
        step[3, 1] = 1e-5
        near = (lesson.loss(at + step)[0] - lesson.loss(at - step)[0]) / 2e-5
        assert lesson.loss(at)[1][3, 1] == pytest.approx(near, rel=1e-3)
