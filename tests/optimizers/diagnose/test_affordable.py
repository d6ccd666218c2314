"""Where all rows would take too long, a sample of every class is looked at, and told."""

import numpy as np
import pytest
from sklearn.naive_bayes import GaussianNB

from optimizers.diagnose import affordable as module
from optimizers.diagnose.rows import diagnosis_rows
from tests.optimizers.diagnose.fit_rows import noisy_line


@pytest.fixture(scope="module")
def rows():
    X, y = noisy_line(3000)
    return diagnosis_rows(GaussianNB().fit(X, y), X, y)


def priced(monkeypatch, rows, seconds_a_row, budget_s=10.0):
    monkeypatch.setattr(module, "seconds", lambda model, rows, places: seconds_a_row * len(places))
    return module.affordable([GaussianNB()], rows, 100, budget_s, np.random.default_rng(0))


def test_all_rows_where_they_are_cheap(monkeypatch, rows):
    assert priced(monkeypatch, rows, 1e-6) is rows


@pytest.mark.parametrize(("seconds_a_row", "n"), [(8e-5, 1000), (4e-5, 2000), (1.0, 500)])
def test_the_sample_keeps_to_the_budget_and_to_the_classes(monkeypatch, rows, seconds_a_row, n):
    part = priced(monkeypatch, rows, seconds_a_row)
    assert len(part.y) == n and (n == 500 or 100 * seconds_a_row * n <= 10)
    assert abs((part.y == "yes").mean() - (rows.y == "yes").mean()) < 2 / n
    assert part.notes[-1].startswith(f"Looked at {n:,} of 3,000 learning rows")


def test_seconds_are_measured(rows):
    assert 0 < module.seconds(GaussianNB(), rows, np.arange(100)) < 5
