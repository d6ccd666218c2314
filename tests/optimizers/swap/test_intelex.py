"""The same recipe by Intel's extension: closed forms come out the same, and what is missing is told."""

import importlib.util

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier

from optimizers.swap.intelex import Intelex
from tests import tiny

here = pytest.mark.skipif(not importlib.util.find_spec("sklearnex"), reason="needs scikit-learn-intelex")


def swapped(model, task):
    rows = tiny.table(task, numbers=True)
    fitted = model.fit(rows.X_train, rows.y_train)
    (candidate,) = Intelex().candidates(fitted, rows.X_train, rows.y_train, np.random.default_rng(0))
    return fitted, candidate, rows.X_test


@here
@pytest.mark.parametrize("model", [LinearRegression(), Ridge(alpha=2.5), Ridge(alpha=0.1, fit_intercept=False)])
def test_a_closed_form_comes_out_the_same(model):
    fitted, candidate, X = swapped(model, "regression")
    assert type(candidate.model).__module__.startswith("sklearnex")
    assert np.allclose(candidate.model.predict(X), fitted.predict(X), rtol=1e-7)
    assert candidate.model.alpha == fitted.alpha if isinstance(fitted, Ridge) else candidate.model.fit_intercept


@here
def test_neighbours_vote_the_same():
    fitted, candidate, X = swapped(KNeighborsClassifier(7), "multiclass")
    assert np.array_equal(candidate.model.predict(X), fitted.predict(X))


@here
def test_what_the_extension_does_not_have_is_told():
    assert "takes" in Intelex().skip(DecisionTreeClassifier().fit([[0], [1]], [0, 1]))


def test_where_it_is_not_installed_the_way_out_is_told(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert "pip install scikit-learn-intelex" in Intelex().skip(Ridge())
