"""The guard as its callers see it: files of every format in, a checked model or one sentence out."""

from __future__ import annotations

import io
import pickle

import joblib
import numpy as np
import pytest
import skops.io
from sklearn.cluster import KMeans
from sklearn.datasets import make_classification
from sklearn.ensemble import IsolationForest, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.mixture import GaussianMixture
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from sandbox.guard import load_model, preload
from sandbox.refusal import Refused

X, y = make_classification(60, 5, random_state=0)


@pytest.fixture(scope="module", autouse=True)
def _preloaded():
    preload()


@pytest.fixture(scope="module")
def forest():
    return RandomForestClassifier(5, n_jobs=2, verbose=1, random_state=0).fit(X, y)


def joblib_bytes(obj, compress=0) -> bytes:
    stream = io.BytesIO()
    joblib.dump(obj, stream, compress=compress)
    return stream.getvalue()


CODECS = ["zlib", "gzip", "bz2", "xz", "lzma", "lz4"]


@pytest.mark.parametrize("codec", CODECS)
def test_joblib_codecs(forest, codec):
    loaded = load_model(joblib_bytes(forest, (codec, 3)) if codec != "lz4" else lz4_bytes(forest))
    assert loaded.format == "joblib"
    assert np.array_equal(loaded.model.predict(X), forest.predict(X))


def lz4_bytes(obj) -> bytes:
    lz4 = pytest.importorskip("lz4.frame")
    return lz4.compress(joblib_bytes(obj))


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_pickle_protocols(forest, protocol):
    loaded = load_model(pickle.dumps(forest, protocol))
    assert (loaded.format, loaded.saved_by) == ("pickle", {"sklearn": __import__("sklearn").__version__})
    assert np.array_equal(loaded.model.predict_proba(X), forest.predict_proba(X))


def test_skops(forest):
    loaded = load_model(skops.io.dumps(forest))
    assert loaded.format == "skops" and set(loaded.saved_by) == {"sklearn", "skops"}
    assert np.array_equal(loaded.model.predict_proba(X), forest.predict_proba(X))


def test_a_loaded_model_is_quiet_and_single_threaded(forest):
    model = load_model(pickle.dumps(make_pipeline(StandardScaler(), forest, memory="/nowhere", verbose=True))).model
    assert (model.memory, model.verbose) == (None, 0)
    assert (model[-1].n_jobs, model[-1].verbose) == (1, 0)


def test_a_wrong_extension_is_only_noted(forest):
    assert load_model(pickle.dumps(forest), "model.pkl").notes == ()
    (note,) = load_model(pickle.dumps(forest), "model.onnx").notes
    assert note == "model.onnx is a pickle file by its contents, whatever its name says."


UNSUITABLE = {
    "KMeans": (KMeans(2, n_init=1).fit(X), "compares predictions with a target"),
    "IsolationForest": (IsolationForest(n_estimators=3).fit(X), "compares predictions with a target"),
    "GaussianMixture": (GaussianMixture(2).fit(X), "compares predictions with a target"),
    "StandardScaler": (StandardScaler().fit(X), "does not predict a target"),
    "unfitted": (LogisticRegression(), "is not fitted"),
    "unfitted pipeline": (make_pipeline(StandardScaler(), LogisticRegression()), "is not fitted"),
    "dict": ({"model": LogisticRegression().fit(X, y)}, "a dict with a model under 'model'"),
    "list": ([1, 2], "a list, not a fitted model"),
    "array": (np.arange(3), "a ndarray, not a fitted model"),
    "class": (LogisticRegression, "the class LogisticRegression"),
}


@pytest.mark.parametrize("name", UNSUITABLE)
@pytest.mark.parametrize("dumps", [pickle.dumps, joblib_bytes, skops.io.dumps], ids=["pickle", "joblib", "skops"])
def test_what_predicts_no_target_is_refused(name, dumps):
    obj, words = UNSUITABLE[name]
    with pytest.raises(Refused, match=words) as refusal:
        load_model(dumps(obj))
    assert refusal.value.code == "unsupported"
