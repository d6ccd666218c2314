"""Intervals on few rows hold the true score about as often as they say."""

import numpy as np
import pytest

from optimizers.few_rows import interval, mann_whitney, shares
from optimizers.metrics import METRICS, score, wilson


def rows(rng, n):
    x = rng.normal(size=n)
    chance = np.clip(np.round(1 / (1 + np.exp(-1.5 * x - 0.3)), 1), 0.05, 0.95)
    y = (rng.random(n) < 1 / (1 + np.exp(-2 * x))).astype(int)
    return y, (chance > 0.5).astype(int), np.column_stack([1 - chance, chance])


@pytest.mark.parametrize("name", ["accuracy", "balanced_accuracy", "f1_macro", "roc_auc"])
@pytest.mark.parametrize("n", [2, 4, 8, 20, 60])
def test_coverage_of_shares(name, n):
    metric, rng, inside = METRICS[name], np.random.default_rng(n), []
    y, codes, scores = rows(rng, 100_000)
    true = metric.influence(y, scores if metric.needs == "scores" else codes)[0]
    for _ in range(400):
        y, codes, scores = rows(rng, n)
        found = score(metric, y, scores if metric.needs == "scores" else codes)
        if np.isfinite(found.low):
            assert found.low <= found.value <= found.high and found.low < found.high
            inside.append(found.low <= true <= found.high)
    assert np.mean(inside) > (0.8 if n < 5 else 0.9)


def test_what_separates_a_hundred_rows_is_not_certain_either():
    y = np.repeat([0, 1], 100)
    found = score(METRICS["roc_auc"], y, np.column_stack([1 - y, y]).astype(float))
    assert found.value == found.high == 1 and 0.95 < found.low < 1
    assert score(METRICS["f1_macro"], y, y).low == pytest.approx(wilson(1.0, 0.0, 200)[0])


def test_the_interval_of_an_area_against_a_search():
    for area, n, m in ((0.5, 3, 4), (0.8, 10, 30), (1.0, 5, 5), (0.0, 2, 9)):
        more, true = (n + m) / 2 - 1, np.linspace(0, 1, 200_001)
        spread = true * (1 - true) * (1 + more * (1 - true) / (2 - true) + more * true / (1 + true)) / (n * m)
        near = true[(area - true) ** 2 <= 1.959964**2 * spread + 1e-15]
        assert mann_whitney(area, n, m) == pytest.approx((near.min(), near.max()), abs=2e-5)


def test_a_share_of_rows_is_wilsons():
    assert shares(0.75, 8) == pytest.approx(wilson(0.75, np.sqrt(0.75 * 0.25 / 8 * 8 / 7), 8))


def test_equal_losses_of_few_rows_tell_no_spread():
    y, given = np.array([0, 1, 1]), np.array([[0.9, 0.1], [0.1, 0.9], [0.1, 0.9]])
    found = score(METRICS["brier"], y, given)
    assert found.value == pytest.approx(0.01) and np.isnan(found.low)
    assert np.isfinite(score(METRICS["mae"], np.array([1.0, 2]), np.array([1.5, 2])).low)
    assert all(np.isnan(interval(METRICS["roc_auc"], np.nan, np.nan, y, 3)))


def test_rows_that_come_again_are_counted_once():
    y, scores = np.array([0, 1] * 30), np.tile([[0.8, 0.2], [0.3, 0.7]], (30, 1))
    again = score(METRICS["roc_auc"], y, scores, np.tile([4, 9], 30))
    once = score(METRICS["roc_auc"], y[:2], scores[:2])
    assert (again.low, again.high) == pytest.approx((once.low, once.high))
