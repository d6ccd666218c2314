"""Members see their own rows and targets, answer together as the whole, and are put back wherever they are kept."""

import pickle

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import (
    BaggingClassifier,
    BaggingRegressor,
    StackingClassifier,
    StackingRegressor,
    VotingClassifier,
    VotingRegressor,
)
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import FixedThresholdClassifier, GridSearchCV, TunedThresholdClassifierCV
from sklearn.multiclass import OneVsOneClassifier, OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from optimizers.inside import inside
from optimizers.members import members
from optimizers.parts import parts
from tests import tiny

tree, shallow = DecisionTreeClassifier(random_state=0), DecisionTreeClassifier(max_depth=2, random_state=0)
value = DecisionTreeRegressor(random_state=0)
line = make_pipeline(StandardScaler(), LogisticRegression())
both = [("tree", tree), ("line", line)]
SPREAD = {
    "calibrated": ("multiclass", CalibratedClassifierCV(tree, cv=3), 3),
    "temperature": ("multiclass", CalibratedClassifierCV(tree, cv=3, method="temperature"), 3),
    "calibrated pipeline": ("binary", CalibratedClassifierCV(line, cv=2, ensemble=False), 1),
    "bagging": ("multiclass", BaggingClassifier(tree, 4, max_features=3, random_state=0), 4),
    "bagged values": ("regression", BaggingRegressor(value, 4, bootstrap_features=True, random_state=0), 4),
    "bagged pipelines": ("binary", BaggingClassifier(line, 3, random_state=0), 3),
    "voting": ("multiclass", VotingClassifier(both, voting="soft"), 2),
    "hard voting": ("binary", VotingClassifier([*both, ("gone", "drop")]), 2),
    "voting values": ("regression", VotingRegressor([("tree", value), ("ridge", Ridge())]), 2),
    "stacking": ("multiclass", StackingClassifier(both, final_estimator=shallow, cv=2), 3),
    "passed through": ("regression", StackingRegressor([("t", value)], value, cv=2, passthrough=True), 2),
    "rest": ("multiclass", OneVsRestClassifier(tree), 3),
    "rest of two": ("binary", OneVsRestClassifier(tree), 1),
    "one": ("multiclass", OneVsOneClassifier(tree), 3),
    "fixed threshold": ("binary", FixedThresholdClassifier(tree, threshold=0.4, pos_label="yes"), 1),
    "tuned threshold": ("binary", TunedThresholdClassifierCV(shallow, cv=2, scoring="accuracy"), 1),
    "bags in a search": ("binary", GridSearchCV(make_pipeline(line[0], BaggingClassifier(tree, 3)), {}, cv=2), 3),
    "votes of bags": ("binary", VotingClassifier([("bag", BaggingClassifier(tree, 3)), ("tree", tree)]), 4),
    "frozen pipeline": ("multiclass", FrozenEstimator(make_pipeline(StandardScaler(), tree)), 1),
}  # fmt: skip


def fitted(name):
    task, recipe, _ = SPREAD[name]
    rows = tiny.table(task, numbers=True)
    for frozen in [recipe] if type(recipe) is FrozenEstimator else []:
        return FrozenEstimator(clone(frozen.estimator).fit(rows.X_train, rows.y_train)), rows
    return clone(recipe).fit(rows.X_train, rows.y_train), rows


@pytest.mark.parametrize("name", SPREAD)
def test_other_members_take_their_places_everywhere_and_the_original_stays(name):
    model, rows = fitted(name)
    found, before = parts(model), pickle.dumps(model)
    assert len(found.leaves) == SPREAD[name][2]
    same = found.rebuilt([leaf.estimator for leaf in found.leaves])
    assert type(same) is type(model) and np.array_equal(same.predict(rows.X_test), model.predict(rows.X_test))
    if hasattr(model, "predict_proba"):
        assert np.array_equal(same.predict_proba(rows.X_test), model.predict_proba(rows.X_test))
    others = [pickle.loads(pickle.dumps(leaf.estimator)) for leaf in found.leaves]
    swapped = found.rebuilt(others)
    assert [id(leaf.estimator) for leaf in parts(swapped).leaves] == [id(other) for other in others]
    old = {id(leaf.estimator) for leaf in found.leaves}
    assert not old & set(everything_in(swapped)), "an old member is still kept somewhere"
    assert pickle.dumps(model) == before


def everything_in(thing):
    """The ids of all objects that a pickle of it would hold, but for arrays."""
    waiting, seen = [thing], {}
    while waiting:
        one = waiting.pop()
        if id(one) not in seen and not isinstance(one, (str, int, float, np.ndarray)):
            seen[id(one)] = one
            inner = one.values() if isinstance(one, dict) else one if isinstance(one, (list, tuple)) else ()
            waiting += [*inner, *vars(one).values()] if hasattr(one, "__dict__") else list(inner)
    return seen


@pytest.mark.parametrize("name", SPREAD)
def test_one_leaf_alone_can_be_replaced(name):
    model, _ = fitted(name)
    leaves = parts(model).leaves
    for i, leaf in enumerate(leaves):
        other = pickle.loads(pickle.dumps(leaf.estimator))
        now = [one.estimator for one in parts(leaf.wrapped(other)).leaves]
        assert [one is other for one in now] == [j == i for j in range(len(leaves))]


def shown(name):
    """What every member answers on its own rows, and its targets."""
    model, rows = fitted(name)
    leaves = parts(model).leaves
    asked = [leaf.estimator.predict_proba if name != "bagged values" else leaf.estimator.predict for leaf in leaves]
    return model, rows, [ask(leaf.rows(rows.X_test)) for ask, leaf in zip(asked, leaves)], leaves


