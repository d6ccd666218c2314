"""What models keep besides estimators: pandas Indexes, distributions, a partial; each rebuilt by rule."""

from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sandbox.guard_limits import Clock
from sandbox.guard_machine import Machine
from sandbox.guard_pickle import run
from sandbox.guard_preload import preload
from sandbox.refusal import Refused
from tests.sandbox.hostile_file import named, plain, program


@pytest.fixture(scope="module", autouse=True)
def _preloaded():
    preload()


def read(raw: bytes):
    return run(Machine(raw, Clock()))


INDEXES = {
    "words": pd.Index(["age", "öre", "", "job"]),
    "part of words": pd.Index(["a", "bb", "ccc", "d"])[1:3],
    "objects": pd.Index(["a", "b"], dtype=object),
    "numbers": pd.Index([3, 1, 2]),
    "a range": pd.RangeIndex(2, 9, 3),
    "columns": pd.DataFrame({"x": [1], "y": ["a"]}).columns,
}


@pytest.mark.parametrize("name", INDEXES)
def test_an_index_becomes_a_list(name):
    assert read(pickle.dumps(INDEXES[name])) == INDEXES[name].tolist()


INDEX = named("pandas.core.indexes.base", "_new_Index")
FAR = {"start": 0, "stop": 10**12, "step": 1}
OTHERS = {
    "dates": pickle.dumps(pd.date_range("2020", periods=3)),
    "something unknown": program(INDEX, named("pandas", "Index"), plain({"data": 5}), b"\x86R"),
    "lists": program(INDEX, named("pandas", "Index"), plain({"data": [[1]]}), b"\x86R"),
    "a vast range": program(INDEX, named("pandas", "RangeIndex"), plain(FAR), b"\x86R"),
    "a bare index": program(named("pandas", "Index"), b")\x81"),
    "a frame": pickle.dumps(pd.DataFrame({"a": [1]})),
    "a series": pickle.dumps(pd.Series([1])),
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_pandas_objects_are_refused(name):
    with pytest.raises(Refused) as refused:
        read(OTHERS[name])
    assert refused.value.code == "not_allowed"


def arrow(offsets: list[int], contents: bytes, length: int, start: int = 0) -> bytes:
    kind = named("pyarrow.lib", "type_for_alias") + plain(("large_string",)) + b"R"
    buffers = b"](N" + plain(np.array(offsets, "i8").tobytes()) + plain(contents) + b"e"
    state = b"(" + kind + plain(length) + plain(0) + plain(start) + buffers + b"]Nt"
    return program(named("pyarrow.lib", "_restore_array"), state, b"\x85R")


def test_arrow_texts():
    assert read(arrow([0, 1, 3], b"abc", 2)) == ["a", "bc"]


@pytest.mark.parametrize(
    ("offsets", "contents", "length", "start"),
    [
        ([0, 99], b"a", 1, 0),
        ([3, 0], b"abc", 1, 0),
        ([-5, 1], b"abc", 1, 0),
        ([0, 1], b"a", 10**9, 0),
        ([0, 1], b"a", 1, -1),
    ],
)
def test_arrow_texts_that_lie(offsets, contents, length, start):
    with pytest.raises(Refused) as refused:
        read(arrow(offsets, contents, length, start))
    assert refused.value.code == "damaged"


FROZEN_AT = [stats.uniform(1, 2), stats.loguniform(1e-3, 10), stats.norm(loc=3), stats.randint(2, 5)]


@pytest.mark.parametrize("frozen", FROZEN_AT)
def test_distributions_draw_the_same(frozen):
    made = read(pickle.dumps(frozen))
    assert type(made) is type(frozen)
    assert made.rvs(4, random_state=0).tolist() == frozen.rvs(4, random_state=0).tolist()


def test_the_code_in_a_distribution_is_thrown_away(tmp_path):
    canary = tmp_path / "sings"
    frozen = stats.uniform(1, 2)
    frozen.dist._parse_arg_template = f"open({str(canary)!r}, 'w')"
    raw = pickle.dumps(frozen)
    assert str(canary).encode() in raw
    assert read(raw).mean() == 2.0 and not canary.exists()
    assert stats.uniform._parse_arg_template != frozen.dist._parse_arg_template


FROZEN = named("scipy.stats._distn_infrastructure", "rv_continuous_frozen") + b")\x81"
DISTRIBUTIONS = {
    "of a class of one's own": named("scipy.stats._distn_infrastructure", "rv_continuous") + b")\x81",
    "of nothing": FROZEN + plain({"args": (), "kwds": {}}) + b"b",
    "of another object": FROZEN + plain({"args": (), "kwds": {}, "dist": "uniform"}) + b"b",
}


@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_other_distributions_are_refused(name):
    with pytest.raises(Refused) as refused:
        read(program(DISTRIBUTIONS[name]))
    assert refused.value.code == "not_allowed"


def test_arguments_of_a_distribution_are_plain_numbers():
    uniform = named("scipy.stats._continuous_distns", "uniform_gen") + b")\x81"
    for args in (("x",), tuple(range(50))):
        state = b"}(" + plain("dist") + uniform + plain("args") + plain(args) + plain("kwds") + b"}u"
        with pytest.raises(Refused):
            read(program(FROZEN, state, b"b"))


CHECK = named("sklearn.utils.validation", "check_array")
PARTIAL = named("functools", "partial") + CHECK + b"\x85R"


def test_the_partial_that_boosting_keeps():
    made = read(program(PARTIAL, b"(", CHECK, b")", plain({"ensure_2d": False}), b"Ntb"))
    assert made.keywords == {"ensure_2d": False} and made([1.0]).tolist() == [1.0]


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (b"(" + named("numpy", "exp") + b")}Nt", "not_allowed"),
        (b"(" + CHECK + plain((1,)) + b"}Nt", "not_allowed"),
        (b"(" + CHECK + b")" + plain({"evil": 1}) + b"Nt", "damaged"),
        (b"(" + CHECK + b")" + plain({"dtype": {1: 2}}) + b"Nt", "damaged"),
        (b"(" + CHECK + b")}" + plain({"x": 1}) + b"t", "damaged"),
        (plain(5), "not_allowed"),
    ],
)
def test_other_partials_are_refused(state, code):
    with pytest.raises(Refused) as refused:
        read(program(PARTIAL, state, b"b"))
    assert refused.value.code == code
