"""Models of several members over fewer inputs answer as the old ones do where the others hold typical values."""

import warnings

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import (
    BaggingClassifier,
    BaggingRegressor,
    StackingClassifier,
    StackingRegressor,
    VotingClassifier,
)
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import FixedThresholdClassifier
from sklearn.multiclass import OneVsOneClassifier, OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from optimizers.case import model_input
from optimizers.measure import model_bytes
from optimizers.prune.input_features import held, typical
from optimizers.prune.input_groups import inputs_of, without
from sandbox.guard import load_model
from tests import tiny

tree, value = DecisionTreeClassifier(random_state=0), DecisionTreeRegressor(random_state=0)
line = LogisticRegression(max_iter=500)
SPREAD = {
    "calibrated": ("multiclass", CalibratedClassifierCV(tree, cv=2)),
    "bagging": ("multiclass", BaggingClassifier(tree, 4, random_state=0)),
    "narrow bag": ("binary", BaggingClassifier(tree, 4, max_features=3, random_state=0)),
    "twice seen": ("regression", BaggingRegressor(value, 4, bootstrap_features=True, random_state=1)),
    "bagged pipelines": ("binary", BaggingClassifier(make_pipeline(StandardScaler(), line), 3, random_state=0)),
    "voting": ("multiclass", VotingClassifier([("tree", tree), ("line", line)], voting="soft")),
    "stacking": ("multiclass", StackingClassifier([("tree", tree), ("line", line)], cv=2)),
    "passed through": ("regression", StackingRegressor([("t", value)], value, cv=2, passthrough=True)),
    "rest": ("multiclass", OneVsRestClassifier(tree)),
    "one": ("multiclass", OneVsOneClassifier(tree)),
    "threshold": ("binary", FixedThresholdClassifier(tree, threshold=0.4)),
    "frozen": ("binary", make_pipeline(StandardScaler(), FrozenEstimator(tree))),
}
BIGGER = ("bagged pipelines", "passed through", "one", "narrow bag", "twice seen")  # some get a step in front


def answers(model, X):
    given = model_input(model, X)
    return model.predict_proba(given) if hasattr(model, "predict_proba") else model.predict(given)


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("name", SPREAD)
def test_it_answers_as_with_typical_values(name, named):
    task, recipe = SPREAD[name]
    rows = tiny.table(task, numbers=True)
    X = rows.X_train if named else rows.X_train.to_numpy()
    if name == "frozen":
        tree.fit(StandardScaler().fit_transform(X), rows.y_train)
    model = clone(recipe).fit(X, rows.y_train)
    before, inputs, row = model_bytes(model), inputs_of(model, rows.X_train), typical(rows.X_train)
    for gone in ([0], [4, 1], [2, 0, 3, 1]):
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # of names that a member does not know
            cut = without(model, inputs, gone, row, list(rows.X_train))
            names = [n for i, n in enumerate(rows.X_train) if i not in gone]
            assert list(cut.feature_names_in_) == names
            expected, found = answers(model, held(rows.X_test, row, inputs, gone)), answers(cut, rows.X_test[names])
            again = answers(load_model(model_bytes(cut)).model, rows.X_test[names])
        exact = expected.dtype.kind != "f"
        assert np.array_equal(found, expected) if exact else found == pytest.approx(expected)
        assert np.array_equal(found, again) and model_bytes(model) == before
        assert name in BIGGER or not named or len(model_bytes(cut)) <= len(before)


def test_a_bag_over_fewer_columns_can_be_fitted_again():
    rows = tiny.table("binary", numbers=True)
    model = BaggingClassifier(tree, 3, max_features=4, random_state=0).fit(rows.X_train, rows.y_train)
    cut = without(model, inputs_of(model, rows.X_train), [0, 3], typical(rows.X_train), list(rows.X_train))
    assert type(cut) is BaggingClassifier and all(len(seen) <= 3 for seen in cut.estimators_features_)
    clone(cut).fit(rows.X_train[list(cut.feature_names_in_)], rows.y_train)
