"""A change made to every estimator within a model."""

import copy
import pickle

import numpy as np
from sklearn.ensemble import BaggingClassifier, VotingClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

from optimizers.parts import everything, everywhere
from optimizers.prune.training_leftovers import lean
from tests import tiny

network = make_pipeline(StandardScaler(), MLPClassifier((20,), max_iter=2, random_state=0))
bag = BaggingClassifier(network, 2, oob_score=True, random_state=0)
rows = tiny.table("binary", numbers=True)


def test_members_and_what_holds_them_are_changed_and_no_answer(recwarn):
    model = VotingClassifier([("bag", bag), ("tree", DecisionTreeClassifier())], voting="soft")
    model.fit(rows.X_train, rows.y_train)
    before, kinds = pickle.dumps(model), [type(one).__name__ for one in everything(model)]
    assert kinds == ["VotingClassifier", "BaggingClassifier", *["MLPClassifier"] * 2, "DecisionTreeClassifier"]
    small = everywhere(model, lean)
    assert np.array_equal(small.predict_proba(rows.X_test), model.predict_proba(rows.X_test))
    assert not any(hasattr(one, "_optimizer") or hasattr(one, "oob_decision_function_") for one in everything(small))
    assert len(pickle.dumps(small)) < 0.6 * len(before) and pickle.dumps(model) == before


def test_a_lone_estimator_is_changed_itself():
    model = tiny.fitted("pipeline").model
    changed = everywhere(model, copy.copy)
    assert changed[-1] is not model[-1] and changed[0] is model[0] and everything(model) == [model[-1]]
