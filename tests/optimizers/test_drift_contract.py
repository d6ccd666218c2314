"""What every drift owes: discovered, so a new file in the folder is held to it at once."""

import dataclasses
import json
import pickle
import re

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal, assert_series_equal

from optimizers.component import from_spec, params
from optimizers.drift import DRIFTS, Drift, Profile
from optimizers.drift.base import task_of
from tests import tiny

from .drift_tables import awkward, play, steps

EVERY = [pytest.param(cls, id=name) for name, cls in DRIFTS.items()]
TABLES = awkward()


def fitting(drift):
    """The first tiny table that the drift applies to."""
    rows = [tiny.table(task) for task in tiny.TASKS]
    return next((r.X_test, r.y_test) for r in rows if not drift.skip(r.X_test, r.y_test))


def same(one, other):
    assert_frame_equal(one[0], other[0])
    assert_series_equal(one[1], other[1])


def edges(cls):
    """A drift at each edge of each parameter, and at each choice."""
    for p in params(cls).values():
        for value in p.choices or ((False, True) if p.kind == "bool" else (p.low, p.high)):
            if value is not None:
                yield cls(**{p.name: value})


def changed(drift):
    """A drift of the same kind with every field away from its default, and its own profile."""
    new = {}
    for p in params(type(drift)).values():
        new[p.name] = {"choice": p.choices[-1:], "columns": (("age",),)}.get(p.kind, (p.high,))[0]
    return dataclasses.replace(drift, **new, when=Profile("gradual", 2, 9, 3))


@pytest.mark.parametrize("cls", EVERY)
@pytest.mark.parametrize("table", TABLES)
def test_it_shifts_the_table_or_says_why_not(cls, table):
    (X, y), drift = TABLES[table], cls()
    before = X.copy(deep=True), y.copy(deep=True)
    if wrong := drift.skip(X, y):
        assert wrong.startswith(cls.__name__) and wrong.endswith(".") and "\n" not in wrong
        with pytest.raises(ValueError) as refused:
            drift.learn(X, y, np.random.default_rng(0))
        assert str(refused.value) == wrong
        return
    first, second = play(drift, X, y), play(drift, X, y)
    same(first, second)
    same((X, y), before)
    assert list(first[0]) == list(X) and len(first[0]) == len(first[1]) == len(X)
    assert first[1].name == y.name and set(first[0].index) <= set(X.index)
    assert first[0].index.equals(first[1].index)
    assert_dtypes_hold(X, first[0])
    slowly = dataclasses.replace(drift, when=Profile("gradual", start=0, over=2))
    world = drift.learn(X, y, np.random.default_rng(0))
    assert_dtypes_hold(X, slowly.at(X, y, 0, np.random.default_rng(0), world)[0])


@pytest.mark.parametrize("cls", EVERY)
def test_strength_zero_changes_nothing_bit_for_bit(cls):
    drift = cls(when=Profile("incremental", start=4, end=6))
    X, y = fitting(drift)
    world = drift.learn(X, y, np.random.default_rng(0))
    same(drift.shift(X, y, 0.0, np.random.default_rng(1), world), (X, y))
    for step in (0, 3, 6, 99):
        same(drift.at(X, y, step, np.random.default_rng(1), world), (X, y))


@pytest.mark.parametrize("cls", EVERY)
def test_its_defaults_matter(cls):
    drift = cls()
    X, y = fitting(drift)
    X_new, y_new = play(drift, X, y)
    assert not (X_new.equals(X) and y_new.equals(y))


@pytest.mark.parametrize("cls", EVERY)
def test_it_runs_at_both_edges_of_every_parameter(cls):
    for drift in edges(cls):
        X, y = fitting(drift)
        X_new, y_new = play(drift, X, y)
        assert X_new.shape == X.shape and y_new.shape == y.shape


@pytest.mark.parametrize("cls", EVERY)
def test_it_refuses_values_out_of_range_with_one_sentence(cls):
    for p in params(cls).values():
        if p.kind in ("int", "float"):
            assert p.low is not None and p.high is not None, f"{p.name} needs a range"
            for wrong in (p.low - 1, p.high + 1):
                with pytest.raises(ValueError, match=f"{cls.__name__}.{p.name} must be between"):
                    cls(**{p.name: wrong})
    for columns in [p.name for p in params(cls).values() if p.kind == "columns"]:
        drift = cls(**{columns: ("nowhere",)})
        assert "'nowhere' is not a" in drift.skip(*fitting(cls()))


