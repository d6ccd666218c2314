"""The sentence: its numbers are those of the frame, and it claims no more than the intervals allow."""

import dataclasses
import re

import numpy as np
import pandas as pd
import pytest

from optimizers.attribution import attribution
from optimizers.drift import Profile
from optimizers.drift.move import Move
from optimizers.experiment import Experiment
from optimizers.running import run
from optimizers.swings import turning_points
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


def months(values, error=0.01, metric="f1_macro"):
    """A real timeline whose model as uploaded scores so, with intervals of two errors on either side."""
    case = dataclasses.replace(classifier_case(), metric=metric)
    result = run(case, Experiment(timeline="month"))
    frame = result.frame.copy()
    here = frame["candidate"] == "as uploaded"
    steps = frame[here & (frame["part"] == "step") & (frame["metric"] == metric)].iloc[:1]
    made = [steps.assign(step=s, start=f"20{22 + s // 12}-{s % 12 + 1:02}", value=v) for s, v in enumerate(values)]
    played = pd.concat(made).assign(low=lambda f: f["value"] - 1.96 * error, high=lambda f: f["value"] + 1.96 * error)
    third = len(values) // 3
    first, last = sum(values[:third]) / third, sum(values[-third:]) / third
    parts = []
    for part, value in (("before", first), ("after", last), ("change", last - first)):
        row = frame[here & (frame["part"] == part) & (frame["metric"] == metric)].iloc[:1]
        parts.append(row.assign(value=value, low=value - error, high=value + error))
    return dataclasses.replace(result, frame=pd.concat([played, *parts], ignore_index=True))


SEASON = [0.88, 0.77, 0.66, 0.59, 0.58, 0.63, 0.85, 0.85, 0.81, 0.82, 0.85, 0.87]


def test_a_season_is_not_told_as_a_trend():
    said = story(months([*SEASON, 0.85, 0.76, 0.64, 0.61, 0.60, 0.67, 0.81, 0.89, 0.91, 0.86, 0.86, 0.84]))
    assert said.startswith("Macro F1 falls to 0.580 (95 % CI 0.560 to 0.600) at 2022-05 and 0.600 (0.580 to 0.620) at")
    assert "and comes back to 0.870 (95 % CI 0.850 to 0.890) at 2022-12 and 0.910 (0.890 to 0.930) at 2023-09." in said
    assert ". Macro F1 rises from 0.7" in said and said.endswith("steps, less than it swings: this need be no trend.")


def test_a_fall_that_does_not_come_back_stays_a_fall():
    said = story(months([0.9] * 8 + [0.8] * 8))
    assert said.startswith("Macro F1 falls from 0.900 to 0.8") and "swings" not in said and "On the way" not in said
    half = story(months([0.9] * 8 + [0.5] + [0.75] * 7))
    assert half.startswith("Macro F1 falls from 0.900 to 0.75")
    assert "On the way it falls to 0.500 (95 % CI 0.480 to 0.520) at 2022-09, and comes back to 0.750" in half


def test_an_error_that_rises_and_comes_back_rises():
    said = story(months([1 - v for v in SEASON], metric="brier"))
    assert said.startswith("Brier score rises to 0.420 (95 % CI 0.400 to 0.440) at 2022-05, and comes back to 0.130")


def test_noise_is_no_swing():
    wobble = pd.DataFrame({"value": [0.9, 0.88, 0.91, 0.87, 0.9, 0.89]})
    assert turning_points(wobble.assign(low=wobble["value"] - 0.03, high=wobble["value"] + 0.03)) == []
    rng = np.random.default_rng(0)
    noise = [pd.DataFrame({"value": rng.normal(0, 1, 24)}) for _ in range(400)]
    turned = [bool(turning_points(n.assign(low=n["value"] - 1.96, high=n["value"] + 1.96))) for n in noise]
    assert sum(turned) <= 20


def test_turning_points_by_hand():
    steps = pd.DataFrame({"value": [5.0, 4, 1, 2, 6, 5, 3, 7]})
    sure = steps.assign(low=steps["value"] - 1e-6, high=steps["value"] + 1e-6)
    assert turning_points(sure) == [0, 2, 4, 6, 7]
    assert turning_points(sure, 3.5) == [0, 2, 7]
    assert turning_points(sure.sort_values("value").reset_index(drop=True)) == []
