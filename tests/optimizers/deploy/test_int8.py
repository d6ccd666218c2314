"""Networks in eight bits: smaller, nearly the same, and never silently otherwise."""

import builtins
import pickle

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from optimizers.deploy.int8 import Int8Onnx
from optimizers.deploy.models.to_onnx import file_of, onnx_bytes
from optimizers.deploy.verify import verified
from tests.optimizers.deploy.test_direct import BINARY

pytest.importorskip("skl2onnx")
pytest.importorskip("onnxruntime")
pytestmark = pytest.mark.filterwarnings("ignore")

X, y = pd.DataFrame(BINARY[0], columns=list("abcdef")), pd.Series(np.array(["no", "yes"])[BINARY[1]])


def offered(model, **settings):
    return next(Int8Onnx(**settings).candidates(model, X, y, np.random.default_rng(0))).model


@pytest.fixture(scope="module")
def network():
    return make_pipeline(StandardScaler(), MLPClassifier((128, 128), max_iter=15, random_state=0)).fit(X, y)


def test_a_network_is_a_quarter_as_large_and_answers_nearly_alike(network):
    found = offered(network)
    again = pickle.loads(pickle.dumps(found))
    assert np.array_equal(again.predict_proba(X), found.predict_proba(X)) and list(found.classes_) == ["no", "yes"]
    assert len(file_of(found)) < 0.35 * len(onnx_bytes(network, X))
    assert np.abs(found.predict_proba(X) - network.predict_proba(X)).max() < 0.1
    assert np.mean(found.predict(X) == network.predict(X)) > 0.95


def test_no_file_is_written(network, monkeypatch):
    def refused(path, mode="r", *args, **kwargs):
        assert "w" not in str(mode)
        return own(path, mode, *args, **kwargs)

    own = builtins.open
    monkeypatch.setattr(builtins, "open", refused)
    monkeypatch.setattr("tempfile.mkdtemp", lambda *args, **kwargs: pytest.fail("a folder was made"))
    offered(network)


def test_flipped_labels_are_counted_and_too_many_refused(network):
    checked = verified(network, offered(network), X, tolerance=0.2, most_changed=0.2)
    assert checked.passed and "Answers differ by" in checked.said
    with pytest.raises(ValueError, match=r"Int8Onnx is not offered. .* values differ by up to"):
        offered(network, tolerance=0.0)


def test_values_too():
    model = MLPRegressor(hidden_layer_sizes=(32,), max_iter=50, random_state=0).fit(X, X["a"] + 3)
    assert np.abs(offered(model, tolerance=0.5).predict(X) - model.predict(X)).max() < 0.3


def test_what_is_no_network_is_a_sentence():
    assert "this is a LogisticRegression" in Int8Onnx().skip(LogisticRegression().fit(X, y))
