"""run(): what it promises, against slow and obvious oracles."""

from dataclasses import dataclass

import joblib
import numpy as np
import pandas as pd
import pytest

from optimizers.drift.base import Drift, Profile
from optimizers.experiment import Experiment
from optimizers.metrics import METRICS
from optimizers.playing import mean_of_steps, phases, play, step_outputs, step_scores
from optimizers.result import COLUMNS
from optimizers.running import run
from optimizers.strategy import Candidate, Strategy
from optimizers.world import future

from .cases import classifier_case, regressor_case


class Push(Drift):
    """Add t to every value."""

    def shift(self, X, y, t, rng, world):
        return X + 3 * t, y


class Remembers(Candidate):
    """Notes the order in which it is asked and told."""

    def observe(self, X, y):
        self.events.append((len(self.events), f"told {len(X)}"))


class Foreign:
    """A model that no library knows how to copy."""

    classes_ = np.array(["bad", "good"])

    def predict(self, X):
        return np.where(X[:, 0] > 0, "good", "bad")


PUSHED = Experiment(drifts=(Push(when=Profile(start=4)),), n_steps=8, rows_per_step=100)


def test_frame_has_its_columns_and_both_references():
    frame = run(classifier_case(), PUSHED).frame
    assert dict(frame.dtypes.astype(str)) == {k: {"str": "str"}.get(v, v) for k, v in COLUMNS.items()}
    assert set(frame["candidate"]) == {"as uploaded", "recipe refitted"}
    assert (frame.query("part == 'step'").groupby("candidate").size() == 8).all()


@pytest.mark.parametrize("case", [classifier_case(), regressor_case()], ids=["classes", "values"])
def test_a_step_s_value_is_the_plain_score_of_its_rows(case):
    result, world = run(case, PUSHED), future(case, PUSHED)
    rows = world.step(5)
    got = result.part("step")["value"].iloc[5]
    assert got == pytest.approx(case.model.score(world.X.iloc[rows], world.y.iloc[rows]))


def test_the_drift_acts_from_its_first_step_and_hurts():
    result = run(classifier_case(), PUSHED)
    before, after, change = (result.part(p).iloc[0] for p in ("before", "after", "change"))
    assert change["value"] == pytest.approx(after["value"] - before["value"])
    assert change["high"] < 0 and result.onset == 4


def test_same_seed_same_table_and_another_seed_another():
    case = classifier_case()
    assert run(case, PUSHED).frame.equals(run(case, PUSHED).frame)
    other = Experiment.from_spec({**Experiment(n_steps=8, rows_per_step=100).spec(), "seed": 1})
    assert not future(case, other).y.equals(future(case, Experiment(n_steps=8, rows_per_step=100)).y)


def test_an_observing_candidate_is_told_only_after_it_was_asked():
    case, world = classifier_case(), future(classifier_case(), PUSHED)

    class Asked:
        classes_ = case.model.classes_

        def predict(self, X):
            candidate.events.append((len(candidate.events), f"asked {len(X)}"))
            return case.model.predict(X)

    candidate = Remembers("remembers", Asked())
    step_outputs(candidate, case, world, "labels")
    assert [e for _, e in candidate.events] == ["asked 100", "told 100"] * 8


def test_a_frozen_candidate_is_asked_once_and_answers_the_same():
    case, world = classifier_case(), future(classifier_case(), PUSHED)
    frozen, told = Candidate("frozen", case.model), Remembers("told", case.model)
    for a, b in zip(step_outputs(frozen, case, world, "labels"), step_outputs(told, case, world, "labels")):
        assert np.array_equal(a, b)


def test_threads_and_one_after_another_give_the_same_frame():
    case = classifier_case()
    with joblib.parallel_config(backend="threading", n_jobs=2):
        assert run(case, PUSHED).frame.equals(run(case, PUSHED).frame)


def test_progress_is_told_from_the_first_moment_to_the_last():
    told = []
    run(classifier_case(), PUSHED, told.append)
    assert told[0]["doing"] == "playing the world"
    assert told[-1]["done"] == told[-1]["of"] == 2


