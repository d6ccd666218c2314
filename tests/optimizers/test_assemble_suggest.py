"""First guesses of the target and the time column."""

from __future__ import annotations

import pandas as pd
import pytest

from optimizers.assemble import suggest_target, suggest_time
from tests.optimizers.small_cases import N_ROWS, NUMBERS, nameless, regressor, rows, texts, tree


@pytest.mark.parametrize(
    ("model", "table", "target"),
    [
        (tree, rows, "default"),
        (regressor, lambda: rows(day=None, town=None), "default"),
        (nameless, rows, "default"),
        (texts, lambda: rows(default="yes"), None),
        (tree, lambda: rows()[NUMBERS], None),
    ],
)
def test_the_target_is_guessed(model, table, target):
    assert suggest_target(model(), table()) == target


def test_the_time_is_guessed():
    assert suggest_time(rows(), NUMBERS) == "day"
    assert suggest_time(rows(day=None), NUMBERS) is None
    assert suggest_time(rows(day=None).assign(year=2013), NUMBERS) == "year"
    assert suggest_time(rows(day=None).assign(hour=5, weekday=3, n_days=4), NUMBERS) is None
    assert suggest_time(rows(day=pd.date_range("2013-01-01", periods=N_ROWS)), ["day"]) == "day"
