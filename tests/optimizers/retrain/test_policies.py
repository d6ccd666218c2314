"""Every policy against what it is by definition, done by hand."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import SGDClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from optimizers.experiment import Experiment
from optimizers.predict import codes
from optimizers.retrain.challenger import Challenger
from optimizers.retrain.every_k_steps import EveryKSteps
from optimizers.retrain.learner import UNUSED
from optimizers.retrain.never import Never
from optimizers.retrain.on_alarm import OnAlarm
from optimizers.retrain.on_drop import OnDrop
from optimizers.retrain.online import Online
from optimizers.retrain.served import arrived_frame, served_frame
from optimizers.retrain.warm_start import WarmStart
from optimizers.running import run
from optimizers.strategy import strategies
from optimizers.world import future

from .worlds import played, turning

POLICIES = [c for c in strategies().values() if c.__module__.startswith("optimizers.retrain.")]


def right(case, world, answers):
    """The accuracy of every step."""
    y = codes(world.y, case.classes)
    return [float(np.mean(y[world.step(s)] == a)) for s, a in enumerate(answers)]


def test_never_is_the_model_as_uploaded():
    case, experiment = turning()
    candidate, answers = played(Never(), case, experiment)
    assert np.array_equal(np.concatenate(answers), codes(case.model.predict(case.X_test), case.classes))
    assert candidate.model is case.model and candidate.events == []
    assert candidate.cost == {"retrainings": 0, "fits": 0, "labels": 0, "fit_s": 0.0}


@pytest.mark.parametrize("classes", [True, False])
def test_every_step_on_everything_is_refitting_by_hand(classes):
    case, experiment = turning(classes=classes)
    world = future(case, experiment)
    candidate, answers = played(EveryKSteps(every=1), case, experiment, world)
    for s in range(world.n_steps):
        n = int(world.bounds[s])
        X, y = pd.concat([case.X_train, case.X_test[:n]]), pd.concat([case.y_train, case.y_test[:n]])
        by_hand = case.model if s == 0 else clone(case.model).fit(X, y)
        expected = by_hand.predict(world.X.iloc[world.step(s)])
        assert np.array_equal(answers[s], codes(expected, case.classes) if classes else expected)
    # The sixth comes with the last labels and answers nothing.
    assert candidate.cost["retrainings"] == 5 and candidate.cost["labels"] == len(case.X_test) - 40


def test_every_second_step_on_the_last_two():
    case, experiment = turning()
    world = future(case, experiment)
    policy = EveryKSteps(every=2, window="sliding", window_steps=2)
    candidate, answers = played(policy, case, experiment, world)
    assert [s for s, _ in candidate.events] == [1, 3, 5]
    last_two = slice(world.bounds[2], world.bounds[4])
    by_hand = clone(case.model).fit(case.X_test[last_two], case.y_test[last_two])
    assert np.array_equal(answers[5], codes(by_hand.predict(world.X.iloc[world.step(5)]), case.classes))


def test_on_a_drop_it_retrains_after_the_turn_and_not_before():
    case, experiment = turning()
    candidate, answers = played(OnDrop(by=0.3, window="since the last alarm"), case, experiment)
    assert [s for s, what in candidate.events if what == "retrained"] == [3]
    assert candidate.events[0][1].startswith("alarm: loss 0.")
    scores = right(case, future(case, experiment), answers)
    assert scores[3] < 0.4 and min(scores[4:]) > 0.8


@pytest.mark.parametrize("name", ["ADWIN", "DDM", "HDDM", "Page-Hinkley", "KSWIN", "CUSUM"])
def test_detectors_of_errors_alarm_after_the_turn(name):
    case, experiment = turning(n_steps=12, rows=150, turn=6)
    policy = OnAlarm(detector=name)
    if "river" in policy.skip(case.model):
        pytest.skip("river is not installed")
    alarms = [s for s, what in played(policy, case, experiment)[0].events if what.startswith("alarm")]
    assert any(6 <= s <= 8 for s in alarms) and len([s for s in alarms if s < 6]) <= 1


@pytest.mark.parametrize("name", ["KS", "PSI", "classifier"])
def test_detectors_of_features_see_features_and_compare_with_the_new_rows_then(name):
    case, experiment = turning(n_steps=4, rows=200, turn=9)
    X = case.X_test.copy()
    X.loc[400:, "b"] += 2
    candidate, _ = played(OnAlarm(detector=name, window_steps=1), dataclasses.replace(case, X_test=X), experiment)
    assert [s for s, what in candidate.events if what.startswith("alarm")] == [2]


def test_a_challenger_takes_over_only_where_it_is_better():
    case, experiment = turning()
    calm = dataclasses.replace(case, X_test=case.X_test[:120], y_test=case.y_test[:120])
    assert played(Challenger(sure=3), calm, Experiment(n_steps=3, timeline="rows"))[0].cost["retrainings"] == 0
    candidate, answers = played(Challenger(window="sliding", window_steps=1), case, experiment)
    assert (4, "retrained") in candidate.events
    assert right(case, future(case, experiment), answers)[5] > 0.8


@pytest.mark.parametrize("model", [SGDClassifier(random_state=0), make_pipeline(StandardScaler(), GaussianNB())])
def test_online_is_partial_fit_by_hand(model):
    case, experiment = turning(model=model)
    world = future(case, experiment)
    candidate, answers = played(Online(), case, experiment, world)
    scale = (lambda X: X) if len(getattr(model, "steps", "")) == 0 else case.model[0].transform
    by_hand = clone(model).fit(case.X_train, case.y_train)
    last = by_hand[-1] if hasattr(by_hand, "steps") else by_hand
    for s in range(world.n_steps):
        X, y = scale(world.X.iloc[world.step(s)]), world.y.iloc[world.step(s)]
        assert np.array_equal(answers[s], codes(last.predict(X), case.classes))
        last.partial_fit(X, y)
    assert candidate.cost["updates"] == 5 and candidate.model is not case.model


def test_a_warm_start_keeps_the_trees_and_adds_some():
    case, experiment = turning(model=RandomForestClassifier(8, random_state=0))
    policy = WarmStart(every=2, more_share=0.5, window="sliding", window_steps=2)
    candidate, _ = played(policy, case, experiment)
    assert [len(candidate.model.estimators_), len(case.model.estimators_)] == [20, 8]
    old = case.model.estimators_[0].tree_.threshold
    assert np.array_equal(candidate.model.estimators_[0].tree_.threshold, old)


def test_all_of_them_at_once_and_each_on_its_own_are_the_same():
    case, experiment = turning(n_steps=4)
    policies = [p() for p in POLICIES if not p().skip(case.model)]
    together = run(case, dataclasses.replace(experiment, strategies=tuple(policies))).frame
    for policy in policies:
        alone = run(case, dataclasses.replace(experiment, strategies=(policy,))).frame
        mine = [f[f["strategy"] == type(policy).__name__].reset_index(drop=True) for f in (together, alone)]
        assert len(mine[0]) and mine[0].equals(mine[1])


def test_models_that_a_policy_cannot_take_are_skipped_with_a_sentence():
    case, _ = turning(model=KNeighborsClassifier())
    assert "no sample_weight" in EveryKSteps(window="weighted").skip(case.model)
    assert "no partial_fit" in Online().skip(case.model) and "no warm_start" in WarmStart().skip(case.model)
    assert Never().skip(object()).endswith("Give an estimator that scikit-learn's clone can copy.")


def test_two_settings_have_two_labels():
    from tests.optimizers.strategy_models import edges

    for cls in POLICIES:
        labels = [p.full_label() for p in {cls(), *edges(cls)}]
        assert len(labels) == len(set(labels)), cls


def test_a_refit_that_failed_at_the_end_takes_no_retraining_off_the_bill():
    """An alarm at the last step that comes to nothing, after a retraining that was used."""
    case, experiment = turning()
    y = case.y_test.copy()
    y[120:200] = np.where(y[120:200] == "yes", "no", "yes")  # it turns again at the last step
    y[200:] = "yes"
    policy = OnDrop(by=0.2, window="since the last alarm")
    candidate, _ = played(policy, dataclasses.replace(case, y_test=y), experiment)
    assert candidate.cost["retrainings"] == len(candidate.served) - 1


def test_a_fit_after_the_last_step_is_said_to_answer_nothing_and_is_not_billed():
    case, experiment = turning()
    candidate, _ = played(EveryKSteps(every=2), case, experiment)
    events = [what for _, what in candidate.events]
    assert events == ["retrained", "retrained", UNUSED] and "never answered, not billed" in UNUSED
    assert candidate.cost["retrainings"] == candidate.cost["fits"] == 2
    assert candidate.cost["labels"] == 4 * 40 == candidate.served[-1].n_labels
    one_more = played(EveryKSteps(every=5), case, experiment)[0]
    assert [what for _, what in one_more.events] == ["retrained"] and one_more.cost["labels"] == 5 * 40


def test_labels_that_an_alarm_has_read_at_the_last_step_are_paid_for():
    case, experiment = turning(turn=5)
    candidate, _ = played(OnDrop(by=0.3, window="since the last alarm"), case, experiment)
    assert candidate.events[-1][1] == UNUSED and candidate.cost["retrainings"] == 0
    assert candidate.cost["labels"] == len(case.X_test)  # the drop was measured on them


def test_what_a_model_knew_is_written_down():
    case, experiment = turning()
    late = dataclasses.replace(experiment, label_delay=1)
    policy = EveryKSteps(every=2, window="sliding", window_steps=2)
    frame = served_frame(run(case, dataclasses.replace(late, strategies=(policy, Never()))))
    mine = frame[frame["strategy"] == "EveryKSteps"].set_index("model")
    assert mine["what"].tolist() == ["as uploaded", "retrained", "retrained"]
    assert mine["first"].tolist() == [0, 2, 4] and mine["last"].tolist() == [1, 3, 5]
    # At the end of step 1 the labels of step 0 are there, and fewer steps than are wanted: learning rows fill up.
    assert mine["n_learning"].tolist() == [80, 40, 0] and mine["n_labels"].tolist() == [0, 40, 80]
    assert mine["window_first"].tolist() == [-1, 0, 1] and mine["window_last"].tolist() == [-1, 0, 2]
    assert frame[frame["strategy"] == "Never"][["first", "last"]].to_numpy().tolist() == [[0, 5]]


def test_labels_that_have_arrived_are_written_down():
    case, experiment = turning()
    late = dataclasses.replace(experiment, label_delay=2, label_share=0.5)
    found = arrived_frame(run(case, dataclasses.replace(late, strategies=(Never(),))))
    assert found["n_labels"].tolist() == [0, 0, 20, 20, 20, 20]


@pytest.mark.parametrize("cls", POLICIES)
def test_every_step_was_answered_by_one_model(cls):
    case, experiment = turning(model=SGDClassifier(loss="log_loss", random_state=0))
    if not cls().skip(case.model):
        frame = served_frame(run(case, dataclasses.replace(experiment, strategies=(cls(),))))
        steps = [s for first, last in frame[["first", "last"]].to_numpy() for s in range(first, last + 1)]
        assert steps == list(range(6))
        assert (frame["window_last"] < frame["first"]).all()
