"""The guard's rules one by one, where a whole file would hide which one spoke."""

from __future__ import annotations

import collections
import zlib

import numpy as np
import pytest

from sandbox import guard_archive, guard_arrays, guard_dtypes, guard_kinds, guard_plain, guard_random
from sandbox.guard_classes import EXACT, admitted
from sandbox.guard_keys import check_key
from sandbox.guard_limits import Clock, Limits
from sandbox.guard_names import find
from sandbox.guard_preload import preload
from sandbox.guard_settle import quieten, settle, walk
from sandbox.guard_source import unpack
from sandbox.guard_trees import check_links
from sandbox.guard_words import Gone, shown
from sandbox.refusal import Refused
from tests.sandbox.models import classifier


@pytest.fixture(scope="module", autouse=True)
def _preloaded():
    preload()


def refused(function, *args, code="damaged"):
    with pytest.raises(Refused) as found:
        function(*args)
    assert found.value.code == code, found.value.sentence
    return found.value


class TestNames:
    def test_every_named_part_that_is_installed_is_found(self):
        import sys

        for module, name in sorted(EXACT):
            if hasattr(sys.modules.get(module), name):
                assert find(module, name) is not None

    def test_nothing_is_imported_for_a_file(self):
        import sys

        before = set(sys.modules)
        for module in ("antigravity", "this", "sklearn.utils.nothing", "turtle"):
            with pytest.raises(Refused):
                find(module, "x")
        assert set(sys.modules) == before

    def test_matrices_and_memory_maps_become_plain_arrays(self):
        assert find("numpy", "memmap") is find("numpy", "matrix") is np.ndarray

    def test_an_estimator_is_found_only_where_it_lives(self):
        assert find("sklearn.linear_model._logistic", "LogisticRegression").__name__ == "LogisticRegression"
        refused(find, "sklearn.linear_model", "LogisticRegression", code="not_allowed")

    def test_what_scikit_learn_no_longer_has_is_told_apart(self):
        assert isinstance(refused(find, "sklearn.ensemble.forest", "RandomForestClassifier", code="not_allowed"), Gone)
        assert not isinstance(refused(find, "os", "system", code="not_allowed"), Gone)

    @pytest.mark.parametrize("module", ["sklearn.utils.tests.x", "sklearn.externals.y", "sklearn.datasets._base"])
    def test_denied_modules(self, module):
        from sklearn.base import BaseEstimator

        assert not admitted(type("Model", (BaseEstimator,), {"__module__": module}))

    def test_a_class_of_ones_own_is_not_admitted(self):
        from sklearn.base import BaseEstimator

        assert not admitted(type("Model", (BaseEstimator,), {"__module__": "__main__"}))
        assert not admitted(type("Model", (BaseEstimator,), {"__module__": "lightgbm.callback"}))


class TestKeys:
    def test_plain_keys_pass(self):
        for key in ("a", b"a", 1, -5, 1.5, None, True, ("a", 1), ("a", ("b", 2)), np.int64(3), np.str_("a")):
            check_key(key)

    def test_others_do_not(self):
        refused(check_key, [1], code="not_allowed")
        refused(check_key, ("a", [1]), code="not_allowed")
        refused(check_key, object(), code="not_allowed")
        refused(check_key, 1 << 65)
        refused(check_key, tuple(range(2000)))


class TestSource:
    def test_plain_bytes_are_not_copied(self):
        raw = b"\x80\x04N."
        assert unpack(raw) is raw

    def test_the_limit_is_the_ratio_beyond_the_free_bytes(self):
        limits = Limits(free_bytes=1000, ratio=2, unpacked_bytes=10_000)
        assert limits.cap(10) == 1000 and limits.cap(2000) == 4000 and limits.cap(10**9) == 10_000
        assert len(unpack(zlib.compress(bytes(1000)), limits)) == 1000
        refused(unpack, zlib.compress(bytes(1001)), limits, code="too_large")

    def test_unpacking_keeps_to_the_clock(self):
        refused(unpack, zlib.compress(bytes(10**6)), Limits(seconds=-1), code="too_slow")

    def test_a_greedy_dictionary_is_refused(self):
        import lzma

        greedy = bytearray(lzma.compress(b"x" * 100, lzma.FORMAT_ALONE))
        greedy[1:5] = (1 << 30).to_bytes(4, "little")  # the dictionary that the reader would have to hold
        refused(unpack, bytes(greedy))


