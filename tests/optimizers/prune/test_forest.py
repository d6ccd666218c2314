"""Forests: ordering, weights, cutting and refining against slow, obvious oracles."""

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import ExtraTreesRegressor, RandomForestClassifier, RandomForestRegressor

from optimizers.prune import CutAndRefine, CutAndSum, SelectTrees
from optimizers.prune.base import PruningRows
from optimizers.prune.cut_and_refine import drawn_together
from optimizers.prune.cut_forest import CutForest
from optimizers.prune.ordering import ORDERS, answers, greedy_brier, one_hot
from optimizers.prune.refining import Link, refined, unbounded
from optimizers.prune.select_trees import weighted, weights

RNG = np.random.default_rng(0)
X = RNG.normal(size=(300, 4))
SCORE = X[:, 0] + X[:, 1] * X[:, 2] + RNG.normal(0, 0.3, 300)
LABELS = {2: np.where(SCORE > 0, "yes", "no"), 3: np.digitize(SCORE, [-0.5, 0.7])}
FRAME = pd.DataFrame(X)


def forest(n_classes=2, **settings):
    return RandomForestClassifier(12, random_state=0, **settings).fit(X[:150], LABELS[n_classes][:150])


def regressor(kind=RandomForestRegressor):
    return kind(12, random_state=0).fit(X[:150], SCORE[:150])


def candidates(strategy, model, y):
    return list(strategy.candidates(model, FRAME[:250], pd.Series(y[:250]), np.random.default_rng(0)))


@pytest.mark.parametrize("by", list(ORDERS))
def test_an_order_names_every_tree_once_and_all_trees_change_nothing(by):
    model = forest(3)
    votes, truth = answers(model, X), one_hot(model, LABELS[3])
    assert np.allclose(votes.mean(axis=0), model.predict_proba(X), atol=1e-6)
    assert sorted(ORDERS[by](votes, truth)) == list(range(12))
    whole = candidates(SelectTrees(by=by), model, LABELS[3])[0].model
    assert np.allclose(whole.predict_proba(X), model.predict_proba(X))


def test_the_greedy_order_is_that_of_trying_every_tree():
    model = regressor()
    votes, truth = answers(model, X[150:]), one_hot(model, SCORE[150:])
    order, rest = [], list(range(12))
    while rest:
        losses = [((votes[[*order, t]].mean(axis=0) - truth) ** 2).mean() for t in rest]
        order.append(rest.pop(int(np.argmin(losses))))
    assert list(greedy_brier(votes, truth)) == order


def test_an_ordered_half_beats_the_average_half():
    model = forest()
    half = next(c.model for c in candidates(SelectTrees(n_sizes=12), model, LABELS[2]) if c.label == "6 trees")
    truth = one_hot(model, LABELS[2][150:])
    any_half = [weighted(model, RNG.permutation(12)[:6], np.ones(6)) for _ in range(20)]
    brier = [((m.predict_proba(X[150:]) - truth) ** 2).mean() for m in [half, *any_half]]
    assert brier[0] < np.mean(brier[1:])


def test_weights_are_non_negative_of_mean_one_and_folded_into_the_leaves():
    model = forest(3)
    votes, truth = answers(model, X[150:]), one_hot(model, LABELS[3][150:])
    w = weights(votes, truth)
    kept = np.flatnonzero(w > 0)
    assert (w >= 0).all() and np.isclose(w.sum(), len(kept)) and len(kept) < 12
    by_hand = np.einsum("tnk,t->nk", votes, w) / w.sum()
    assert np.allclose(weighted(model, kept, w[kept]).predict_proba(X[150:]), by_hand, atol=1e-6)
    assert ((by_hand - truth) ** 2).mean() <= ((votes.mean(axis=0) - truth) ** 2).mean() + 1e-9


@pytest.mark.parametrize("kind", [RandomForestRegressor, ExtraTreesRegressor])
def test_uncut_and_unrefined_is_the_forest_itself(kind):
    model = regressor(kind)
    rows = PruningRows(X[:200], SCORE[:200], X[200:], SCORE[200:])
    whole = CutForest.of(model, rows, "brier", np.random.default_rng(0))
    part = whole.part(12, 10_000)
    assert np.allclose(part.fit.at @ part.values / 12 * whole.scale + whole.shift, model.predict(X[:200])[:, None])
    trees = whole.trees(part, part.values)
    assert [t.node_count for t in trees] == [model.estimators_[m].tree_.node_count for m in part.members]
    assert np.allclose(np.mean([t.predict(X.astype(np.float32))[:, 0] for t in trees], axis=0), model.predict(X))


