"""ONNX files: predictions as from the model they came from, and every rule on what a graph may contain."""

from __future__ import annotations

import copy
import pickle

import numpy as np
import pandas as pd
import pytest
from sklearn.base import is_classifier, is_regressor
from sklearn.compose import make_column_transformer
from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC

from sandbox.guard import load_model
from sandbox.refusal import Refused

onnx = pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")
skl2onnx = pytest.importorskip("skl2onnx")

X, y = make_classification(60, 5, random_state=0)
X = X.astype(np.float32)
words = np.array(["a", "b"])[y]

MODELS = {
    "linear": (LogisticRegression(), y),
    "linear, words": (LogisticRegression(), words),
    "forest": (RandomForestClassifier(3, random_state=0), words),
    "pipeline": (make_pipeline(StandardScaler(), LogisticRegression()), y),
    "network": (MLPClassifier(4, max_iter=20, random_state=0), y),
    "ridge": (Ridge(), y * 1.5),
    "forest of numbers": (RandomForestRegressor(3, random_state=0), X[:, 0]),
}


def onnx_bytes(model, rows=X[:1], **options) -> bytes:
    return skl2onnx.to_onnx(model, rows, options={id(model): options} if options else None).SerializeToString()


@pytest.mark.parametrize("zipmap", [True, False])
@pytest.mark.parametrize("name", MODELS)
@pytest.mark.filterwarnings("ignore")
def test_predicts_like_the_model_it_came_from(name, zipmap):
    model, target = MODELS[name]
    model.fit(X, target)
    loaded = load_model(onnx_bytes(model, **({} if zipmap or not is_classifier(model) else {"zipmap": False})))
    assert loaded.format == "onnx" and "skl2onnx" in loaded.saved_by and loaded.model.n_features_in_ == 5
    if is_classifier(model):
        assert is_classifier(loaded.model) and list(loaded.model.classes_) == list(model.classes_)
        assert np.array_equal(loaded.model.predict(X), model.predict(X))
        np.testing.assert_allclose(loaded.model.predict_proba(X), model.predict_proba(X), atol=1e-5)
    else:
        assert is_regressor(loaded.model)
        np.testing.assert_allclose(loaded.model.predict(X), model.predict(X), rtol=1e-4, atol=1e-4)


def test_scores_of_a_support_vector_machine_are_no_probabilities():
    model = load_model(onnx_bytes(SVC().fit(X, y), zipmap=False)).model
    assert not hasattr(model, "predict_proba") and np.mean(model.predict(X) == y) > 0.8


def test_one_input_a_column():
    table = pd.DataFrame(X, columns=list("abcde"))
    table["c"] = np.where(table.c > 0, "u", "v")
    encode = make_column_transformer((OneHotEncoder(), ["c"]), remainder="passthrough")
    model = make_pipeline(encode, LogisticRegression()).fit(table, y)
    loaded = load_model(onnx_bytes(model, table[:1])).model
    assert list(loaded.feature_names_in_) == list("abcde") and loaded.n_features_in_ == 5
    for rows in (table, table.to_numpy()):
        assert np.array_equal(loaded.predict(rows), model.predict(table))


