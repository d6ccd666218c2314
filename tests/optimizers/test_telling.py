"""The sentence: its numbers are those of the frame, and it claims no more than the intervals allow."""

import dataclasses
import re

import pytest

from optimizers.attribution import attribution
from optimizers.drift import Profile
from optimizers.drift.move import Move
from optimizers.experiment import Experiment
from optimizers.running import run
from optimizers.telling import below_from, story

from .cases import classifier_case, regressor_case

PUSH = Move(columns=("a", "b"), by_sd=2, when=Profile(start=8))
PLAYED = Experiment(drifts=(PUSH,), n_steps=16, rows_per_step=300)


def test_it_says_from_to_by_how_much_after_what_and_who_is_to_blame():
    case = classifier_case()
    result = run(case, PLAYED)
    said = story(result, attribution(case, PLAYED))
    before, after, change = (result.part(p)["value"].iloc[0] for p in ("before", "after", "change"))
    numbers = [float(n) for n in re.findall(r"[-+]?\d\.\d+", said)]
    assert numbers[:3] == pytest.approx([before, after, change], abs=0.006)
    assert said.startswith("Accuracy falls from") and "after a and b move by +2 sd from step 9 on" in said
    assert re.search(r"\d+ % of the loss comes from [ab] \(95 % CI \d+ to \d+ %\)\.$", said)


def test_one_feature_of_one_drift_says_what_undoing_brings_back():
    case, one = regressor_case(), dataclasses.replace(PLAYED, drifts=(Move(columns=("a",), by_sd=2),))
    assert "undoing the change brings" in story(run(case, one), attribution(case, one))


def test_it_does_not_claim_a_fall_that_the_interval_does_not_show():
    harmless = dataclasses.replace(PLAYED, drifts=(Move(columns=("d",), by_sd=1),))
    said = story(run(classifier_case(), harmless))
    assert said.startswith("Accuracy stays within its uncertainty")


def test_without_a_drift_it_compares_the_first_and_the_last_third():
    said = story(run(classifier_case(), Experiment(timeline="month")))
    assert said.endswith("from the first 4 to the last 4 steps.")


def test_an_error_that_grows_rises():
    case = dataclasses.replace(regressor_case(), metric="rmse")
    assert story(run(case, PLAYED)).startswith("Root mean squared error rises from")


def test_a_score_that_is_not_defined_is_said_to_be_so():
    case = dataclasses.replace(
        classifier_case(), metric="roc_auc", y_test=classifier_case().y_test.map(lambda _: "bad")
    )
    assert "not defined" in story(run(case, Experiment(n_steps=4)))


def test_below_from_is_the_first_step_whose_whole_interval_is_past_the_line():
    result = run(classifier_case(), PLAYED)
    steps = result.part("step")
    line = float(steps["value"].iloc[:8].mean()) - 0.1
    expected = steps.loc[steps["high"] < line, "start"].iloc[0]
    assert below_from(result, line) == expected and below_from(result, 0.0) == ""
