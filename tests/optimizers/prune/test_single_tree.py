"""Single trees: cut in place against refits, brute force and trees grown with a limit."""

import numpy as np
import pytest
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor, ExtraTreeClassifier

from optimizers.prune import CostComplexity, CutTree, ReducedError
from optimizers.prune.cut_tree import by_depth
from optimizers.prune.private import NODE_FIELDS, check_version, complexity_path, cut, nodes_and_values
from optimizers.prune.reduced_error import errors_as_leaf, unsupported
from optimizers.prune.sizes import best_first, gains
from tests import tiny

from ..strategy_models import made

N_TREES = 200


def same_nodes(one, other):
    (nodes, values), (wanted, wanted_values) = nodes_and_values(one), nodes_and_values(other)
    assert all(np.array_equal(nodes[field], wanted[field]) for field in NODE_FIELDS)
    assert np.array_equal(values, wanted_values) and one.max_depth == other.max_depth


def some_tree(seed):
    """A tree of any kind: weights, missing values, classes and settings by the seed."""
    rng = np.random.default_rng(seed)
    n, task = int(rng.integers(30, 120)), seed % 3
    X = rng.normal(size=(n, 4)).round(1)
    score = X[:, 0] + X[:, 1] * X[:, 2] + rng.normal(0, 0.5, n)
    if seed % 2:
        X[rng.random(X.shape) < 0.1] = np.nan
    y = score if task == 0 else np.digitize(score, [0.0, 1.0][:task]).astype(str)
    build = (DecisionTreeRegressor, DecisionTreeClassifier, DecisionTreeClassifier)[task]
    settings = {"random_state": seed, "max_leaf_nodes": 20 if seed % 5 == 0 else None, "max_features": 3}
    return build, settings, X, y, rng.random(n) + 0.1 if seed % 4 == 0 else None


def test_cost_complexity_is_node_identical_to_a_refit_on_many_trees():
    compared = 0
    for seed in range(N_TREES):
        build, settings, X, y, weight = some_tree(seed)
        tree = build(**settings).fit(X, y, sample_weight=weight)
        rows = type("Rows", (), {})
        found = list(CostComplexity(n_alphas=4).pruned(tree, rows, None))
        assert found[-1][0] == "1 leaf"
        for _, smaller in found[1:]:
            refit = build(**settings, ccp_alpha=smaller.ccp_alpha).fit(X, y, sample_weight=weight)
            same_nodes(smaller.tree_, refit.tree_)
            compared += 1
    assert compared > 2 * N_TREES


def test_alpha_infinity_is_the_root_and_the_first_candidate_the_whole_tree():
    for name in ("tree", "regressor"):
        fitted = tiny.fitted(name)
        found = made(CostComplexity(), fitted)
        assert found[-1].model.tree_.node_count == 1 and found[-1].model.ccp_alpha > 0
        assert np.array_equal(found[0].model.predict(fitted.table.X_test), fitted.model.predict(fitted.table.X_test))
        assert np.all(np.diff(complexity_path(fitted.model.tree_)) >= 0)


@pytest.mark.parametrize("n_leaves", [2, 5, 9])
def test_a_cut_to_leaves_is_what_growing_to_as_many_leaves_gives(n_leaves):
    X, y = tiny.table("regression", True)[:2]
    whole = DecisionTreeRegressor(random_state=0).fit(X, y)
    grown = DecisionTreeRegressor(random_state=0, max_leaf_nodes=n_leaves).fit(X, y)
    cut_down = cut(whole.tree_, best_first(whole.tree_, gains(whole.tree_)) >= n_leaves - 1)
    assert cut_down.n_leaves == n_leaves
    X32 = X.to_numpy(np.float32)
    assert np.allclose(cut_down.predict(X32), grown.tree_.predict(X32))


def test_a_cut_by_depth_is_what_growing_to_that_depth_gives():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(300, 3))
    y = X[:, 0] * X[:, 1] + rng.normal(size=300)
    whole = DecisionTreeRegressor(random_state=0).fit(X, y)
    cuts = by_depth(whole.tree_, 50)
    for depth in (1, 2):  # deeper down features tie, and the fit's chance decides
        grown = DecisionTreeRegressor(random_state=0, max_depth=depth).fit(X, y)
        ends = cut(whole.tree_, cuts[-1 - depth])
        assert np.array_equal(ends.feature, grown.tree_.feature) and ends.max_depth == depth
        assert np.allclose(ends.value, grown.tree_.value) and np.allclose(ends.threshold, grown.tree_.threshold)


def test_reduced_error_finds_the_fewest_errors_of_all_subtrees():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 3))
    y = np.where(X[:, 0] * X[:, 1] + 0.5 * rng.normal(size=60) > 0, "b", "a")
    tree = ExtraTreeClassifier(random_state=3).fit(X[:30], y[:30])
    errors = errors_as_leaf(tree, X[30:], y[30:])
    t = tree.tree_

    def best(node):
        if t.children_left[node] < 0:
            return errors[node]
        return min(errors[node], best(t.children_left[node]) + best(t.children_right[node]))

    smaller = cut(t, unsupported(t, errors, 0.0))
    ends = tree.classes_[smaller.predict(X[30:].astype(np.float32)).argmax(axis=1)]
    assert (ends != y[30:]).sum() == best(0) < errors[0]


def test_reduced_error_prices_only_make_it_smaller():
    sizes = [c.model.tree_.node_count for c in made(ReducedError(), tiny.fitted("tree"))]
    assert sizes == sorted(sizes, reverse=True)


def test_a_root_is_skipped_with_a_way_out():
    X, y = tiny.table("binary", True)[:2]
    root = DecisionTreeClassifier(max_depth=1, min_samples_leaf=100).fit(X, y)
    assert CutTree().skip(root) == (
        "CutTree cuts branches, and this tree is a root without any; fit a deeper tree first."
    )
    assert "this is a LogisticRegression" in CostComplexity().skip(tiny.fitted("linear").model)


def test_an_unknown_scikit_learn_is_refused(monkeypatch):
    import sklearn

    check_version.cache_clear()
    monkeypatch.setattr(sklearn, "__version__", "1.10.0")
    with pytest.raises(RuntimeError, match="1.4 to 1.9; this is 1.10.0"):
        check_version()
    monkeypatch.undo()
    check_version()
