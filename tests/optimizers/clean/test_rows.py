"""Rows that repeat or contradict each other, against a slow loop and against what was put in."""

import json

import numpy as np
import pandas as pd
import pytest

from optimizers.clean.rows import wrong_rows
from tests import tiny


def table(n=200, seed=0):
    rng = np.random.default_rng(seed)
    X = pd.DataFrame(rng.normal(size=(n, 4)), columns=list("abcd")).assign(city=rng.choice(["x", "y", None], n))
    X.loc[rng.random(n) < 0.1, "b"] = np.nan
    return X, pd.Series(rng.choice(["no", "yes"], n))


def planted():
    """Rows 100 to 104 repeat 0 to 4, 105 to 107 contradict 5 to 7, 110 to 112 nearly repeat 10 to 12."""
    X, y = table()
    X.iloc[100:113] = X.iloc[0:13].to_numpy()
    X = X.astype(dict.fromkeys("abcd", float))
    y.iloc[100:113] = y.iloc[0:13].to_numpy()
    y.iloc[105:108] = y.iloc[5:8].map({"no": "yes", "yes": "no"}).to_numpy()
    X.loc[108:112, "a"] += 1e-4
    X.loc[108, "city"] = "z"
    X.loc[109, "a"] += 3
    return X, y


def test_what_was_put_in_is_found():
    X, y = planted()
    found = wrong_rows(X, y)
    assert found.exact.tolist() == [100, 101, 102, 103, 104] and found.by_chance == 0
    assert found.near.tolist() == [110, 111, 112] and found.like[110:113].tolist() == [10, 11, 12]
    assert found.contradictory.tolist() == [5, 6, 7, 105, 106, 107] == found.minority.tolist()
    rows = found.rows(y)
    assert set(rows["kind"]) == {"exact duplicates", "near duplicates", "contradictions"}
    late = rows[(rows["kind"] == "contradictions") & (rows["row"] > 100)]
    assert (late["given"] != late["other"]).all()


def test_against_a_slow_loop_on_coarse_columns():
    rng = np.random.default_rng(3)
    X = pd.DataFrame(rng.integers(0, 3, (80, 2)), columns=list("ab"), dtype=float)
    X.iloc[::7, 0] = np.nan
    y = pd.Series(rng.integers(0, 2, 80))
    keys = [tuple(None if v != v else v for v in row) for row in X.to_numpy()]
    exact = [i for i in range(80) if any(keys[j] == keys[i] and y[j] == y[i] for j in range(i))]
    both = [i for i in range(80) if any(keys[j] == keys[i] and y[j] != y[i] for j in range(80))]
    found = wrong_rows(X, y)
    assert found.exact.tolist() == exact and found.contradictory.tolist() == both
    assert found.repeats_by_chance and "need not be wrong" in found.frame["sentence"][0]


def test_the_outvoted_rows_are_the_minority_and_a_tie_is_all():
    X = pd.DataFrame({"a": [1.0, 1, 1, 2, 2, 3]})
    found = wrong_rows(X, pd.Series(["p", "p", "q", "p", "q", "p"]))
    assert found.contradictory.tolist() == [0, 1, 2, 3, 4] and found.minority.tolist() == [2, 3, 4]


def test_values_contradict_only_when_far_apart():
    X = pd.DataFrame({"a": [1.0, 1, 2, 2, 3, 4]})
    found = wrong_rows(X, pd.Series([0.0, 0.01, 0.0, 10.0, 5.0, 7.0]))
    assert found.contradictory.tolist() == [2, 3] and "half a standard deviation" in found.frame["sentence"][2]


def test_columns_that_say_nothing_are_named():
    X, y = table(50)
    found = wrong_rows(X.assign(one=1, none=np.nan, word="w", gap=np.where(np.arange(50) < 9, np.nan, 2)), y)
    assert found.constant == ("one", "word") and found.missing == ("none",)
    assert found.frame["count"].tolist()[3:] == [2, 1] and 'Columns "one", "word" hold' in found.frame["sentence"][3]


@pytest.mark.parametrize("task", tiny.TASKS)
def test_an_innocent_table_has_nothing(task):
    rows = tiny.table(task)
    facts, frames = wrong_rows(rows.X_train, rows.y_train).to_wire()
    assert json.loads(json.dumps(facts)) == facts and (frames["findings"]["count"] == 0).all()


def test_odd_tables_work():
    X, y = table(30)
    mixed = X.assign(when=pd.date_range("2020", periods=30), kind=pd.Categorical(["k"] * 30), any=[1, "1"] * 15)
    assert wrong_rows(mixed, y).constant == ("kind",)
    assert wrong_rows(mixed[["any"]], y).frame["count"][2] == 30
    assert wrong_rows(X[:1], y[:1]).frame["count"][0] == 0
    assert wrong_rows(X[[]], y).contradictory.size == 30
    assert wrong_rows(X.assign(a=np.inf), y).constant == ("a",)
