"""What comes too late, too little or wrong: the old model stays, and a note says why."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from optimizers.experiment import Experiment
from optimizers.retrain.every_k_steps import EveryKSteps
from optimizers.running import run
from optimizers.strategy import strategies
from optimizers.world import Future, future

from .worlds import candidate_of, played, turning

POLICIES = [c for c in strategies().values() if c.__module__.startswith("optimizers.retrain.")]
HONEST = [c for c in POLICIES if c.__name__ != "Oracle"]
EVERY = EveryKSteps(every=1, window="sliding", window_steps=1)


def notes(candidate):
    return [what for _, what in candidate.events]


def test_labels_that_never_arrive():
    case, experiment = turning()
    candidate, _ = played(EVERY, case, dataclasses.replace(experiment, label_share=0.0))
    assert set(notes(candidate)) == {"kept the old model: no new labels have arrived"}
    assert candidate.model is case.model and candidate.cost["labels"] == 0


def test_a_window_that_is_too_small():
    case, experiment = turning(n_steps=20, rows=12)
    candidate, _ = played(EVERY, case, experiment)
    assert set(notes(candidate)) == {"kept the old model: the window holds 12 labelled rows, and 20 are needed"}


def test_a_window_of_one_class():
    case, experiment = turning()
    case = dataclasses.replace(case, y_test=pd.Series(["yes"] * len(case.y_test)))
    assert set(notes(played(EVERY, case, experiment)[0])) == {
        "kept the old model: all 40 labels of the window are 'yes'"
    }


def test_a_class_that_training_never_had():
    case, experiment = turning()
    y = case.y_test.copy()
    y[50:60] = "perhaps"
    candidate, _ = played(EVERY, dataclasses.replace(case, y_test=y), experiment)
    assert "left out rows of labels that the model as uploaded never had (perhaps)" in notes(candidate)
    assert (
        set(candidate.model.classes_) == {"yes", "no"} and candidate.cost["labels"] == 190
    )  # not those of the last step


def test_missing_targets_of_a_regressor():
    case, experiment = turning(classes=False)
    y = case.y_test.copy()
    y[50:60] = np.nan
    candidate = candidate_of(EVERY, case)
    candidate.begin(future(case, experiment))
    for s in range(3):
        candidate.observe(case.X_test[40 * s : 40 * s + 40], y[40 * s : 40 * s + 40])
    assert notes(candidate) == ["retrained", "left out rows without a label", "retrained", "retrained"]


def test_rows_that_cannot_be_fitted_on():
    case, experiment = turning()
    candidate = candidate_of(EVERY, case)
    candidate.begin(future(case, experiment))
    candidate.observe(case.X_test[:40].assign(a="text"), case.y_test[:40])
    assert notes(candidate)[0].startswith("kept the old model: it cannot be fitted on these 40 rows (")


@pytest.mark.parametrize("cls", POLICIES)
def test_empty_columns_and_no_labels_end_no_run(cls):
    case, experiment = turning(n_steps=4)
    X = case.X_test.copy()
    X.loc[40:, "c"] = np.nan
    case = dataclasses.replace(case, X_test=X)
    for more in (dict(), dict(label_delay=2, label_share=0.5), dict(label_share=0.0)):
        frame = run(case, dataclasses.replace(experiment, strategies=(cls(),), **more)).frame
        assert frame.query("part == 'horizon'")["value"].notna().all()


@pytest.mark.parametrize("cls", HONEST)
@pytest.mark.parametrize("delay", [0, 2])
def test_no_policy_sees_labels_before_they_have_arrived(cls, delay):
    """Poison the labels of a step and all later ones: until they arrive every answer stays the same."""
    policy = cls(**({"every": 1} if hasattr(cls, "every") else {}))
    case, experiment = turning(n_steps=5)
    experiment = dataclasses.replace(experiment, label_delay=delay)
    if policy.skip(case.model):
        pytest.skip(policy.skip(case.model))
    _, answers = played(policy, case, experiment)
    for s in range(5):
        y = case.y_test.copy()
        y[40 * s :] = np.where(y[40 * s :] == "yes", "no", "yes")
        _, poisoned = played(policy, dataclasses.replace(case, y_test=y), experiment)
        for t in range(min(s + delay, 4) + 1):
            assert np.array_equal(answers[t], poisoned[t]), (s, t)


@pytest.mark.parametrize("cls", HONEST)
def test_of_the_world_an_honest_policy_uses_once_alone(cls):
    case, experiment = turning(n_steps=3)
    world = future(case, experiment)

    class OnceAlone:
        once = Future.once
        _found, _lock = world._found, world._lock

    if not cls().skip(case.model):
        candidate_of(cls(), case).begin(OnceAlone())


def test_a_simulated_world_is_judged_on_rows_that_nobody_has_learned_from():
    case, _ = turning()
    frame = run(case, Experiment((EveryKSteps(every=1),), n_steps=3, rows_per_step=40)).frame
    assert len(frame.query("strategy == 'EveryKSteps' and part == 'step'")) == 3