class TestConstructors:
    def test_plain_values(self):
        assert guard_plain.make_set([1, 2]) == {1, 2}
        assert guard_plain.make_slice(1, None, 2) == slice(1, None, 2)
        assert guard_plain.make_ordered_dict([["a", 1]]) == collections.OrderedDict(a=1)
        assert guard_plain.make_bytes("é", "latin1") == b"\xe9"
        assert guard_plain.str_method(str, "lower") is str.lower

    @pytest.mark.parametrize(
        ("make", "args", "code"),
        [
            (guard_plain.make_set, (5,), "damaged"),
            (guard_plain.make_slice, ([],), "damaged"),
            (guard_plain.make_ordered_dict, ([[[1], 2]],), "not_allowed"),
            (guard_plain.make_ordered_dict, ([[1]],), "damaged"),
            (guard_plain.make_bytes, (10**12,), "damaged"),
            (guard_plain.make_complex, ("1",), "damaged"),
            (guard_plain.str_method, (str, "format"), "not_allowed"),
            (guard_plain.str_method, (bytes, "lower"), "not_allowed"),
            (guard_plain.encode, ("x", "hex"), "not_allowed"),
            (guard_random.bit_generator, ("seed",), "damaged"),
        ],
    )
    def test_odd_arguments(self, make, args, code):
        refused(make, *args, code=code)


class TestArrays:
    @pytest.mark.parametrize("dtype", ["f8", ">i4", "U7", "S3", "M8[ns]", "m8[D]", "O", "?", "f4,i8"])
    def test_types_that_numpy_writes_come_back(self, dtype):
        kind, args, state = np.dtype(dtype).__reduce__()
        made = guard_dtypes.make_dtype(*args)
        guard_dtypes.set_dtype_state(made, state)
        assert made == np.dtype(dtype) and kind is np.dtype

    def test_a_view_is_copied_only_when_it_must_be(self):
        buffer = bytearray(64)
        lying = guard_arrays.view(buffer, 0, (2, 3), np.dtype("f8"), "F")
        assert lying.shape == (2, 3) and lying.flags.writeable and np.shares_memory(lying, np.frombuffer(buffer, "u1"))
        for source, start in ((bytes(64), 0), (buffer, 3)):
            copied = guard_arrays.view(source, start, (6,), np.dtype("f8"), "C")
            assert copied.flags.writeable and copied.flags.aligned
        refused(guard_arrays.view, buffer, 60, (2,), np.dtype("f8"), "C")

    def test_npy_members(self, tmp_path):
        path = tmp_path / "a.npy"
        for array in (np.arange(6.0).reshape(2, 3), np.asfortranarray(np.eye(3)), np.array("word"), np.zeros((0, 4))):
            np.save(path, array)
            assert np.array_equal(guard_archive.read_npy(path.read_bytes()), array)


class TestTrees:
    def test_depths_of_many_trees(self):
        left, right = np.array([1, -1, -1, -1, 1, 3, -1, -1, -1]), np.array([2, -1, -1, -1, 2, 4, -1, -1, -1])
        depths = check_links(left, right, left != -1, np.array([3, 1, 5]))
        assert depths.tolist() == [1, 0, 2]

    def test_a_chain_that_never_ends(self):
        n_nodes = 30_001
        order = np.arange(n_nodes)
        left, right = (np.where((order % 2 == 0) & (order < n_nodes - 1), order + step, -1) for step in (1, 2))
        refused(check_links, left, right, left != -1, np.array([n_nodes]))


class TestSettle:
    def test_quiet_and_alone(self):
        attributes = {"n_jobs": None, "memory": "/tmp", "verbose": np.ones(3), "C": 1}
        quieten(attributes)
        assert attributes == {"n_jobs": 1, "memory": None, "verbose": 0, "C": 1}
        for verbose in (0, -1, False):
            attributes = {"verbose": verbose}
            quieten(attributes)
            assert attributes["verbose"] is verbose

    def test_objects_are_found_once_nearest_first(self):
        inner = classifier("tree")
        found = walk({"a": [inner, inner], "b": inner}, Clock())
        assert sum(obj is inner for obj in found) == 1 and found[0] is inner

    def test_only_refusals_leave(self):
        class Odd:
            __dict__ = property(lambda self: 1 / 0)

        refused(settle, Odd(), Clock())

    def test_the_clock(self):
        refused(settle, [[n] for n in range(10_000)], Clock(Limits(seconds=-1)), code="too_slow")


class TestEntry:
    def test_only_refusals_leave_load_model(self, monkeypatch):
        from sandbox import guard

        monkeypatch.setattr(guard, "settle", lambda *_: 1 / 0)
        import pickle

        raw = pickle.dumps(classifier("tree"))
        assert "ZeroDivisionError" in refused(guard.load_model, raw).sentence

        def exhausted(*_):
            raise MemoryError

        monkeypatch.setattr(guard, "settle", exhausted)
        with pytest.raises(MemoryError):
            guard.load_model(raw)

    def test_a_model_that_cannot_say_what_it_is(self):
        from sklearn.linear_model import LogisticRegression

        class Mute(LogisticRegression):
            def __sklearn_tags__(self):
                raise RuntimeError

        refused(guard_kinds.check_kind, Mute())

    def test_text_from_files_is_shown_on_one_printable_line(self):
        assert shown("a\nb\x1b[31m\u202e") == "a?b?[31m?"
        assert len(shown("x" * 500, 80)) == 80
