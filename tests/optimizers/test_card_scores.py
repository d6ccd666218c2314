"""The bootstrap against resampling by hand, and against the influence functions."""

import numpy as np
import pytest

from optimizers.card.answers import Answers, judging, learning, sampled
from optimizers.card.bootstrap import bootstrap_draws, bootstrap_interval, recount
from optimizers.card.scores import scores
from optimizers.metrics import METRICS, score

from .cases import classifier_case, regressor_case
from .test_metrics import sample


def asked(name, n, seed, n_classes=3):
    y, labels, p = sample(name, n, np.random.default_rng(seed), n_classes)
    return y, p if METRICS[name].needs == "scores" else labels


@pytest.mark.parametrize("n_classes", [2, 3])
@pytest.mark.parametrize("name", METRICS)
def test_a_draw_is_the_score_of_the_rows_drawn(name, n_classes):
    y, given = asked(name, 60, 1, n_classes)
    if METRICS[name].needs == "scores":
        given = given.round(1) + 0.01  # ties
    rng = np.random.default_rng(2)
    counts = rng.multinomial(60, np.full(60, 1 / 60), size=5).astype(float)
    for row, value in zip(counts, recount(METRICS[name], y, given)(counts)):
        rows = np.repeat(np.arange(60), row.astype(int))
        assert value == pytest.approx(METRICS[name].influence(y[rows], given[rows])[0], rel=1e-9)


@pytest.mark.parametrize("name", METRICS)
def test_bootstrap_and_influence_intervals_agree(name):
    y, given = asked(name, 1500, 3)
    low, high = bootstrap_interval(METRICS[name], y, given, np.random.default_rng(0), n_draws=1500)
    s = score(METRICS[name], y, given)
    assert (low, high) == pytest.approx((s.low, s.high), abs=0.15 * (s.high - s.low))


@pytest.mark.parametrize("name", ["accuracy", "roc_auc", "log_loss", "f1_macro", "r2", "rmse"])
def test_bootstrap_interval_covers_about_95_times_in_100(name):
    y, given = asked(name, 100_000, 4)
    true, hits = METRICS[name].influence(y, given)[0], []
    for seed in range(100):
        low, high = bootstrap_interval(METRICS[name], *asked(name, 150, 10 + seed), np.random.default_rng(0), 500)
        hits.append(low <= true <= high)
    assert np.mean(hits) >= 0.88


def test_same_seed_same_draws():
    y, given = asked("accuracy", 50, 5)
    one, two = (bootstrap_draws({"accuracy": given}, y, np.random.default_rng(1))["accuracy"] for _ in range(2))
    assert np.array_equal(one, two)


def test_a_score_without_an_error_still_has_an_interval():
    y = np.r_[np.zeros(90, int), np.ones(10, int)]
    low, high = bootstrap_interval(METRICS["accuracy"], y, y, np.random.default_rng(0))
    assert high == 1 and low == pytest.approx(100 / (100 + 1.96**2), abs=1e-3)
    assert bootstrap_interval(METRICS["balanced_accuracy"], y, y, np.random.default_rng(0))[0] < low


@pytest.mark.parametrize("case", [classifier_case(), regressor_case()], ids=["classes", "values"])
def test_every_metric_of_the_task_on_both_kinds_of_rows(case):
    parts = {"judging": judging(case, case.model), "learning": learning(case, case.model)}
    frame, notes = scores(parts, case.task, np.random.default_rng(0), n_draws=200)
    assert not notes
    assert len(frame) == 2 * sum(m.task == case.task for m in METRICS.values())
    assert ((frame["low"] <= frame["value"]) & (frame["value"] <= frame["high"])).all()
    primary = frame[(frame["metric"] == case.metric) & (frame["rows"] == "judging")]["value"].item()
    assert primary == pytest.approx(case.model.score(case.X_test, case.y_test))


def test_metrics_that_a_model_does_not_allow_are_named():
    y = np.array([0, 1, 0, 1, 1, 0] * 5)
    plain = Answers(y, y, None, "LinearSVC", False)
    frame, notes = scores({"judging": plain}, "classification", np.random.default_rng(0), n_draws=50)
    assert set(frame["metric"]) == {"accuracy", "balanced_accuracy", "f1_macro"}
    assert len(notes) == 3 and "LinearSVC gives neither" in notes[0]
    margins = Answers(y, y, np.linspace(-1, 1, 30), "LinearSVC", False)
    frame, notes = scores({"judging": margins}, "classification", np.random.default_rng(0), n_draws=50)
    assert "roc_auc" in set(frame["metric"]) and "gives no probabilities" in notes[0]


def test_sampled_rows_are_evenly_spaced():
    assert list(sampled(5, 10)) == [0, 1, 2, 3, 4]
    assert set(np.diff(sampled(10_000, 100))) <= {101, 100, 102} and len(sampled(10_000, 100)) == 100