@pytest.mark.parametrize("cls", EVERY)
def test_spec_pickle_and_repr_round_trip(cls):
    for drift in (cls(), changed(cls())):
        assert from_spec(json.loads(json.dumps(drift.spec())), DRIFTS) == drift
        assert pickle.loads(pickle.dumps(drift)) == drift
        assert eval(repr(drift), {**DRIFTS, "Profile": Profile}) == drift
    assert cls().spec() == {"kind": cls.__name__}


@pytest.mark.parametrize("cls", EVERY)
def test_it_is_written_up(cls):
    assert cls.__doc__.splitlines()[0].endswith(".") and len(cls.title()) < 60
    assert "References\n" in cls.__doc__ and re.search(r"\((19|20)\d\d\)", cls.__doc__)
    assert all(p.doc.endswith(".") for p in params(cls).values())
    assert (cls.task == "") == (cls.instead == "")
    assert cls.instead == "" or DRIFTS[cls.instead].task != cls.task


@pytest.mark.parametrize("cls", EVERY)
@pytest.mark.parametrize("step", steps())
def test_it_lives_with_an_awkward_step(cls, step):
    X, y = fitting(cls())
    rows = steps()[step]
    X_new, y_new = play(cls(), X, y, X_step=X.iloc[rows], y_step=y.iloc[rows])
    assert len(X_new) == len(y_new) == len(X.iloc[rows]) and list(X_new) == list(X)


@pytest.mark.parametrize("cls", EVERY)
@pytest.mark.parametrize("share", [0.25, 1.0])
def test_gradual_touches_exactly_the_stated_share_in_place(cls, share):
    drift = cls(when=Profile("gradual", start=0, over=4))
    X, y = fitting(drift)
    world = drift.learn(X, y, np.random.default_rng(0))
    X_new, y_new = drift.at(X, y, round(share * 4) - 1, np.random.default_rng(1), world)
    stays = ~np.array([moved(X, X_new, i) or y.iloc[i] != y_new.iloc[i] for i in range(len(X))])
    assert len(X_new) == len(X) and stays.sum() >= len(X) - round(share * len(X))


def assert_dtypes_hold(X, X_new):
    """Categories stay categories, text stays text; numbers and true/false may become floats."""
    for c in X:
        old, new = X[c].dtype, X_new[c].dtype
        assert new == old or isinstance(new, pd.CategoricalDtype) == isinstance(old, pd.CategoricalDtype)
        assert new == old or new in ("category", "float64", "Float64"), f"{c} went from {old} to {new}"


def moved(X, X_new, i):
    return not all(a == b or (a != a and b != b) for a, b in zip(X.iloc[i], X_new.iloc[i]))


@pytest.mark.parametrize("cls", EVERY)
def test_every_drift_follows_every_other(cls):
    """What one drift leaves behind (floats for integers, missing values, a new category) the next can take."""
    for other in DRIFTS.values():
        for task in tiny.TASKS:
            X, y = tiny.table(task).X_test, tiny.table(task).y_test
            if not other().skip(X, y) and not cls().skip(X, y):
                X_step, y_step = play(other(), X, y)
                assert len(play(cls(), X, y, X_step=X_step, y_step=y_step)[0]) == len(X)
                break


@pytest.mark.parametrize("cls", EVERY)
@pytest.mark.parametrize("name", ["pipeline", "boosted", "regressor"])
def test_models_that_bear_missing_values_can_predict_what_it_leaves(cls, name):
    model, (_, _, X, y), _ = tiny.fitted(name)
    if not cls().skip(X, y):
        assert len(model.predict(play(cls(), X, y)[0])) == len(X)


@pytest.mark.parametrize(
    ("values", "task"),
    [
        (["a", "b"], "classification"),
        ([True, False], "classification"),
        ([0, 1, 2], "classification"),
        ([0.0, 1.0], "classification"),
        ([0.5, 1.0], "regression"),
        (range(21), "regression"),
        ([], "classification"),
    ],
)
def test_the_task_follows_from_the_target(values, task):
    assert task_of(pd.Series(list(values))) == task


def test_the_folder_holds_drifts_only():
    assert all(issubclass(cls, Drift) for cls in DRIFTS.values()) and len(DRIFTS) >= 20


@pytest.mark.parametrize("kind", DRIFTS.values(), ids=list(DRIFTS))
def test_it_says_what_it_does_with_its_numbers_and_columns(kind):
    said = kind().says()
    assert said and "{" not in said and not said.endswith(".")
    if "columns" in params(kind):
        assert "income" in kind(columns=("income",)).says()
