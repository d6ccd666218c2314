"""Pruning inside of models that spread over several estimators."""

import pickle
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import BaggingClassifier, RandomForestClassifier, StackingClassifier, VotingClassifier
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsOneClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

from optimizers.measure import model_bytes
from optimizers.parts import parts
from optimizers.prune.base import Prune
from optimizers.prune.cost_complexity import CostComplexity
from optimizers.prune.linear_columns import LinearColumns
from optimizers.prune.recalibrated import log_loss, recalibrated
from optimizers.prune.reduced_error import ReducedError
from optimizers.prune.select_trees import SelectTrees
from optimizers.prune.together import at, shared, together
from optimizers.reference import recipe
from sandbox.guard import load_model
from tests import tiny

tree = DecisionTreeClassifier(random_state=0)
rows = tiny.table("multiclass", numbers=True)
SPREAD = {
    "calibrated": CalibratedClassifierCV(tree, cv=3),
    "bagging": BaggingClassifier(make_pipeline(StandardScaler(), tree), 3, max_features=4, random_state=0),
    "voting": VotingClassifier([("tree", tree), ("line", LogisticRegression(max_iter=500))], voting="soft"),
    "stacking": StackingClassifier([("tree", tree), ("bag", BaggingClassifier(tree, 2))], cv=2),
}


@dataclass(frozen=True)
class Nothing(Prune):
    """Leave every estimator as it is."""

    def pruned(self, estimator, rows, rng) -> Iterator:
        yield "as it was", estimator


def candidates(strategy, model, table=rows):
    return list(strategy.candidates(model, table.X_train, table.y_train, np.random.default_rng(0)))


@pytest.mark.parametrize("name", SPREAD)
def test_pruning_nothing_changes_no_answer(name):
    model = clone(SPREAD[name]).fit(rows.X_train, rows.y_train)
    (candidate,) = candidates(Nothing(), model)
    assert np.array_equal(candidate.model.predict_proba(rows.X_test), model.predict_proba(rows.X_test))
    assert len(model_bytes(candidate.model)) <= len(model_bytes(model))


@pytest.mark.parametrize("name", SPREAD)
def test_trees_within_are_cut_down_to_their_roots(name):
    model = clone(SPREAD[name]).fit(rows.X_train, rows.y_train)
    found = candidates(CostComplexity(n_alphas=4), model)
    sizes = [len(model_bytes(candidate.model)) for candidate in found]
    assert sizes == sorted(sizes, reverse=True) and sizes[-1] < sizes[0]
    trees = [leaf.estimator for leaf in parts(found[-1].model).leaves if hasattr(leaf.estimator, "tree_")]
    assert trees and all(one.tree_.node_count == 1 for one in trees)
    again = load_model(model_bytes(found[1].model)).model
    assert np.array_equal(again.predict_proba(rows.X_test), found[1].model.predict_proba(rows.X_test))


@pytest.mark.parametrize("name", SPREAD)
def test_candidates_of_every_kind_keep_what_a_model_owes(name):
    """As the contract of strategies asks of the models that it knows."""
    import skops.io

    model = clone(SPREAD[name]).fit(rows.X_train, rows.y_train)
    before = pickle.dumps(model)
    for candidate in candidates(ReducedError(n_prices=3), model):
        assert type(candidate.model) is type(model) and len(model_bytes(candidate.model)) <= len(model_bytes(model))
        recipe(candidate.model, 0).fit(rows.X_train, rows.y_train)
        raw = skops.io.dumps(candidate.model)
        again = skops.io.loads(raw, trusted=skops.io.get_untrusted_types(data=raw))
        for one in (again, load_model(model_bytes(candidate.model)).model, pickle.loads(pickle.dumps(candidate.model))):
            assert np.array_equal(one.predict_proba(rows.X_test), candidate.model.predict_proba(rows.X_test))
    assert pickle.dumps(model) == before


