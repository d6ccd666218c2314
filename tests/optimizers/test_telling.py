"""The sentence: its numbers are those of the frame, and it claims no more than the intervals allow."""

import dataclasses
import re

import pytest

from optimizers.attribution import attribution
from optimizers.drift import Profile
from optimizers.drift.move import Move
from optimizers.experiment import Experiment
from optimizers.running import run
from optimizers.telling import past_the_line, story

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


def test_past_the_line_says_from_when_only_if_it_stays_there():
    result = run(classifier_case(), PLAYED)
    steps = result.part("step")
    line = float(steps["value"].iloc[:8].mean()) - 0.1
    assert (steps["high"] < line).tolist() == [False] * 8 + [True] * 8
    assert past_the_line(result, line) == "from 9 on" and past_the_line(result, 0.0) == "never"
    for_a_while = dataclasses.replace(PLAYED, drifts=(dataclasses.replace(PUSH, when=Profile(start=8, end=11)),))
    assert past_the_line(run(classifier_case(), for_a_while), line) == "first at 9, in 3 of 16 steps altogether"
    once = dataclasses.replace(PLAYED, drifts=(dataclasses.replace(PUSH, when=Profile(start=8, end=9)),))
    assert past_the_line(run(classifier_case(), once), line) == "at 9 only (1 of 16 steps)"


REAL = dataclasses.replace(PLAYED, timeline="month", drifts=(dataclasses.replace(PUSH, when=Profile(start=5)),))


def test_on_a_real_timeline_only_what_undoing_brings_back_is_the_drift_s_doing():
    case = classifier_case()
    table = attribution(case, REAL)
    said = story(run(case, REAL), table)
    assert "between the steps before 2020-06 and those at full drift; the added drift takes" in said
    assert f"{table.iloc[0]['value']:.2f} (95 % CI" in said and "of what they take comes from" in said


def test_a_drift_of_no_size_is_not_blamed_on_a_real_timeline():
    nothing = dataclasses.replace(REAL, drifts=(Move(columns=("a",), by_sd=0.0, when=Profile(start=5)),))
    said = story(run(classifier_case(), nothing), attribution(classifier_case(), nothing))
    assert "the added drift takes nothing that stands out from chance, it happens in the rows themselves" in said
