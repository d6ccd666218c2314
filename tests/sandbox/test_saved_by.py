"""The versions in a file are read in every format and packing, whatever else is wrong with the file."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import pickle
import zlib

import joblib
import numpy as np
import pytest
import sklearn
import skops.io

from sandbox.guard import load_model, saved_by
from sandbox.guard_limits import Limits
from sandbox.guard_source import legible
from sandbox.refusal import Refused
from tests.corpus.reading import entries
from tests.sandbox.models import classifier

HERE = sklearn.__version__
PACKED = {"zlib": zlib.compress, "gzip": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress,
          "lzma": lambda raw: lzma.compress(raw, lzma.FORMAT_ALONE)}  # fmt: skip


@pytest.fixture(scope="module")
def raw():
    return next(e.raw for e in entries("1.0.2") if e.name == "adaboost_real")


@pytest.mark.parametrize("way", PACKED)
def test_every_packing_also_of_a_model_that_is_refused(raw, way):
    plain = saved_by(raw)
    assert plain["sklearn"] == "1.0.2" and saved_by(PACKED[way](raw)) == plain
    with pytest.raises(Refused):
        load_model(PACKED[way](raw))


@pytest.mark.parametrize("protocol", range(6))
def test_every_protocol_also_inside_a_dictionary(protocol):
    model = classifier("forest")
    wrapped = {"made_with": HERE, "model": model}
    assert saved_by(pickle.dumps(model, protocol))["sklearn"] == HERE
    assert saved_by(pickle.dumps(wrapped, protocol))["sklearn"] == HERE


def test_a_version_that_was_written_before_is_found_by_its_number():
    version = sklearn.__version__  # the same object as in the model's state: pickled once, named afterwards
    assert saved_by(pickle.dumps((version, classifier("logistic")), 4))["sklearn"] == HERE
    several = pickle.dumps((version, "1.2.3", classifier("logistic")), 4)
    assert saved_by(several).get("sklearn") in (None, HERE)


def test_skops_and_onnx():
    assert saved_by(skops.io.dumps(classifier("forest"))) == {"sklearn": HERE, "skops": skops.__version__}
    assert saved_by(b"\x08\x07\x12\x08skl2onnx") == {}


def test_joblib_says_the_same():
    stream = io.BytesIO()
    joblib.dump(classifier("forest"), stream, compress=("gzip", 3))
    assert saved_by(stream.getvalue())["sklearn"] == HERE


def test_a_file_that_breaks_off_says_what_its_beginning_says(raw):
    assert saved_by(raw[:-50])["sklearn"] == "1.0.2"
    assert saved_by(gzip.compress(raw)[:-300]).get("sklearn") == "1.0.2"
    assert saved_by(gzip.compress(raw) + b"more")["sklearn"] == "1.0.2"


@pytest.mark.parametrize(
    "junk", [b"", b"hello", b"PK\x03\x04", b"\x80\x04.", b"\x1f\x8b", b"BZh9", b"\x08\x01", b"ZF1"]
)
def test_says_nothing_of_other_files(junk):
    assert saved_by(junk) == {}


def test_any_bytes_are_read_without_an_error(raw):
    rng = np.random.default_rng(0)
    for seed in range(300):
        broken = bytearray(PACKED["zlib"](raw) if seed % 2 else raw)
        for at in rng.integers(len(broken), size=5):
            broken[at] = rng.integers(256)
        assert set(saved_by(bytes(broken))) <= {"sklearn", "numpy"}


def test_unpacks_no_more_than_the_guard_does():
    bomb = gzip.compress(bytes(40 << 20))
    assert len(legible(bomb, Limits(free_bytes=1 << 20, ratio=2))) <= 3 << 20


def test_numpy_is_told_only_when_certain():
    assert saved_by(b"\x80\x04numpy._core.multiarray") == {"numpy": ">=2"}
    assert saved_by(b"\x80\x04numpy.core.multiarray") == {"numpy": "<2"}
    assert saved_by(b"\x80\x04numpy.core numpy._core") == {}
