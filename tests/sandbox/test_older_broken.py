"""Older models that are damaged: refused or loaded, and no process ends, hangs or raises anything else."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sandbox.guard import load_model, preload
from sandbox.guard_state import set_state
from sandbox.older_names import Former, former, moved
from sandbox.refusal import Refused
from tests.corpus.reading import entries
from tests.sandbox.hostile_file import named, plain, program

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module", autouse=True)
def warm():
    preload()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks a process for the files")
def test_broken_older_models_crash_nothing():
    command = [sys.executable, "-W", "ignore", "-m", "tests.sandbox.broken_states", "--files", "250", "--seed", "3"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "loaded" in done.stdout and "too_old" in done.stdout


def old(name: str, version: str = "1.2.2") -> bytes:
    return next(entry.raw for entry in entries(version) if entry.name == name)


def refusal(raw: bytes) -> Refused:
    with pytest.raises(Refused) as refused:
        load_model(raw)
    return refused.value


def test_a_stand_in_that_no_rule_replaces_is_refused():
    raw = program(named("sklearn.ensemble._gb_losses", "BinomialDeviance"), b")\x81", plain("K"), b"0")
    assert refusal(raw).code == "not_allowed" and "asks for BinomialDeviance" in refusal(raw).sentence


def test_a_removed_loss_takes_no_arguments_that_run():
    raw = program(named("_loss", "__pyx_unpickle_CyHuberLoss"), named("builtins", "int"), b"K\x01N\x87R")
    assert refusal(raw).code == "damaged"


def test_old_names_open_no_doors():
    assert moved("os", "system") == ("os", "system") and former("os", "system") is None
    assert former("sklearn.ensemble._gb_losses", "LossFunction") is None
    assert former("_loss", "__pyx_unpickle_Evil") is None
    for module, name in (("_loss", "system"), ("_loss", "loss"), ("sklearn.utils", "os"), ("_loss", "__builtins__")):
        assert refusal(program(named(module, name))).code == "not_allowed"


def test_a_stand_in_keeps_a_dictionary_and_nothing_else():
    with pytest.raises(Refused, match="state of Poisson"):
        set_state(Former("Poisson"), [1])


def test_a_carried_tree_is_still_checked():
    raw = old("tree_classifier")
    at = raw.index(b"left_child")
    assert load_model(raw).carried and at
    from sklearn.tree._tree import NODE_DTYPE, Tree

    nodes = np.zeros(3, [(n, NODE_DTYPE[n]) for n in NODE_DTYPE.names[:-1]])
    nodes["left_child"], nodes["right_child"] = [7, -1, -1], [2, -1, -1]
    tree = Tree(2, np.array([2]), 1)
    set_state(tree, {"max_depth": 1, "node_count": 3, "nodes": nodes, "values": np.ones((3, 1, 2))})
    from sandbox.guard_trees import check_trees

    with pytest.raises(Refused, match="child of a tree lies outside"):
        check_trees([tree])


def test_a_lie_about_the_age_passes_the_same_checks():
    import sklearn
    from sklearn.ensemble import GradientBoostingClassifier

    X = np.random.default_rng(0).normal(size=(40, 3))
    model = GradientBoostingClassifier(n_estimators=2).fit(X, X[:, 0] > 0)
    model.estimators_ = np.repeat(model.estimators_, 3, axis=1)
    raw = pickle.dumps(model)
    for age in (b"1.0.2", b"1.3.2", b"1.5.2"):
        assert refusal(raw.replace(sklearn.__version__.encode(), age)).code == "too_old"


@pytest.mark.parametrize("name", ["_PredictScorer", "_ProbaScorer", "_ThresholdScorer"])
def test_a_scorer_of_a_class_of_its_own_asks_the_model_its_way(name):
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import GridSearchCV

    X = np.random.default_rng(0).normal(size=(40, 2))
    y = X[:, 0] > 0
    search = GridSearchCV(LogisticRegression(), {"C": [1]}, scoring="roc_auc", cv=2).fit(X, y)
    del search.scorer_._response_method
    raw = pickle.dumps(search, 4).replace(b"\x8c\x07_Scorer", bytes([0x8C, len(name)]) + name.encode())
    assert name.encode() in raw
    opened = load_model(raw).model
    chance = opened.predict(X) if name == "_PredictScorer" else opened.predict_proba(X)[:, 1]
    assert opened.score(X, y) == pytest.approx(roc_auc_score(y, chance))
