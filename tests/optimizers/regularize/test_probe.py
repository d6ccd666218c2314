"""Settings around a model's own: both sides, in order, as plain scalars."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.linear_model import Lasso, LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier

from optimizers.regularize.places import why_none, with_setting
from optimizers.regularize.regularizers import current, innermost, probe, regularizers

from ..strategy_models import MODELS

PROBED = [(name, r.name) for name in MODELS for r in regularizers(MODELS[name]().model)]


def strength(r, value):
    """A number that grows with regularization."""
    return -np.inf if value is None else r.direction * value


@pytest.mark.parametrize(("name", "parameter"), PROBED)
@pytest.mark.parametrize("n", [3, 5, 8])
def test_settings_go_from_least_to_most_and_hold_the_own_one(name, parameter, n):
    model = MODELS[name]().model
    r = next(r for r in regularizers(model) if r.name == parameter)
    values = probe(model, r, n)
    assert 2 <= len(values) <= n
    assert all(v is None or type(v) in (int, float) for v in values)
    strengths = [strength(r, v) for v in values]
    assert strengths == sorted(strengths) and len(set(values)) == len(values)
    assert current(innermost(model), r) in values
    for value in values:
        assert with_setting(model, r.name, value, 0) is not model


def test_both_sides_of_the_own_value_where_there_is_room():
    (c,) = regularizers(LogisticRegression())
    assert probe(LogisticRegression(), c, 5) == [100.0, 10.0, 1.0, 0.1, 0.01]
    (alpha,) = regularizers(Lasso())
    assert probe(Lasso(alpha=0.0002), alpha, 5)[:2] == [0.0001, 0.0002]
    assert probe(Lasso(alpha=1e6), alpha, 5)[-1] == 1e6  # nothing lies beyond: all of them below
    X, y = np.random.default_rng(0).normal(size=(100, 3)), np.arange(100) % 2
    neighbours = KNeighborsClassifier(5).fit(X, y)
    (k,) = regularizers(neighbours)
    assert probe(neighbours, k, 5) == [1, 2, 5, 12, 27]
    limited = DecisionTreeClassifier(max_depth=3).fit(X, y)
    depth = next(r for r in regularizers(limited) if r.name == "max_depth")
    assert {1, 3} < set(probe(limited, depth, 5)) and max(probe(limited, depth, 5)) > 3


def test_a_search_is_refitted_as_its_best_estimator():
    from sklearn.model_selection import GridSearchCV

    fitted = MODELS["pipeline"]()
    step = fitted.model.steps[-1][0]
    search = GridSearchCV(clone(fitted.model), {f"{step}__C": [0.5]}, cv=2).fit(*fitted.table[:2])
    (c,) = regularizers(search)
    assert probe(search, c, 3) == [5.0, 0.5, 0.05]
    again = with_setting(search, "C", 7.0, 0)
    assert type(again) is type(fitted.model) and again.steps[-1][1].C == 7.0
    assert search.best_estimator_.steps[-1][1].C == 0.5


def test_without_a_regularizer_there_is_a_way_out():
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
    from sklearn.linear_model import LinearRegression

    assert regularizers(LinearRegression()) == ()
    assert "No regularizer of LinearRegression is known" in why_none(LinearRegression())
    assert "solver='lsqr'" in why_none(LinearDiscriminantAnalysis())
    assert why_none(LogisticRegression()) == ""
