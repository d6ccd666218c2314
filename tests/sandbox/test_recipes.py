"""A recipe told in plain words and made again is the same recipe; what cannot be told or made is refused."""

import json

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.compose import make_column_transformer
from sklearn.ensemble import RandomForestClassifier, VotingClassifier
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler

from sandbox.recipes import made, told
from sandbox.refusal import Refused
from tests import tiny

RECIPES = [
    RandomForestClassifier(7, max_depth=3, random_state=1, class_weight={0: 1.0, 1: 2.5}),
    make_pipeline(make_column_transformer((StandardScaler(), ["a", "b"]), remainder="drop"), LogisticRegression(C=0.5)),
    GridSearchCV(
        make_pipeline(OneHotEncoder(categories=[["x", "y"]]), Ridge()), {"ridge__alpha": np.array([0.1, 1.0])}
    ),
    VotingClassifier([("a", LogisticRegression()), ("b", RandomForestClassifier(3))], weights=[1, 2]),
    make_pipeline(FunctionTransformer(np.log1p), Ridge(alpha=2.5)),
]


@pytest.mark.parametrize("model", RECIPES, ids=lambda m: type(m).__name__)
def test_told_as_json_and_made_again_it_is_the_same(model):
    again = made(json.loads(json.dumps(told(model))))
    assert str(again.get_params()) == str(clone(model).get_params())


def test_a_number_of_numpy_becomes_plain():
    assert made(json.loads(json.dumps(told(Ridge(alpha=np.float64(2.0)))))).alpha == 2.0


def test_only_what_differs_from_the_defaults_is_told():
    assert told(LogisticRegression(C=2.0)) == {"class": "sklearn.linear_model.LogisticRegression", "params": {"C": 2.0}}


def test_a_model_fitted_by_its_told_recipe_answers_the_same():
    rows = tiny.table("multiclass", numbers=True)
    model = RandomForestClassifier(5, random_state=3)
    one, two = (m.fit(rows.X_train, rows.y_train).predict_proba(rows.X_test) for m in (model, made(told(model))))
    assert np.array_equal(one, two)


def test_what_cannot_be_written_down_is_named():
    with pytest.raises(Refused, match=r"FunctionTransformer\.func is a function"):
        told(FunctionTransformer(lambda X: X))


@pytest.mark.parametrize(
    ("recipe", "said"),
    [
        ({"class": "os.system", "params": {}}, "none of the libraries"),
        ({"class": "sklearn.linear_model.NoSuch", "params": {}}, "has no NoSuch"),
        ({"class": "sklearn.linear_model.Ridge", "params": {"fancy": 1}}, "no parameter fancy"),
    ],
)
def test_what_this_version_lacks_is_refused(recipe, said):
    with pytest.raises(Refused, match=said):
        made(recipe)