def test_copies_and_pickles_like_other_models():
    model = load_model(onnx_bytes(MODELS["ridge"][0].fit(X, y))).model
    for twin in (copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        assert np.array_equal(twin.predict(X), model.predict(X))
    assert repr(model) == "OnnxRegressor(n_features_in_=5)" and not hasattr(model, "fit")


def test_without_the_packages_one_sentence_names_them(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "onnxruntime", None)
    with pytest.raises(Refused, match="run pip install onnx onnxruntime") as refusal:
        load_model(b"\x08\x0a\x12")
    assert refusal.value.code == "unsupported"


def forest_proto():
    return onnx.ModelProto.FromString(onnx_bytes(RandomForestClassifier(2, random_state=0).fit(X, y)))


def ensemble(proto) -> dict:
    (node,) = (n for n in proto.graph.node if n.op_type == "TreeEnsembleClassifier")
    return {a.name: a for a in node.attribute}


def _external(p):
    tensor = p.graph.initializer.add(name="w", data_type=1, data_location=onnx.TensorProto.EXTERNAL)
    tensor.external_data.add(key="location", value="/etc/passwd")


def _function(p):
    p.functions.add(name="f", domain="own")


def _operator(op_type, domain=""):
    return lambda p: p.graph.node.add(op_type=op_type, domain=domain)


def _inner_loop(p):
    node = p.graph.node.add(op_type="If")
    node.attribute.add(name="then_branch", type=onnx.AttributeProto.GRAPH).g.node.add(op_type="Loop")


def _nested(p):
    graph = p.graph
    for _ in range(20):
        graph = graph.node.add(op_type="If").attribute.add(name="then_branch", type=onnx.AttributeProto.GRAPH).g


def _huge(p):
    p.graph.initializer.add(name="w", data_type=1).dims.extend([1 << 20, 1 << 20])


def _negative(p):
    p.graph.initializer.add(name="w", data_type=1).dims.extend([-5])


def _attribute(name, position, value):
    def change(p):
        ensemble(p)[name].ints[position] = value

    return change


BROKEN = {
    "external data": (_external, "reads_files"),
    "local function": (_function, "not_allowed"),
    "Loop": (_operator("Loop"), "not_allowed"),
    "Scan": (_operator("Scan"), "not_allowed"),
    "a loop within a branch": (_inner_loop, "not_allowed"),
    "foreign operators": (_operator("Run", "evil.com"), "not_allowed"),
    "an operator that reads files": (_operator("EPContext", "com.microsoft"), "not_allowed"),
    "an unknown operator": (lambda p: setattr(p.graph.node[0], "op_type", "Nothing"), "damaged"),
    "training": (lambda p: p.training_info.add(), "not_allowed"),
    "nested graphs": (_nested, "damaged"),
    "huge tensor": (_huge, "too_large"),
    "negative shape": (_negative, "damaged"),
    "no graph": (lambda p: p.graph.ClearField("node"), "damaged"),
    "child outside": (_attribute("nodes_truenodeids", 0, 10**6), "damaged"),
    "child of itself": (_attribute("nodes_truenodeids", 0, 0), "damaged"),
    "feature outside": (_attribute("nodes_featureids", 0, -1), "damaged"),
    "leaf of no output": (_attribute("class_ids", 0, 99), "damaged"),
    "leaf of no tree": (_attribute("class_treeids", 0, 99), "damaged"),
    "short column": (lambda p: ensemble(p)["nodes_featureids"].ints.pop(), "damaged"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_refuses(name):
    proto, (change, code) = forest_proto(), BROKEN[name]
    change(proto)
    with pytest.raises(Refused) as refusal:
        load_model(proto.SerializeToString())
    assert refusal.value.code == code and refusal.value.sentence.endswith(".")


def test_refuses_truncated_and_random_bytes():
    raw = forest_proto().SerializeToString()
    for cut in (raw[: len(raw) // 2], raw[:10], raw[:2] + bytes(100)):
        with pytest.raises(Refused) as refusal:
            load_model(cut)
        assert refusal.value.code == "damaged"


def test_support_vectors_of_another_length():
    proto = onnx.ModelProto.FromString(onnx_bytes(SVC().fit(X, y)))
    (node,) = (n for n in proto.graph.node if n.op_type == "SVMClassifier")
    next(a for a in node.attribute if a.name == "vectors_per_class").ints[0] += 1000
    with pytest.raises(Refused, match="support vectors"):
        load_model(proto.SerializeToString())


@pytest.mark.parametrize("version", [99, 0, -1])
def test_an_opset_that_is_not_known_is_named(version):
    proto = onnx.ModelProto.FromString(onnx_bytes(Ridge().fit(X, y)))
    proto.opset_import[0].version = version
    with pytest.raises(Refused, match=f"opset {version} of .*target_opset") as refused:
        load_model(proto.SerializeToString())
    assert refused.value.code == "unsupported"


def test_a_version_of_the_format_that_is_not_known_is_still_called_onnx():
    proto = onnx.ModelProto.FromString(onnx_bytes(Ridge().fit(X, y)))
    proto.ir_version = 99
    with pytest.raises(Refused, match="ONNX"):
        load_model(proto.SerializeToString())
