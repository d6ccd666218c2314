"""A fault of the data is told apart from a change of the world."""

import numpy as np
import pandas as pd
import pytest

from optimizers.advise.broken import broken_columns


def tables(n=400):
    rng = np.random.default_rng(0)
    old, new = (
        pd.DataFrame({"heat": rng.normal(20, 5, n), "kind": rng.choice(list("abc"), n), "flag": rng.integers(0, 2, n)})
        for _ in range(2)
    )
    return old, new


def stuck(new):
    new.loc[new.index[:300], "heat"] = 17.5


def silent(new):
    new.loc[new.index[:120], "heat"] = np.nan


def other_unit(new):
    new["heat"] *= 1000


def other_code(new):
    new["kind"] = new["kind"].str.upper()


@pytest.mark.parametrize(
    ("breaks", "says"),
    [
        (stuck, "heat: the same value 17.5 in 75% of the new rows"),
        (silent, "heat: no value in 30% of the new rows"),
        (other_unit, "heat: values far outside"),
        (other_code, "kind: categories that were never seen before in 100% of the new rows"),
    ],
)
def test_each_fault_is_named_with_its_share(breaks, says):
    old, new = tables()
    breaks(new)
    assert [b.says().startswith(says) for b in broken_columns(old, new)] == [True]


def test_a_new_kind_of_customer_is_no_fault():
    old, new = tables()
    new.loc[new.index[:120], "kind"] = "partner"
    assert broken_columns(old, new) == []


def test_a_moved_world_is_not_broken():
    old, new = tables()
    new["heat"] += 6
    new["kind"] = new["kind"].replace("a", "b")
    new["flag"] = 1  # a flag that comes up every time is a rare event become common, not a sensor that stands still
    assert broken_columns(old, new) == []
