"""Going by an estimate: no labels are bought to decide, it is never late, and it is blind to a changed relation."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.svm import LinearSVC

from optimizers.case import Case
from optimizers.experiment import Experiment
from optimizers.retrain.bill import bill
from optimizers.retrain.estimating import expected_loss
from optimizers.retrain.losses import loss_scale, row_losses
from optimizers.retrain.on_drop import OnDrop
from optimizers.retrain.prices import Prices
from optimizers.running import run
from optimizers.world import future

from .worlds import played, turning

ESTIMATED = OnDrop(by=0.1, performance="estimated")
MEASURED = OnDrop(by=0.1)


def rows(n, rng, near=1.0, classes=True):
    """The relation is always the same; where inputs lie `near` the boundary, labels are hard to know."""
    X = pd.DataFrame(rng.normal(size=(n, 3)), columns=list("abc"))
    X["a"] *= near
    if classes:
        return X, pd.Series(np.where(X["a"] + rng.normal(0, 0.3, n) > 0, "yes", "no"))
    return X, X["a"] + rng.normal(0, 1, n) * np.where(X["b"] > 2, 3.0, 0.3)


def moving(classes=True, n_steps=8, n=150, at=4):
    """From step `at` on the inputs move to where the model errs more; the relation stays."""
    rng = np.random.default_rng(3)
    X, y = rows(600, rng, classes=classes)
    steps = [rows(n, rng, 0.1 if classes and s >= at else 1.0, classes) for s in range(n_steps)]
    X_new, y_new = (pd.concat(parts, ignore_index=True) for parts in zip(*steps))
    model = (LogisticRegression() if classes else LinearRegression()).fit(X, y)
    return Case("moving", model, X, y, X_new, y_new), Experiment(n_steps=n_steps, timeline="rows")


def alarms(candidate):
    return [s for s, what in candidate.events if what.startswith("alarm")]


def test_a_moved_world_is_seen_before_its_labels_come():
    case, experiment = moving()
    late = dataclasses.replace(experiment, label_delay=2)
    assert alarms(played(ESTIMATED, case, late)[0])[0] == 4
    assert alarms(played(MEASURED, case, late)[0])[0] == 6


def test_a_changed_relation_is_not_seen_at_all():
    """The blind spot: the same inputs, the opposite labels. Measured, the drop is plain; estimated, there is none."""
    case, experiment = turning(rows=150, model=RandomForestClassifier(20, min_samples_leaf=5, random_state=0))
    assert alarms(played(MEASURED, case, experiment)[0])[0] == 3
    blind, answers = played(ESTIMATED, case, experiment)
    assert not alarms(blind) and blind.cost["retrainings"] == 0
    wrong = np.asarray(case.classes)[np.concatenate(answers[3:])] != case.y_test[450:]
    assert wrong.mean() > 0.7


def test_no_label_is_bought_to_decide():
    case, experiment = turning()
    found = run(case, dataclasses.replace(experiment, strategies=(ESTIMATED, MEASURED)))
    table = bill(found, Prices(label=1)).set_index("candidate")
    mine, measured = table.loc[ESTIMATED.full_label()], table.loc[MEASURED.full_label()]
    assert mine["labels"] == mine["cost_labels"] == mine["retrainings"] == 0 and mine["fit_s"] > 0
    assert measured["labels"] == len(case.X_test)
    case, experiment = moving()
    refits, _ = played(dataclasses.replace(ESTIMATED, window="sliding", window_steps=1), case, experiment)
    read = [s for s, what in refits.events if what == "retrained"]
    assert refits.cost["labels"] == 150 * len(read) > 0


@pytest.mark.parametrize("delay", [0, 2])
def test_it_sees_no_label_before_it_has_arrived(delay):
    case, experiment = moving(n_steps=6, n=60, at=2)
    experiment, policy = dataclasses.replace(experiment, label_delay=delay), dataclasses.replace(ESTIMATED, by=0.03)
    whole, answers = played(policy, case, experiment)
    assert alarms(whole)
    for s in range(6):
        y = case.y_test.copy()
        y[60 * s :] = np.where(y[60 * s :] == "yes", "no", "yes")
        poisoned, others = played(policy, dataclasses.replace(case, y_test=y), experiment)
        for t in range(min(s + delay, 5) + 1):
            assert np.array_equal(answers[t], others[t]), (s, t)
        assert [e for e in whole.events if e[0] < s + delay] == [e for e in poisoned.events if e[0] < s + delay]


def test_the_estimate_is_what_the_labels_say_where_the_relation_stays():
    case, experiment = moving(n_steps=8, n=500)
    expected = expected_loss(case.model, case.X_train, case.y_train, 1.0)
    world = future(case, experiment)
    for s in (0, 7):
        part = world.step(s)
        truth = row_losses(case.model, world.X.iloc[part], world.y.iloc[part], 1.0).mean()
        assert expected.of(world.X.iloc[part]) == pytest.approx(truth, abs=0.06), s
    assert expected.of(world.X.iloc[world.step(7)]) > expected.of(world.X.iloc[world.step(0)]) + 0.2


def test_a_regressors_absolute_error_is_estimated():
    case, _ = moving(classes=False)
    scale = loss_scale(case.model, case.y_train)
    expected = expected_loss(case.model, case.X_train, case.y_train, scale)
    X, y = rows(2000, np.random.default_rng(5), classes=False)
    assert expected.of(X) == pytest.approx(row_losses(case.model, X, y, scale).mean(), abs=0.1)
    assert expected.of(X.assign(b=2.5)) > expected.of(X.assign(b=0.0)) + 0.2


def test_the_learning_rows_own_answers_promise_nothing():
    """A forest knows its learning rows by heart; what is estimated comes from folds, and is not that."""
    rng = np.random.default_rng(0)
    X = pd.DataFrame(rng.normal(size=(400, 3)), columns=list("abc"))
    y = pd.Series(rng.permutation(["yes", "no"] * 200))
    model = RandomForestClassifier(20, random_state=0).fit(X, y)
    new = pd.DataFrame(rng.normal(size=(400, 3)), columns=list("abc"))
    assert row_losses(model, X, y, 1.0).mean() < 0.05
    assert expected_loss(model, X, y, 1.0).of(new) > 0.4


def test_what_cannot_be_estimated_is_a_sentence():
    X, y = rows(200, np.random.default_rng(0))
    assert "gives no probabilities" in ESTIMATED.skip(LinearSVC().fit(X, y)) and not MEASURED.skip(
        LinearSVC().fit(X, y)
    )
    case, experiment = moving()
    few = dataclasses.replace(case, X_train=case.X_train[:25], y_train=case.y_train[:25])
    candidate, _ = played(ESTIMATED, few, experiment)
    assert candidate.events == [
        (0, "nothing can be estimated: There are 25 learning rows; estimating without labels needs at least 30")
    ]


def test_one_of_each_is_the_two_of_them():
    case, experiment = moving()
    each = dataclasses.replace(ESTIMATED, performance="one of each")
    both = run(case, dataclasses.replace(experiment, strategies=(each,)))
    two = run(case, dataclasses.replace(experiment, strategies=(MEASURED, ESTIMATED)))
    assert both.frame.equals(two.frame) and len(both.candidates) == 4


def test_rows_that_cannot_be_answered_have_no_estimate():
    case, _ = moving()
    expected = expected_loss(case.model, case.X_train, case.y_train, 1.0)
    assert np.isnan(expected.of(case.X_test.assign(a="text"))) and np.isnan(expected.of(case.X_test[:0]))
