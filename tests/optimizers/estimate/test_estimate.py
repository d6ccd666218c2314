"""Estimates without labels: near the truth under covariate shift, contradicted under concept drift."""

import dataclasses
from functools import cache

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.svm import LinearSVC
from sklearn.tree import DecisionTreeClassifier

from optimizers.case import Case
from optimizers.drift import DRIFTS, Profile
from optimizers.estimate.cbpe import calibration, drawn_labels
from optimizers.estimate.estimate import COLUMNS, estimate_sentence, estimated_performance
from optimizers.estimate.out_of_fold import out_of_fold
from optimizers.experiment import Experiment
from optimizers.metrics import METRICS
from optimizers.step_names import numbered, stretches
from optimizers.world import future


@cache
def case(kind="linear", n=1200):
    rng = np.random.default_rng(0)
    X = pd.DataFrame(rng.normal(size=(2 * n, 3)), columns=list("abc"))
    X["town"] = rng.choice(["Bonn", "Ulm"], 2 * n)
    signal = 2 * X["a"] + X["b"]
    numbers = X[["a", "b", "c"]]
    if kind == "regressor":
        y = signal + (1 + (X["a"] > 0)) * rng.normal(size=2 * n)
        model = LinearRegression().fit(numbers[:n], y[:n])
    else:
        y = pd.Series(np.where(rng.random(2 * n) < 1 / (1 + np.exp(-signal)), "yes", "no"))
        learner = {"linear": LogisticRegression(), "tree": DecisionTreeClassifier(random_state=0), "svm": LinearSVC()}
        model = learner[kind].fit(numbers[:n], y[:n])
    X_test, y_test = numbers[n:].reset_index(drop=True), y[n:].reset_index(drop=True)
    return Case("made", model, numbers[:n], y[:n], X_test, y_test, metric="mae" if kind == "regressor" else "accuracy")


def played(case, drift=None, **settings):
    drifts = (DRIFTS[drift](when=Profile(start=3), **settings),) if drift else ()
    return future(case, Experiment(drifts=drifts, n_steps=6, rows_per_step=400))


def test_an_overconfident_tree_is_estimated_within_two_points():
    own = case("tree", 3000)
    assert own.model.predict_proba(own.X_train).max(axis=1).mean() == 1  # on its own rows it is sure and right
    found = estimated_performance(own, played(own))
    assert abs(found["estimate"].mean() - found["truth"].mean()) < 0.02
    assert list(found) == COLUMNS and found["low"].lt(found["estimate"]).all()


@pytest.mark.parametrize("metric", ["accuracy", "f1_macro", "roc_auc", "brier"])
def test_covariate_shift_is_followed(metric):
    world = played(case(), "ResampleRows", columns=("a",), ratio=5.0)
    found = estimated_performance(case(), world, metric)
    after = found[found["step"] >= 3]
    assert abs(after["estimate"].mean() - after["truth"].mean()) < 0.03
    assert found["trusted"].all() and "no labels contradict it" in estimate_sentence(found, metric)


def test_concept_drift_is_not_seen_but_labels_contradict():
    found = estimated_performance(case(), played(case(), "LabelNoise", share=0.3))
    after = found[found["step"] >= 3]
    assert abs(after["estimate"].mean() - found["estimate"][:3].mean()) < 0.02
    assert after["estimate"].mean() - after["truth"].mean() > 0.1
    assert found["trusted"][:3].all() and not after["trusted"].any()
    assert after["why"].iloc[0].startswith("Labels of step 4 contradict the estimate: the model scored 0.")
    assert "Two causes look alike: the relation" in after["why"].iloc[0]
    assert "surer than it is right" in after["why"].iloc[0]
    now = estimate_sentence(found, "accuracy")
    assert now.startswith("Do not trust this estimate now: labels contradict it at steps 4 to 6 (3 of 6 steps).")
    assert "from the first step on" not in now
    assert "from the first step on" in estimate_sentence(found.assign(trusted=False), "accuracy")