def test_answers_put_together_by_hand_are_those_of_the_whole():
    model, rows, answers, _ = shown("bagging")
    assert np.mean(answers, axis=0) == pytest.approx(model.predict_proba(rows.X_test))
    model, rows, answers, _ = shown("bagged values")
    assert np.mean(answers, axis=0) == pytest.approx(model.predict(rows.X_test))
    model, rows, answers, _ = shown("voting")
    assert np.mean(answers, axis=0) == pytest.approx(model.predict_proba(rows.X_test))
    model, rows, answers, _ = shown("rest")
    right = np.stack([one[:, 1] for one in answers], axis=1)
    assert np.array_equal(model.classes_[right.argmax(axis=1)], model.predict(rows.X_test))
    model, rows, answers, _ = shown("stacking")
    assert answers[-1] == pytest.approx(model.predict_proba(rows.X_test))
    model, rows, answers, _ = shown("fixed threshold")
    assert np.array_equal(np.where(answers[0][:, 1] >= 0.4, "yes", "no"), model.predict(rows.X_test))
    model, rows, answers, _ = shown("calibrated")
    each = []
    for answer, one in zip(answers, model.calibrated_classifiers_):
        proba = np.stack([c.predict(p) for c, p in zip(one.calibrators, answer.T)], axis=1)
        each.append(proba / proba.sum(axis=1, keepdims=True))
    assert np.mean(each, axis=0) == pytest.approx(model.predict_proba(rows.X_test))


@pytest.mark.parametrize(
    "name", ["voting", "stacking", "rest", "one", "rest of two", "fixed threshold", "votes of bags"]
)
def test_a_deep_tree_is_right_on_its_own_targets(name):
    """A full tree learns its rows by heart: it says whether rows and targets are those that it was fitted on."""
    model, rows = fitted(name)
    for leaf in parts(model).leaves:
        if type(leaf.estimator).__name__ == "DecisionTreeClassifier" and leaf.estimator.max_depth is None:
            X, y = leaf.rows(rows.X_train), leaf.targets(rows.y_train)
            right = np.asarray(leaf.estimator.predict(X) == y)[np.isin(y, leaf.estimator.classes_)]
            assert right.mean() > (0.8 if name == "votes of bags" else 0.99)  # bags leave rows out


@pytest.mark.parametrize("name", ["bagging", "bagged values"])
def test_a_bag_shows_its_members_what_scikit_learn_shows_them(name):
    model, rows = fitted(name)
    for leaf, drawn in zip(parts(model).leaves, model.estimators_samples_):
        weight = np.bincount(drawn, minlength=len(rows.X_train))
        X, y = leaf.rows(rows.X_train), leaf.targets(rows.y_train)
        again = clone(leaf.estimator).fit(X, y, sample_weight=weight)
        assert np.array_equal(again.tree_.threshold, leaf.estimator.tree_.threshold)


def test_what_was_fitted_before_is_replaced_in_the_settings_too():
    rows = tiny.table("binary", numbers=True)
    ready = clone(tree).fit(rows.X_train, rows.y_train)
    stack = StackingClassifier([("a", ready)], final_estimator=shallow, cv="prefit").fit(rows.X_train, rows.y_train)
    frozen = CalibratedClassifierCV(FrozenEstimator(ready), cv=2).fit(rows.X_train, rows.y_train)
    for model in (stack, frozen):
        found = parts(model)
        assert found.leaves[0].estimator is ready
        assert np.array_equal(found.leaves[0].targets(rows.y_train), rows.y_train)  # the labels that it knows
        other = clone(shallow).fit(rows.X_train, rows.y_train)
        swapped = found.leaves[0].wrapped(other)
        assert id(ready) not in everything_in(swapped) and id(other) in everything_in(swapped.get_params(deep=False))


def test_a_class_that_a_member_was_not_shown_is_marked():
    rows = tiny.table("multiclass", numbers=True)
    model, _ = fitted("one")
    pairs = [set(np.unique(rows.y_train[leaf.targets(rows.y_train) >= 0])) for leaf in parts(model).leaves]
    assert pairs == [{"high", "low"}, {"high", "mid"}, {"low", "mid"}]


def test_a_frozen_pipeline_is_not_taken_for_a_pipeline():
    model, rows = fitted("frozen pipeline")
    assert inside(model).estimator is model and len(members(model)) == 1
    (leaf,) = parts(model).leaves
    stump = clone(shallow).fit(leaf.rows(rows.X_train), rows.y_train)
    assert np.array_equal(leaf.wrapped(stump).predict(rows.X_test), stump.predict(leaf.rows(rows.X_test)))


def test_estimators_that_stand_alone_have_no_members():
    for name in tiny.recipes():
        assert members(inside(tiny.fitted(name).model).estimator) == []
    rows = tiny.table("binary", numbers=True)
    many = OneVsRestClassifier(tree).fit(rows.X_train, pd.DataFrame({"a": [0, 1] * 60, "b": [1, 1, 0] * 40}))
    assert members(many) == []  # several labels at once


def test_a_class_is_not_opened_where_it_is_wanted_whole():
    model, _ = fitted("votes of bags")
    found = parts(model, ("BaggingClassifier",))
    assert [type(leaf.estimator).__name__ for leaf in found.leaves] == ["BaggingClassifier", "DecisionTreeClassifier"]