def test_operation_is_measured_when_asked_for():
    frame = run(classifier_case(), Experiment(n_steps=2, rows_per_step=50, operation=True)).frame
    asked = frame.query("part == 'operation' and candidate == 'recipe refitted'").set_index("metric")
    p50 = asked.loc["latency_p50_us"]
    assert {"size_kib", "latency_p50_us", "latency_p99_us", "throughput_rows_s"} <= set(asked.index)
    assert frame.query("part == 'cost' and candidate == 'recipe refitted'")["metric"].tolist() == ["fit_s", "fit_rows"]
    assert p50["low"] <= p50["value"] <= p50["high"]


def test_a_model_without_a_recipe_is_skipped_with_a_reason():
    case = classifier_case()
    parts = {k: getattr(case, k) for k in ("X_train", "y_train", "X_test", "y_test")}
    result = run(type(case)("foreign", Foreign(), **parts), PUSHED)
    assert "no recipe to refit" in result.skipped["reference"]
    assert set(result.frame["candidate"]) == {"as uploaded"}


def test_horizon_interval_counts_rows_that_return_only_once():
    """Drawing each judging row many times must not make the mean look more certain than the rows allow."""
    case = classifier_case()
    few = Experiment(n_steps=2, rows_per_step=400)
    many = Experiment(n_steps=40, rows_per_step=400)
    widths = [np.ptp(run(case, e).part("horizon")[["low", "high"]].to_numpy()) for e in (few, many)]
    assert widths[1] == pytest.approx(widths[0], rel=0.02)


def test_change_interval_covers_the_true_change_about_95_times_in_100():
    """The oracle: draw fresh judging rows again and again and see how often the interval holds the truth."""
    import dataclasses

    from .cases import rows

    base, metric, hits = classifier_case(), METRICS["accuracy"], []
    X, v = rows(100_000, 99)
    truth = np.where(v > 0, "good", "bad")
    true = base.model.score(X + 3, truth) - base.model.score(X, truth)
    for seed in range(120):
        X, v = rows(150, 1000 + seed)
        case = dataclasses.replace(base, X_test=X, y_test=pd.Series(np.where(v > 0, "good", "bad")), time=None)
        rec = play(case, PUSHED, future(case, PUSHED), Candidate("x", base.model), "s")[-1]
        hits.append(rec["low"] <= true <= rec["high"])
    assert metric.higher_is_better and 0.88 <= np.mean(hits) <= 0.995


def test_undefined_steps_are_left_out_of_the_mean():
    import dataclasses

    case = dataclasses.replace(classifier_case(), metric="roc_auc")
    world = future(case, Experiment(n_steps=4, timeline="rows"))
    world.y.iloc[world.step(1)] = "good"
    metric = METRICS["roc_auc"]
    scores = step_scores(metric, case, world, step_outputs(Candidate("x", case.model), case, world, metric.needs))
    assert np.isnan(scores[1].value)
    got = mean_of_steps(metric, world, scores, np.full(4, 0.25))[0]
    assert got == pytest.approx(np.mean([scores[s].value for s in (0, 2, 3)]))


def test_phases_without_a_drift_are_the_first_and_the_last_third():
    p = phases(Experiment(), 24)
    assert list(p.before) == list(range(8)) and list(p.after) == list(range(16, 24))


def test_phases_of_a_ramp_compare_the_old_world_with_the_finished_one():
    ramp = Experiment(drifts=(Push(when=Profile(shape="incremental", start=6, over=4)),))
    p = phases(ramp, 24)
    assert p.onset == 6 and list(p.after) == list(range(9, 24))


@dataclass(frozen=True)
class Tried(Strategy):
    """A strategy that tells what it saw when it chose."""

    def candidates(self, model, X, y, rng):
        yield Candidate(
            "best of 3", model, choice={"validation_score": (0.9, 0.8, 0.95), "n_tried": (3, np.nan, np.nan)}
        )


def test_what_a_strategy_saw_of_its_candidate_stands_in_the_frame():
    frame = run(classifier_case(), Experiment((Tried(),), n_steps=2, rows_per_step=20)).frame
    seen = frame[frame["part"] == "choice"]
    assert list(seen["candidate"]) == ["best of 3"] * 2
    assert seen.set_index("metric").loc["validation_score", ["value", "low", "high"]].tolist() == [0.9, 0.8, 0.95]
