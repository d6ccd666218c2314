"""Calibrated alarms: the stated rate without drift, whatever the columns; and what they find."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from optimizers.detect.calibrated import COLUMNS, calibrated_alarms, rank_p_values, spread, surprises


def rows(rng, n, move=0.0):
    a = rng.normal(move, 1, n)
    X = pd.DataFrame({"a": a, "twin": a.round(1), "count": rng.poisson(3, n), "town": rng.choice(list("xyz"), n)})
    return X.assign(b=np.where(rng.random(n) < 0.2, np.nan, rng.exponential(1, n)))


def test_without_drift_it_alarms_at_the_stated_rate():
    rng, alarms = np.random.default_rng(0), []
    for seed in range(4):
        steps = [rows(rng, 60) for _ in range(25)]
        alarms += calibrated_alarms(rows(rng, 900), steps, 0.1, seed)["alarm"].tolist()
    assert np.mean(alarms) == pytest.approx(0.1, abs=0.08)


def test_it_names_step_and_feature():
    rng = np.random.default_rng(1)
    steps = [rows(rng, 150, 0.8 if s >= 4 else 0.0) for s in range(8)]
    steps[2] = steps[2].assign(town="new")
    found = calibrated_alarms(rows(rng, 1200), steps, 0.01)
    assert list(found) == COLUMNS and found["step"].tolist() == list(range(8))
    assert found["alarm"].tolist() == [False, False, True, False, True, True, True, True]
    assert found["feature"][2] == "town" and found["feature"][5] in ("a", "twin")
    assert set(found["features"][5].split(", ")) == {"a", "twin"} and found["features"][0] == ""


def test_what_creeps_is_found_by_three_steps_together():
    rng = np.random.default_rng(2)
    reference, columns = pd.Series(rng.normal(size=5000)), [pd.Series(rng.normal(0.2, 1, 100)) for _ in range(30)]
    alone, together = rank_p_values(reference, columns)
    for s in (0, 7):
        expected = stats.mannwhitneyu(columns[s], reference, use_continuity=False).pvalue
        assert alone[s] == pytest.approx(expected, rel=1e-6)
    assert np.mean(together[3:] < 0.01) > 2 * np.mean(alone[3:] < 0.01)
    calm = [pd.Series(rng.normal(size=100)) for _ in range(900)]
    assert np.mean(rank_p_values(reference, calm)[1] < 0.05) == pytest.approx(0.05, abs=0.02)


def test_a_short_reference_is_drawn_from_again():
    rng = np.random.default_rng(3)
    found = calibrated_alarms(rows(rng, 80), [rows(rng, 60), rows(rng, 60, 3.0), rows(rng, 0)])
    assert found["alarm"].tolist() == [False, True, False] and np.isnan(found["value"][2])


def test_what_is_drawn_again_has_no_ties_but_those_of_the_reference():
    rng = np.random.default_rng(5)
    X, order = rows(rng, 300), rng.integers(0, 300, 900)
    moved = spread(X, order, rng)
    assert moved["a"].nunique() > 890 and moved["count"].nunique() == X["count"].nunique()
    assert (moved["b"].isna().to_numpy() == X["b"].iloc[order].isna().to_numpy()).all()
    ranks = np.searchsorted(np.sort(X["a"]), moved["a"]) - np.searchsorted(np.sort(X["a"]), X["a"].iloc[order])
    assert set(ranks) <= {0, 1} and moved["a"].between(X["a"].min(), X["a"].max()).all()
    assert (moved["town"].to_numpy() == X["town"].iloc[order].to_numpy()).all()


def test_bad_input_is_a_sentence():
    X = rows(np.random.default_rng(4), 50)
    with pytest.raises(ValueError, match="The reference has 20 rows; splitting it needs at least 40."):
        calibrated_alarms(X[:20], [X])
    with pytest.raises(ValueError, match="rate must be between 0 and 1; got 5."):
        calibrated_alarms(X, [X], 5)
    assert surprises(X, [X])[0, 1:, :].max() == pytest.approx(0)
    assert calibrated_alarms(X, []).empty