def test_an_old_contradiction_is_dated_and_not_told_as_the_present():
    months = tuple(f"2023-{m:02}" for m in range(1, 9))
    drift = DRIFTS["LabelNoise"](share=0.3, when=Profile(start=2, end=4))
    world = future(case(), Experiment(drifts=(drift,), n_steps=8, rows_per_step=400))
    found = estimated_performance(case(), dataclasses.replace(world, labels=months))
    wrong = found.index[~found["trusted"]].tolist()
    assert wrong[:2] == [2, 3] and wrong[-1] < 7
    said, last = estimate_sentence(found, "accuracy", months), found["why"][wrong[-1]]
    assert said.startswith("The newest labels agree with this estimate, but it was contradicted earlier, at 2023-03 to")
    assert "step " not in last and last.startswith("Labels of 2023-0")
    three = found.loc[wrong[-1] - 2 : wrong[-1]]
    if "on average" in last:
        assert f"{months[wrong[-1] - 2]} to {months[wrong[-1]]} contradict" in last
        assert f"{three['truth'].mean():.3f}" in last and f"{three['estimate'].mean():.3f} was" in last


def test_steps_are_named_in_stretches():
    assert stretches(np.array([3]), numbered(9)) == "step 4"
    assert stretches(np.array([2, 3, 4, 7]), numbered(9)) == "steps 3 to 5 and step 8"
    assert stretches(np.array([0, 1]), ["2023-01", "2023-02"]) == "2023-01 to 2023-02"
    assert stretches(np.arange(0, 12, 2), numbered(12)) == "step 1, step 3, step 5 and 3 more stretches"


def test_labels_that_come_late_warn_late():
    drifts = (DRIFTS["LabelNoise"](share=0.3, when=Profile(start=3)),)
    plan = Experiment(drifts=drifts, n_steps=6, rows_per_step=400, label_delay=2)
    found = estimated_performance(case(), future(case(), plan))
    assert found["trusted"].tolist() == [True] * 5 + [False]
    assert "No labels have arrived yet" in found["why"][0]
    never = dataclasses.replace(plan, label_share=0.0)
    assert estimated_performance(case(), future(case(), never))["trusted"].all()


@pytest.mark.parametrize("metric", ["mae", "rmse", "r2"])
def test_a_regressors_loss_follows_the_rows(metric):
    own = case("regressor")
    found = estimated_performance(own, played(own, "ResampleRows", columns=("a",)), metric)
    before, after = found[:3], found[3:]
    assert abs(after["estimate"].mean() - after["truth"].mean()) < 0.1
    if metric != "r2":
        assert after["estimate"].mean() > before["estimate"].mean() + 0.1  # noise is twice as large for high a


def test_out_of_fold_answers_are_not_those_of_the_fitted_model():
    own = case("tree")
    answers = out_of_fold(own, np.arange(len(own.X_train)), "labels", 0)
    assert answers.shape == (1200,) and np.mean(answers == (own.y_train == "yes")) < 0.9


def test_calibrated_chances_are_shares():
    rng = np.random.default_rng(1)
    true = rng.dirichlet([2, 1, 1], 4000)
    y = drawn_labels(true, rng.random(4000))
    bent = true**2 / (true**2).sum(axis=1, keepdims=True)
    chances = calibration(bent, y)(bent)
    assert chances.sum(axis=1) == pytest.approx(1)
    assert np.abs(chances - true).mean() < np.abs(bent - true).mean() / 2
    assert (calibration(true[:, :2], np.zeros(4000, int))(true[:, :2])[:, 1] == 0).all()


def test_without_probabilities_it_says_so():
    with pytest.raises(ValueError, match="LinearSVC gives no probabilities.*CalibratedClassifierCV"):
        estimated_performance(case("svm"), played(case("svm")))


def test_a_step_of_one_class_has_no_area():
    own = case()
    one = Case("one", own.model, own.X_train, own.y_train, own.X_test[:60], pd.Series(["yes"] * 60), metric="roc_auc")
    found = estimated_performance(one, future(one, Experiment(n_steps=2, rows_per_step=20)))
    assert found["truth"].isna().all() and found["trusted"].all()
    assert METRICS["roc_auc"].title in estimate_sentence(found, "roc_auc")
