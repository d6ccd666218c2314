"""Detectors over features: the stated rate without drift, and what they find."""

import numpy as np
import pandas as pd
import pytest

from optimizers.detect.coded import MISSING, Coding
from optimizers.detect.feature_streams import COLUMNS, WATCHERS, common_limits, watch


def rows(rng, n, move=0.0, town=(0.6, 0.3, 0.1), broken=0.0):
    X = pd.DataFrame({"a": rng.normal(move, 1, n), "count": rng.poisson(3, n), "flag": rng.random(n) < 0.01})
    X["town"] = rng.choice(list("xyz"), n, p=town)
    return X.assign(b=np.where(rng.random(n) < broken, np.nan, rng.lognormal(0, 2, n)))


def needed(name):
    if name == "ADWIN":
        pytest.importorskip("river")


@pytest.mark.parametrize("name", WATCHERS)
def test_without_drift_all_columns_together_alarm_at_the_stated_rate(name):
    needed(name)
    rng, bounds, steps = np.random.default_rng(0), np.arange(9) * 150, []
    for seed in range(6):
        found = watch(name, rows(rng, 1500), bounds, 0.1, seed).alarms(rows(rng, 1200), bounds)
        assert list(found) == COLUMNS
        steps += [found["step"].nunique() / 8]
    assert np.mean(steps) <= 0.2


@pytest.mark.parametrize("name", WATCHERS)
@pytest.mark.parametrize("what", [{"move": 1.0}, {"town": (0.2, 0.3, 0.5)}, {"broken": 0.4}])
def test_each_kind_of_change_is_found_in_its_column(name, what):
    needed(name)
    rng, bounds = np.random.default_rng(1), np.arange(7) * 200
    X = pd.concat([rows(rng, 600), rows(rng, 600, **what)], ignore_index=True)
    found = watch(name, rows(rng, 2000), bounds).alarms(X, bounds)
    first = found[found["row"] >= 600].iloc[0]
    assert first["step"] in (3, 4)
    moved, part = {"move": ("a", ""), "town": ("town", ""), "broken": ("b", MISSING)}[next(iter(what))]
    assert (moved, part) in set(zip(found["feature"], found["what"]))


def test_codes_are_shares_of_the_reference():
    X = pd.DataFrame(
        {"v": [1.0, 2, 2, 9, None], "c": ["a", "a", "a", "b", None], "d": pd.date_range("2024", periods=5)}
    )
    codes = Coding.of(X).streams(X.assign(c=["new", "b", "a", "a", None]))
    assert codes["v", ""].tolist() == [0.125, 0.5, 0.5, 0.875, 0.5] and codes["v", MISSING].tolist() == [0, 0, 0, 0, 1]
    assert codes["c", ""].tolist() == pytest.approx([0, 0.3, 0.7, 0.7, 0.1])  # missing and "b" are equally rare
    assert codes["d", ""].tolist() == pytest.approx([0.1, 0.3, 0.5, 0.7, 0.9])


def test_limits_are_the_largest_of_all_streams_at_the_rate():
    rng = np.random.default_rng(3)
    largest = {("a", ""): rng.exponential(1, 999), ("b", ""): rng.exponential(50, 999), ("c", ""): np.zeros(999)}
    limits = common_limits(largest, 0.05)
    alarms = np.any([levels > limits[key] for key, levels in largest.items()], axis=0)
    assert alarms.sum() == 49
    assert limits["b", ""] > 20 * limits["a", ""] and limits["c", ""] > 0


def test_bad_input_is_a_sentence():
    X = rows(np.random.default_rng(4), 50)
    with pytest.raises(ValueError, match="There is no detector over features named 'DDM'; choose one of ADWIN"):
        watch("DDM", X, [0, 50])
    with pytest.raises(ValueError, match="The reference has no rows"):
        watch("CUSUM", X[:0], [0, 50])
    for name in WATCHERS[1:]:
        assert watch(name, X, [0, 50]).alarms(X[:0], [0, 0]).empty
        assert watch(name, X, [0, 20, 50]).alarms(X, [0, 20, 50]).empty
    assert watch("CUSUM", X, [0]).alarms(X[:0], [0]).empty
