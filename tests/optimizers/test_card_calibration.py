"""Reliability against scikit-learn, and a calibration error that is right on average."""

import numpy as np
import pytest
from sklearn.calibration import calibration_curve

from optimizers.card.answers import Answers, judging
from optimizers.card.bins import by_bin, t_interval
from optimizers.card.calibration import calibration, errors

from .cases import classifier_case, regressor_case


def told(n, bend, rng):
    """Probabilities whose truth is bent by a known amount."""
    p = rng.uniform(0.05, 0.95, n)
    return p, p + bend * np.sin(2 * np.pi * p), rng.random(n)


def test_curve_equals_scikit_learn_s():
    rng = np.random.default_rng(0)
    p, true, u = told(600, 0.05, rng)
    came = (u < true).astype(float)
    observed, predicted = calibration_curve(came, p, n_bins=12, strategy="quantile")
    frame = by_bin(p, came, 12, shares=True)
    assert np.allclose(frame["observed"], observed) and np.allclose(frame["predicted"], predicted)
    assert frame["n_rows"].sum() == 600 and ((frame["low"] <= observed) & (observed <= frame["high"])).all()


def test_ece_equals_the_textbook_s_sum():
    rng = np.random.default_rng(1)
    p, true, u = told(400, 0.1, rng)
    came = (u < true).astype(float)
    frame = by_bin(p, came, 10, shares=True)
    plain = (frame["n_rows"] / 400 * (frame["predicted"] - frame["observed"]).abs()).sum()
    assert errors(p, came, 10)["ece"] == pytest.approx(plain)


@pytest.mark.parametrize("bend", [0.0, 0.1])
def test_debiased_error_is_unbiased_in_squares_and_its_interval_covers(bend):
    rng = np.random.default_rng(2)
    p, _, _ = told(300_000, bend, rng)
    true = errors(p, p + bend * np.sin(2 * np.pi * p), 15)["error"]
    found = []
    for _ in range(300):
        p, share, u = told(500, bend, rng)
        found.append(errors(p, (u < share).astype(float), 15))
    assert np.mean([f["error_low"] <= true + 1e-9 and true <= f["error_high"] for f in found]) >= 0.92
    if bend:
        assert np.mean([f["error"] ** 2 for f in found]) == pytest.approx(true**2, rel=0.1)
    else:
        assert np.mean([f["error_low"] > 0 for f in found]) <= 0.06
        assert np.mean([f["ece"] for f in found]) == pytest.approx(
            np.mean([f["ece_by_chance"] for f in found]), rel=0.05
        )


def test_more_than_two_classes_use_the_confidence_in_the_label_given():
    rng = np.random.default_rng(3)
    scores = rng.dirichlet(np.ones(4), 200)
    y = rng.integers(0, 4, 200)
    frame, numbers = calibration(Answers(y, scores.argmax(1), scores, "m", True), "classification", list("abcd"))
    assert numbers["of"] == "confidence in the label given"
    weighted = (frame["observed"] * frame["n_rows"]).sum() / 200
    assert weighted == pytest.approx((scores.argmax(1) == y).mean())


def test_two_classes_values_and_equal_predictions():
    frame, numbers = calibration(judging(classifier_case(), classifier_case().model), "classification", ["bad", "good"])
    assert numbers["of"] == 'probability of "good"' and len(frame) <= 15
    frame, numbers = calibration(judging(regressor_case(), regressor_case().model), "regression", [])
    assert len(frame) == 10 and "not more than chance" in numbers["sentence"]
    assert len(by_bin(np.full(40, 0.5), np.r_[np.ones(20), np.zeros(20)], 10, shares=True)) == 1


def test_a_model_without_probabilities_says_so():
    y = np.zeros(3, int)
    with pytest.raises(ValueError, match="LinearSVC gives no probabilities"):
        calibration(Answers(y, y, np.zeros(3), "LinearSVC", False), "classification", ["a", "b"])


def test_t_interval_equals_scipy_s():
    from scipy import stats

    values = np.random.default_rng(4).normal(size=12)
    expected = stats.t.interval(0.95, 11, values.mean(), stats.sem(values))
    assert t_interval(values) == pytest.approx(expected)
    assert np.isnan(t_interval(values[:1])).all()
