"""Forged LightGBM and XGBoost models are refused before they predict."""

from __future__ import annotations

import json
import pickle
import re

import numpy as np
import pytest

from sandbox.guard import load_model
from sandbox.guard_boosters import check_xgboost
from sandbox.refusal import Refused
from tests.sandbox.hostile_trees import forged, key
from tests.sandbox.models import X, y


def lightgbm_bytes(change) -> bytes:
    """The pickle of a LightGBM model whose text is changed."""
    lightgbm = pytest.importorskip("lightgbm")
    model = lightgbm.LGBMClassifier(n_estimators=3, min_child_samples=3, verbose=-1).fit(X, y)
    return forged(model, lightgbm.Booster, key("_handle", change))


def first(key: str, value: str):
    """The first number of the first line of that name."""
    return lambda text: re.sub(rf"^{key}=-?[\d.e+-]+", f"{key}={value}", text, count=1, flags=re.M)


LIGHTGBM = {
    "a feature outside": first("split_feature", "99"),
    "a negative feature": first("split_feature", "-1"),
    "a child outside": first("left_child", "500"),
    "a leaf outside": first("right_child", "-500"),
    "the root as a child": first("left_child", "0"),
    "too many leaves": first("num_leaves", "9999999"),
    "too few leaves": first("num_leaves", "2"),
    "no leaves": first("num_leaves", "0"),
    "no width": lambda text: text.replace("max_feature_idx", "x_feature_idx"),
    "a narrower table": first("max_feature_idx", "0"),
    "leaves that are no numbers": first("leaf_value", "x"),
    "no text": lambda text: None,
}


def categories_bytes(change) -> bytes:
    lightgbm = pytest.importorskip("lightgbm")
    model = lightgbm.LGBMClassifier(n_estimators=2, min_child_samples=2, min_data_per_group=1, cat_smooth=0, verbose=-1)
    kinds = np.arange(200) % 7
    model.fit(np.c_[kinds, np.zeros(200)], kinds % 2, categorical_feature=[0])
    return forged(model, lightgbm.Booster, key("_handle", change))


def test_whole_categories_open():
    texts = []
    model = load_model(categories_bytes(lambda text: texts.append(text) or text)).model
    assert "\ncat_boundaries=" in texts[0] and model.predict([[1, 0], [2, 0]]).tolist() == [1, 0]


@pytest.mark.parametrize("line", ["cat_boundaries=0 99", "cat_boundaries=9 1", "threshold=500", "decision_type="])
def test_forged_categories(line):
    name = line.split("=")[0]
    raw = categories_bytes(lambda text: re.sub(rf"^{name}=.*$", line, text, count=1, flags=re.M))
    with pytest.raises(Refused):
        load_model(raw)


@pytest.mark.parametrize("name", LIGHTGBM)
def test_forged_lightgbm_models(name):
    with pytest.raises(Refused) as refused:
        load_model(lightgbm_bytes(LIGHTGBM[name]))
    assert refused.value.code == "damaged"


class Written:
    """Stands for an XGBoost booster: only what it writes out matters."""

    def __init__(self, learner: dict):
        self.learner = learner

    def save_raw(self, raw_format: str) -> bytes:
        assert raw_format == "json"
        return json.dumps({"learner": self.learner}).encode()


def xgboost_learner(**change) -> dict:
    tree = {"left_children": [1, -1, -1], "right_children": [2, -1, -1], "split_indices": [0, 0, 0]}
    tree = {**tree, "split_conditions": [0.5, 1.0, 2.0], **change}
    return {"learner_model_param": {"num_feature": "4"}, "gradient_booster": {"model": {"trees": [tree]}}}


def test_a_whole_xgboost_tree_passes():
    check_xgboost(Written(xgboost_learner()))
    check_xgboost(Written({"learner_model_param": {"num_feature": "4"}, "gradient_booster": {}}))


@pytest.mark.parametrize(
    "change",
    [
        {"left_children": [5, -1, -1]},
        {"left_children": [0, -1, -1]},
        {"left_children": [2, -1, -1]},
        {"right_children": [-1, -1, -1]},
        {"split_indices": [9, 0, 0]},
        {"split_indices": [-1, 0, 0]},
        {"split_conditions": [1.0]},
        {"left_children": [], "right_children": [], "split_indices": [], "split_conditions": []},
    ],
)
def test_forged_xgboost_trees(change):
    with pytest.raises(Refused):
        check_xgboost(Written(xgboost_learner(**change)))


@pytest.mark.parametrize("handle", [None, b"", "text", bytearray(3), 7])
def test_an_xgboost_model_must_bring_its_bytes(handle):
    xgboost = pytest.importorskip("xgboost")
    model = xgboost.XGBClassifier(n_estimators=2).fit(X, y)
    with pytest.raises(Refused) as refused:
        load_model(forged(model, xgboost.Booster, key("handle", handle)))
    assert refused.value.code == "damaged"


def test_cut_xgboost_bytes():
    xgboost = pytest.importorskip("xgboost")
    raw = pickle.dumps(xgboost.XGBRegressor(n_estimators=2).fit(X, X[:, 0]))
    rng = np.random.default_rng(0)
    for at in rng.integers(len(raw) // 2, len(raw) - 10, size=5):
        with pytest.raises(Refused):
            load_model(raw[:at] + raw[at + 5 :])