@pytest.mark.parametrize("task", ["binary", "multiclass"])
@pytest.mark.parametrize("method", ["sigmoid", "isotonic"])
def test_calibrators_are_fitted_anew_where_held_out_rows_gain(task, method):
    table = tiny.table(task, numbers=True)
    X, y = table.X_train, table.y_train
    model = CalibratedClassifierCV(FrozenEstimator(clone(tree).fit(X[:40], y[:40])), method=method, cv=2)
    model.fit(X[:40], y[:40])
    (leaf,) = parts(model).leaves
    stump = leaf.wrapped(DecisionTreeClassifier(max_depth=2).fit(X[:60], y[:60]))
    new = recalibrated(stump, X[40:], y[40:], 50)
    losses = [log_loss(one, X[90:], y[90:].to_numpy()) for one in (stump, new)]
    assert losses[1] < losses[0] and type(new) is CalibratedClassifierCV
    slow = CalibratedClassifierCV(FrozenEstimator(parts(stump).leaves[0].estimator), method=method, cv=2)
    slow.fit(X[40:90], y[40:90])  # frozen: out of fold scores are those of the same tree, on the same rows
    assert new.predict_proba(X) == pytest.approx(slow.predict_proba(X))
    assert recalibrated(new, X[40:], y[40:], 50) is new  # no gain any more
    assert recalibrated(leaf.estimator, X, y, 50) is leaf.estimator


def test_each_member_is_pruned_as_it_would_be_alone():
    model = clone(SPREAD["bagging"]).fit(rows.X_train, rows.y_train)
    columns = model.estimators_features_[1]
    member, codes = model.estimators_[1], np.searchsorted(model.classes_, rows.y_train)
    alone = rows._replace(X_train=rows.X_train.iloc[:, columns], y_train=codes)
    slow = {c.label: c.model[-1] for c in candidates(CostComplexity(), member, alone)}
    within = candidates(CostComplexity(), model)
    used = [parts(c.model).leaves[1].estimator.tree_.node_count for c in within]
    assert set(used) == {one.tree_.node_count for one in slow.values()}


def test_members_that_are_not_taken_stay():
    model = clone(SPREAD["voting"]).fit(rows.X_train, rows.y_train)
    found = candidates(CostComplexity(), model)
    assert all(c.model.estimators_[1] is model.estimators_[1] for c in found)
    assert found[0].label.startswith("1 of 2 members: ") and len({c.label for c in found}) == len(found)


def test_a_model_without_a_member_to_prune_says_so():
    model = clone(SPREAD["voting"]).fit(rows.X_train, rows.y_train)
    assert "VotingClassifier has no member to prune so: SelectTrees takes" in SelectTrees().skip(model)
    assert "does not look inside a VotingClassifier" in LinearColumns().skip(model)
    assert CostComplexity().skip(model) == ""


def test_forests_within_a_pair_of_classes_see_the_rows_of_the_pair():
    model = OneVsOneClassifier(RandomForestClassifier(4, random_state=0)).fit(rows.X_train, rows.y_train)
    found = candidates(SelectTrees(choose_share=0.5), model)
    assert found[-1].label == "3 members, each 1 tree"
    few = candidates(SelectTrees(choose_share=0.24), model)  # two pairs have not the rows to choose by
    assert few[-1].label == "1 of 3 members: 1 tree"
    with pytest.raises(ValueError, match="needs at least 20 rows"):
        candidates(SelectTrees(choose_share=0.1), model)


def test_shorter_paths_are_walked_as_far():
    assert [at(step, 5, 2) for step in range(5)] == [0, 0, 0, 1, 1] and at(0, 1, 1) == 0
    paths = [[("9 leaves", 9), ("5 leaves", 5), ("1 leaf", 1)], [("8 leaves", 8), ("1 leaf", 1)], []]
    walked = list(together(paths, [None, None, "stays"]))
    assert [label for label, _ in walked] == [
        "2 of 3 members: 8 to 9 leaves",
        "2 of 3 members: 5 to 8 leaves",
        "2 of 3 members: 1 leaf",
    ]
    assert [kept for _, kept in walked] == [[9, 8, "stays"], [5, 8, "stays"], [1, 1, "stays"]]
    same = [[("2 trees", 0), ("2 trees", 1)]] * 2
    labels = [label for label, _ in together(same, [0, 0])]
    assert labels == ["2 members, each 2 trees", "2 members, each 2 trees, point 2"]
    assert shared(["1 leaf", "12 leaves"], 2) == "2 members, each 1 leaf to 12 leaves"
    mixed = ["16 trees of 17 leaves", "17 trees of 9 leaves", "17 trees of 10 leaves"]
    assert shared(mixed, 3) == "3 members, each 16 to 17 trees of 9 to 17 leaves"
    assert shared(["8 leaves"], 1) == "8 leaves" and shared(["8 leaves"], 4) == "1 of 4 members: 8 leaves"
