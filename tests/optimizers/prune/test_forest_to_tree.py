"""A forest as one tree: the forest's own step function is found again, and probabilities are the forest's."""

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

from optimizers.prune import ForestToTree
from optimizers.prune.forest_to_tree import mixed, repeating
from tests import tiny

RNG = np.random.default_rng(0)


def test_with_leaves_enough_the_tree_is_the_forest_wherever_it_was_asked():
    X = RNG.normal(size=(200, 3))
    for y, kind in ((np.digitize(X[:, 0], [-1, 1]), RandomForestClassifier), (X[:, 0], RandomForestRegressor)):
        forest = kind(4, max_depth=3, random_state=0).fit(X, y)
        tree = repeating(forest, X, y, 0.0, 1.0, 4096)
        ask = "predict_proba" if y.dtype.kind == "i" else "predict"
        assert np.allclose(getattr(tree, ask)(X), getattr(forest, ask)(X))


def test_a_forest_of_one_rule_comes_back_as_that_rule():
    X = RNG.normal(size=(400, 4))
    forest = RandomForestClassifier(20, random_state=0).fit(X, np.where(X[:, 2] > 0, "in", "out"))
    given = pd.DataFrame(X), pd.Series(np.where(X[:, 2] > 0, "in", "out")), np.random.default_rng(0)
    found = list(ForestToTree().candidates(forest, *given))[-1]
    assert found.label.startswith("2 leaves, 9") or found.label.startswith("2 leaves, 100")
    assert found.model.tree_.feature[0] == 2 and set(found.model.classes_) == {"in", "out"}


def test_mixed_rows_weigh_what_they_are_told_and_teach_the_forests_label():
    X, y = RNG.normal(size=(100, 2)), RNG.integers(0, 2, 100)
    forest = RandomForestClassifier(5, max_depth=2, random_state=0).fit(X, y)
    more = mixed(X, 300, 0.5, np.random.default_rng(0))
    root = repeating(forest, more, y, 1.0, 0.5, 2).tree_
    labels = forest.predict(more[100:])
    assert root.value[0, 0, 1] == pytest.approx((y.sum() + 50 * labels.mean()) / 150)


def test_choosing_rows_decide_how_much_is_labels_and_then_teach():
    X, y = pd.DataFrame(RNG.normal(size=(200, 3))), pd.Series(RNG.integers(0, 2, 200))
    forest = RandomForestClassifier(5, max_depth=2, random_state=0).fit(X, y)
    found = list(ForestToTree(n_mixed=0).candidates(forest, X, y, np.random.default_rng(0)))
    assert {c.model.tree_.n_node_samples[0] for c in found} == {200}
    assert len(ForestToTree(tuned=False, truth=0.0).recipes()) == 1 < len(ForestToTree().recipes())


def test_mixed_rows_hold_values_of_their_column_only():
    X = tiny.table("binary", True).X_train
    more = mixed(X, 50, 0.5, np.random.default_rng(0))
    assert list(more) == list(X) and len(more) == len(X) + 50
    assert all(set(more[c]) == set(X[c]) for c in X)
    assert np.array_equal(mixed(X.to_numpy(), 0, 0.5, RNG), X.to_numpy())
