"""Values against scikit-learn, intervals against the bootstrap and against repeated sampling."""

import numpy as np
import pytest
import sklearn.metrics as skm

from optimizers.metrics import METRICS, score, standard_error, wilson

ORACLE = {
    "accuracy": lambda y, c, p: skm.accuracy_score(y, c),
    "balanced_accuracy": lambda y, c, p: skm.balanced_accuracy_score(y, c),
    "f1_macro": lambda y, c, p: skm.f1_score(y, c, average="macro"),
    "roc_auc": lambda y, c, p: skm.roc_auc_score(y, p[:, 1] if p.shape[1] == 2 else p, multi_class="ovr"),
    "log_loss": lambda y, c, p: skm.log_loss(y, p),
    "brier": lambda y, c, p: skm.brier_score_loss(y, p[:, 1] if p.shape[1] == 2 else p),
    "r2": lambda y, v, _: skm.r2_score(y, v),
    "mae": lambda y, v, _: skm.mean_absolute_error(y, v),
    "rmse": lambda y, v, _: skm.root_mean_squared_error(y, v),
    "mape": lambda y, v, _: skm.mean_absolute_percentage_error(y, v),
}


def sample(name, n, rng, n_classes=3):
    """A truth and an imperfect prediction of it, for any metric."""
    if METRICS[name].task == "regression":
        y = rng.gamma(5, 2, n) + 1
        return y, y + rng.normal(0, 1 + 0.1 * y, n), None
    y = rng.choice(n_classes, n, p=[0.6, 0.3, 0.1] if n_classes == 3 else [0.8, 0.2])
    margins = rng.normal(size=(n, n_classes)) + 1.5 * np.eye(n_classes)[y]
    p = np.exp(margins) / np.exp(margins).sum(1, keepdims=True)
    return y, p.argmax(1), p


def ask(name, y, labels, p, rows=None):
    m = METRICS[name]
    return score(m, y, p if m.needs == "scores" else labels, rows)


@pytest.mark.parametrize("n_classes", [2, 3])
@pytest.mark.parametrize("name", METRICS)
def test_value_equals_scikit_learn(name, n_classes):
    y, labels, p = sample(name, 300, np.random.default_rng(1), n_classes)
    assert ask(name, y, labels, p).value == pytest.approx(ORACLE[name](y, labels, p), rel=1e-9)


@pytest.mark.parametrize("name", METRICS)
def test_influences_have_mean_zero_and_the_bootstrap_s_spread(name):
    rng = np.random.default_rng(2)
    y, labels, p = sample(name, 400, rng)
    s = ask(name, y, labels, p)
    assert s.influence.mean() == pytest.approx(0, abs=1e-9)
    draws = (rng.integers(0, 400, 400) for _ in range(300))
    boot = [ask(name, y[i], labels[i], None if p is None else p[i]).value for i in draws]
    assert standard_error(s.influence / 400)[0] == pytest.approx(np.std(boot), rel=0.2)


@pytest.mark.parametrize("name", METRICS)
def test_interval_covers_the_true_value_about_95_times_in_100(name):
    rng = np.random.default_rng(3)
    true = ask(name, *sample(name, 200_000, rng)).value
    hits = [s.low <= true <= s.high for s in (ask(name, *sample(name, 300, rng)) for _ in range(300))]
    assert 0.90 <= np.mean(hits) <= 0.99


def test_a_row_that_occurs_twice_counts_once():
    y, labels, p = sample("log_loss", 200, np.random.default_rng(4))
    once, twice = ask("log_loss", y, labels, p), ask("log_loss", np.r_[y, y], labels, np.r_[p, p], np.r_[:200, :200])
    assert (twice.low, twice.high) == pytest.approx((once.low, once.high))
    assert ask("log_loss", np.r_[y, y], labels, np.r_[p, p]).high < once.high


def test_wilson_equals_the_textbook():
    """Newcombe (1998), table I: 81 of 263 gives 0.2553 to 0.3662."""
    share = 81 / 263
    se = np.sqrt(share * (1 - share) / 262)
    assert wilson(share, se, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    low, high = wilson(1.0, 0.0, 20)
    assert high == 1 and low == pytest.approx(0.8389, abs=1e-4)


@pytest.mark.parametrize("name", ["roc_auc", "r2"])
def test_undefined_scores_are_nan_not_a_number_that_looks_fine(name):
    y = np.zeros(20, dtype=int if name == "roc_auc" else float)
    s = ask(name, y, y, np.full((20, 2), 0.5))
    assert np.isnan([s.value, s.low, s.high]).all()


@pytest.mark.parametrize("name", METRICS)
def test_no_rows_is_nan(name):
    assert np.isnan(ask(name, np.zeros(0), np.zeros(0), np.zeros((0, 2))).value)


def test_a_label_that_the_model_never_saw_is_an_error_not_a_crash():
    y = np.array([0, 1, -1, -1])
    assert ask("accuracy", y, np.array([0, 1, 0, 1]), None).value == 0.5
    assert ask("log_loss", y, None, np.full((4, 2), 0.5)).value == pytest.approx(
        (2 * np.log(2) - 2 * np.log(2.2e-16)) / 4, rel=1e-2
    )
