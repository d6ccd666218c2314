"""Labels that never come, windows that teach nothing, and an old saying: a sentence each, true of what was played."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from optimizers.retrain.bill import bill
from optimizers.retrain.every_k_steps import EveryKSteps
from optimizers.retrain.hindered import hindrances
from optimizers.retrain.never import Never
from optimizers.retrain.picture import frequent, judged, picture
from optimizers.retrain.prices import Prices
from optimizers.running import run

from .worlds import turning

POLICIES = (Never(), EveryKSteps(every=3), EveryKSteps(every=1, window="sliding", window_steps=1))


def told(case, experiment, policies=POLICIES, **more):
    return hindrances(run(case, dataclasses.replace(experiment, strategies=policies, **more)))


def test_where_nothing_hinders_nothing_is_said():
    assert told(*turning()) == []


def test_labels_that_never_arrive():
    (said,) = told(*turning(), label_share=0.0)
    assert said == "No row ever gets a label, so no policy can refit: all of them are the model as uploaded."


@pytest.mark.parametrize("delay", [5, 50])
def test_labels_that_come_after_the_last_answer(delay):
    (said,) = told(*turning(), label_delay=delay)
    assert said.startswith(f"Labels come {delay} steps late and there are 6 steps: none comes in time")


def test_the_last_labels_that_are_of_use_are_not_too_late():
    assert all(not said.startswith("Labels come") for said in told(*turning(), label_delay=4))


def test_a_window_smaller_than_the_model_needs():
    (said,) = told(*turning(n_steps=20, rows=12))
    assert said == (
        "'every step, last step' kept the old model 20 times, first at step 1: the window holds 12 labelled rows, and "
        "20 are needed."
    )


def test_steps_of_one_class():
    case, experiment = turning()
    y = case.y_test.copy()
    y[80:120] = "yes"
    said = told(dataclasses.replace(case, y_test=y, metric="roc_auc"), experiment)
    assert "The score is undefined at 1 of 6 steps, as it is where all rows are of one class" in said[0]
    assert "kept the old model 1 time, first at step 3: all 40 labels of the window are 'yes'." in said[1]


def test_a_class_that_training_never_had():
    case, experiment = turning()
    y = case.y_test.copy()
    y[50:60] = "perhaps"
    (said,) = told(dataclasses.replace(case, y_test=y), experiment)
    assert said == (
        "Every refit left out the rows of labels that the model as uploaded never had (perhaps); as answers they count "
        "as errors."
    )


def test_all_rows_in_one_period():
    case, experiment = turning()
    time = pd.Series(pd.date_range("2020-01-01", periods=len(case.X_test), freq="min"))
    said = told(dataclasses.replace(case, time=time), experiment, timeline="month")
    assert said[0].startswith("All rows lie in one step, and no step comes after a refit")


@pytest.mark.parametrize("never_come", [dict(label_share=0.0), dict(label_delay=5)])
def test_a_saying_that_nothing_tested_gets_no_verdict(never_come):
    case, experiment = turning()
    found = run(case, dataclasses.replace(experiment, strategies=POLICIES, **never_come))
    said = picture(found, frequent(bill(found, Prices())))
    assert said.startswith("It cannot be tested: no policy of the calendar has retrained. Accuracy of the model as")
    assert "no different for sure" not in said and "restore" not in said


def pictured(policies=POLICIES, metric="accuracy", **how):
    case, experiment = turning(**how)
    found = run(dataclasses.replace(case, metric=metric), dataclasses.replace(experiment, strategies=policies))
    return picture(found, frequent(bill(found, Prices())))


def test_where_it_falls_and_comes_back_the_saying_holds():
    said = pictured(rows=60, n_steps=9)
    assert said.startswith("So it is here: it falls, and with frequent retraining no fall is left to see. Accuracy of")
    assert "falls from the first third of the steps to the last: -0." in said
    assert "Retraining every step, last step makes it better: +0." in said and said.endswith("over all steps.")


def test_where_nothing_falls_the_page_says_so():
    said = pictured(turn=99)
    assert said.startswith("Not so here: it is not seen to fall in the long run, though frequent retraining makes it")
    assert judged(0, 0, 0, False).endswith("nor does frequent retraining help.")
    assert "On the way" not in said


def test_what_falls_and_comes_back_by_itself_is_told_of():
    case, experiment = turning(rows=60, n_steps=9, turn=3)
    back = case.y_test.copy()
    back[360:] = np.where(back[360:] == "yes", "no", "yes")  # the old relation again, from step 7 on
    played = dataclasses.replace(
        experiment, strategies=(Never(), EveryKSteps(every=1, window="sliding", window_steps=1))
    )
    found = run(dataclasses.replace(case, y_test=back), played)
    said = picture(found, frequent(bill(found, Prices())))
    assert said.startswith("Partly true here: it falls on the way and comes back by itself; frequent retraining makes")
    assert " On the way it went from 0." in said and " at step " in said


def test_where_retraining_does_not_help_the_page_says_so():
    """Everything that was ever seen, most of it of the old world: refits do not turn with it."""
    said = pictured((Never(), EveryKSteps(every=5)), rows=60)
    assert said.startswith("Half true here: it falls, and frequent retraining is not seen to restore it.")


def test_a_part_may_come_back():
    said = pictured((Never(), EveryKSteps(every=1, window="sliding", window_steps=4)), rows=60)
    assert said.startswith("Partly true here: it falls, and frequent retraining brings back a part.")


def test_without_a_policy_of_the_calendar_half_of_it_is_open():
    assert "needs the policy 'Every k steps' to play" in pictured((Never(),))
    assert EveryKSteps.title() == "Every k steps"


def test_a_score_that_is_undefined_says_nothing():
    case, experiment = turning()
    y = pd.Series(np.where(np.arange(len(case.y_test)) < 120, "yes", "no"))
    found = run(
        dataclasses.replace(case, metric="roc_auc", y_test=y), dataclasses.replace(experiment, strategies=POLICIES)
    )
    assert "undefined before or after" in picture(found, "")