def test_without_a_pull_refining_comes_to_the_least_squares():
    model = regressor()
    rows = PruningRows(X[:200], SCORE[:200], X[:200], SCORE[:200])
    cut_forest = CutForest.of(model, rows, "brier", np.random.default_rng(0))
    part = cut_forest.part(3, 4)
    found = refined(part.values, part.fit, part.fit, Link(1 / 3), unbounded, pulls=(1e-6,))
    design = part.fit.at.toarray() / 3
    least, *_ = np.linalg.lstsq(design, part.fit.truth, rcond=None)
    mse = [((design @ v - part.fit.truth) ** 2).mean() for v in (least, found, part.values)]
    assert mse[0] <= mse[1] < mse[0] + 0.02 * (mse[2] - mse[0])


@pytest.mark.parametrize("n_classes", [2, 3])
@pytest.mark.parametrize("stretch", [1.0, 8.0])
def test_refined_probabilities_are_probabilities_even_far_outside(n_classes, stretch):
    far = np.vstack([X, 100 * RNG.normal(size=(500, 4))])
    for candidate in candidates(CutAndRefine(n_sizes=4, stretch=stretch), forest(n_classes), LABELS[n_classes]):
        shares = candidate.model.predict_proba(far)
        assert shares.min() >= -1e-12 and np.allclose(shares.sum(axis=1), 1)


def test_drawing_together_keeps_every_label():
    values, starts = RNG.normal(size=(12, 3)), np.array([0, 5])
    values += (1 - values.sum(axis=1, keepdims=True)) / 3
    before, after = (v[:5][:, None] + v[5:][None] for v in (values, drawn_together(values, starts)))
    assert np.array_equal(before.argmax(axis=2), after.argmax(axis=2))
    assert after.min() >= -1e-12 and after.max() <= 2 + 1e-12


@pytest.mark.parametrize("n_classes", [2, 3])
def test_refining_is_worth_it(n_classes):
    y = LABELS[n_classes]
    rows = PruningRows(X[:200], y[:200], X[200:], y[200:])
    cut_forest = CutForest.of(forest(n_classes), rows, "brier", np.random.default_rng(0))
    part = cut_forest.part(8, 6)
    found = refined(part.values, part.fit, part.choose, Link(1 / 8), unbounded)
    assert part.choose.loss(found, Link(1 / 8)) < 0.97 * part.choose.loss(part.values, Link(1 / 8))


@pytest.mark.parametrize("n_classes", [2, 3])
def test_the_sum_says_what_its_leaves_say(n_classes):
    model = forest(n_classes)
    found = candidates(CutAndSum(n_sizes=3), model, LABELS[n_classes])[0].model
    total = found.decision_function(X)
    by_hand = sum(
        np.column_stack([member.tree_.predict(X.astype(np.float32))[:, 0] for member in stage])
        for stage in found.estimators_
    )
    assert np.allclose(total.reshape(len(X), -1), by_hand)
    assert (found.predict(X[150:]) == LABELS[n_classes][150:]).mean() > 0.55
    mean = candidates(CutAndSum(n_sizes=3), regressor(), SCORE)[0].model
    assert np.corrcoef(mean.predict(X[150:]), SCORE[150:])[0, 1] > 0.8


def test_missing_values_are_refused_by_the_sum_and_taken_by_the_forest():
    gaps = FRAME.mask(RNG.random(FRAME.shape) < 0.1)
    model = RandomForestClassifier(5, random_state=0).fit(gaps[:150], LABELS[2][:150])
    given = model, gaps[:250], pd.Series(LABELS[2][:250]), np.random.default_rng(0)
    with pytest.raises(ValueError, match="cannot take missing values"):
        list(CutAndSum().candidates(*given))
    assert all(len(c.model.predict(gaps)) == 300 for c in CutAndRefine(n_sizes=2).candidates(*given))


def test_a_class_weight_of_the_forest_weighs_the_refining_too():
    y = np.where(SCORE > 1.5, "rare", "common")
    shares = [
        np.mean(
            candidates(CutAndRefine(n_sizes=1, stretch=1.0), m.fit(X[:150], y[:150]), y)[0].model.predict(X) == "rare"
        )
        for m in (
            RandomForestClassifier(9, max_depth=3, random_state=0, class_weight=w) for w in (None, "balanced_subsample")
        )
    ]
    assert shares[1] > shares[0]
