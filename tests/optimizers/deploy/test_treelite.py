"""Treelite's interpreter in the place of trees: verified, pickled, refused in a sentence."""

import pickle

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

from optimizers.deploy.models import interpreted as file
from optimizers.deploy.tree_interpreter import TreeInterpreter
from optimizers.deploy.verify import verified
from tests.optimizers.deploy.test_direct import IRIS
from tests.optimizers.deploy.test_direct_networks import grouped

X, y = pd.DataFrame(IRIS[0], columns=list("abcd")), pd.Series(IRIS[1])


def offered(model, rows=X):
    return next(TreeInterpreter().candidates(model, rows, y, np.random.default_rng(0))).model


def test_a_forest_behind_a_scaler_answers_bit_for_bit():
    pytest.importorskip("treelite")
    model = make_pipeline(StandardScaler(), RandomForestClassifier(6, random_state=0)).fit(X, y)
    found = pickle.loads(pickle.dumps(offered(model)))
    assert np.array_equal(found.predict_proba(X), model.predict_proba(X)) and list(found.classes_) == [0, 1, 2]


def test_boosting_to_the_last_digits():
    pytest.importorskip("treelite")
    gaps = X.mask(np.random.default_rng(0).random(X.shape) < 0.2)
    model = HistGradientBoostingClassifier(max_iter=6, random_state=0).fit(gaps, y)
    assert verified(model, offered(model, gaps), gaps, tolerance=1e-12).passed


def test_splits_on_categories_are_verified_or_refused():
    pytest.importorskip("treelite")
    table, values = grouped()
    model = HistGradientBoostingClassifier(max_iter=4, random_state=0).fit(table, values > 1)
    try:
        found = offered(model, table)
    except ValueError as why:
        assert str(why).startswith("TreeInterpreter is not offered")
    else:
        assert verified(model, found, table, tolerance=1e-12).passed


def test_what_it_does_not_take_is_a_sentence(monkeypatch):
    assert "this is a LogisticRegression" in TreeInterpreter().skip(LogisticRegression(max_iter=500).fit(X, y))
    assert "this is a DecisionTreeClassifier" in TreeInterpreter().skip(DecisionTreeClassifier().fit(X, y))
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert TreeInterpreter().skip(RandomForestClassifier(2).fit(X, y)) == file.INSTALL
