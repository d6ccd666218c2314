"""Where all rows would take too long, a sample of every class is looked at, and told."""

import numpy as np
import pytest
from sklearn.ensemble import (
    GradientBoostingClassifier,
    HistGradientBoostingClassifier,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeRegressor

from optimizers.diagnose import affordable as module
from optimizers.diagnose.estimated import estimated_s
from optimizers.diagnose.rows import diagnosis_rows
from tests.optimizers.diagnose.fit_rows import noisy_line


@pytest.fixture(scope="module")
def rows():
    X, y = noisy_line(3000)
    return diagnosis_rows(GaussianNB().fit(X, y), X, y)


def priced(monkeypatch, rows, seconds_a_row, budget_s=10.0):
    monkeypatch.setattr(module, "seconds", lambda model, rows, places: seconds_a_row * len(places))
    return module.affordable([GaussianNB()], rows, 100, 0, budget_s, np.random.default_rng(0))


def test_all_rows_where_they_are_cheap(monkeypatch, rows):
    assert priced(monkeypatch, rows, 1e-6) is rows


@pytest.mark.parametrize(("seconds_a_row", "n"), [(8e-5, 1000), (4e-5, 2000), (1.0, 500)])
def test_the_sample_keeps_to_the_budget_and_to_the_classes(monkeypatch, rows, seconds_a_row, n):
    part = priced(monkeypatch, rows, seconds_a_row)
    assert len(part.y) == n and (n == 500 or 100 * seconds_a_row * n <= 10)
    assert abs((part.y == "yes").mean() - (rows.y == "yes").mean()) < 2 / n
    assert part.notes[-1].startswith(f"Looked at {n:,} of 3,000 learning rows")


@pytest.mark.parametrize(("n_trees", "n"), [(1, 3000), (22, 1400), (30, 1000), (2000, 500)])
def test_a_forest_needs_no_clock(monkeypatch, rows, n_trees, n):
    monkeypatch.setattr(module, "seconds", None)
    tried = [RandomForestClassifier(n_trees, max_features=None, min_samples_leaf=k) for k in (1, 5)]
    part = module.affordable(tried, rows, 10, 35, 8.0, np.random.default_rng(0))
    assert len(part.y) == n and (part is rows) == (n == 3000)


@pytest.mark.parametrize(
    "model",
    [
        DecisionTreeRegressor(max_depth=4, min_samples_leaf=0.01),
        GradientBoostingClassifier(max_features="log2"),
        HistGradientBoostingClassifier(max_iter=40),
        make_pipeline(StandardScaler(), RandomForestRegressor(30, max_features=0.4)),
    ],
    ids=lambda m: type(m).__name__,
)
def test_estimates_grow_with_the_rows_and_the_columns(model):
    small, tall, wide = (estimated_s(model, *size, 2) for size in ((1000, 5), (4000, 5), (1000, 40)))
    assert 0 < small < tall < 20 * small and small < wide


def test_few_rows_are_all_looked_at_and_what_is_no_tree_is_not_estimated(monkeypatch, rows):
    monkeypatch.setattr(module, "seconds", None)
    few = rows.take(np.arange(1000))
    assert module.affordable([GaussianNB()], few, 100, 35, 1e-9, np.random.default_rng(0)) is few
    assert estimated_s(GaussianNB(), 1000, 5, 2) is None


def test_seconds_are_measured(rows):
    assert 0 < module.seconds(GaussianNB(), rows, np.arange(100)) < 5
