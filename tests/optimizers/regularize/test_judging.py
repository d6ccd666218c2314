"""The choice, its intervals, and what it scores on rows that chose nothing."""

import numpy as np
import pytest

from optimizers.metrics import METRICS
from optimizers.regularize.judging import BEST, SIMPLEST, corrected, fold_means, row_scores, take, unbiased


def test_best_mean_and_simplest_within_one_standard_error():
    folds = np.array([[0.9, 0.92, 0.90, 0.5], [0.8, 0.86, 0.83, 0.5], [0.7, 0.74, 0.73, 0.5]])
    assert take(folds, BEST) == 1 and take(folds, SIMPLEST) == 2
    assert take(folds[:, [1, 1]], BEST) == 1  # of two that are as good the simpler one
    assert take(np.stack([folds, folds[:, ::-1]]), BEST).tolist() == [1, 2]


def test_the_interval_is_that_of_the_corrected_t_test():
    from scipy.stats import t

    scores = np.array([0.7, 0.8, 0.75, 0.9, 0.65])
    value, low, high = corrected(scores, 0.25, 0, 1)
    half = t.ppf(0.975, 4) * scores.std(ddof=1) * np.sqrt(1 / 5 + 0.25)
    assert value == pytest.approx(0.76) and high == pytest.approx(0.76 + half) and low == pytest.approx(0.76 - half)
    assert corrected(scores, 50.0, 0, 1)[1:] == (0.0, 1.0)


@pytest.mark.parametrize("name", ["accuracy", "roc_auc", "f1_macro", "log_loss", "balanced_accuracy"])
def test_the_mean_of_the_rows_is_the_score_of_the_fold(name):
    rng, metric = np.random.default_rng(0), METRICS[name]
    y = rng.integers(0, 2, 60)
    p = np.clip(0.5 * y + 0.5 * rng.random(60), 0.01, 0.99)
    prediction = (p > 0.5).astype(int) if metric.needs == "labels" else np.c_[1 - p, p]
    assert row_scores(metric, y, prediction, 1.0).mean() == pytest.approx(metric.influence(y, prediction)[0])


def test_fold_means_of_bootstrapped_rows():
    rows, fold = np.array([[1.0, 0.0], [0.0, 0.0], [1.0, 1.0], [0.0, 1.0]]), np.array([0, 0, 1, 1])
    assert fold_means(rows, fold).tolist() == [[0.5, 0.0], [0.5, 1.0]]
    counts = np.array([[3.0, 1.0, 1.0, 0.0]])
    assert fold_means(rows, fold, counts).tolist() == [[[0.75, 0.0], [1.0, 1.0]]]


def test_forty_useless_settings_are_not_praised():
    """All guess: the best of forty seems good, rows that chose nothing say one half."""
    best, honest, rng = [], [], np.random.default_rng(1)
    for _ in range(25):
        rows = (rng.random((100, 40)) < 0.5).astype(float)
        fold = np.arange(100) % 5
        best.append(fold_means(rows, fold).mean(axis=0).max())
        value, low, high = unbiased(rows, fold, BEST, rng)
        assert low < value < high
        honest.append(value)
    assert np.mean(best) > 0.59 and abs(np.mean(honest) - 0.5) < 0.02


def test_one_setting_is_its_own_mean():
    rows = np.random.default_rng(0).random((200, 1))
    value, low, high = unbiased(rows, np.arange(200) % 5, BEST, np.random.default_rng(0))
    assert value == pytest.approx(rows.mean(), abs=0.01) and low < rows.mean() < high
