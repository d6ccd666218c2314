"""What the pages of the families ask beside the experiment: coefficients, boundaries, tables, advice."""

import io

import numpy as np
import pandas as pd
import pytest

import sample_data
from optimizers.distill import DISTILL
from optimizers.experiment import Experiment
from optimizers.world import future
from sandbox import advise_commands, distil_commands, regularize_commands  # noqa: F401  (they register their commands)
from sandbox.advise_commands import newest
from sandbox.arrow import from_arrow
from sandbox.commands import CaseState
from sandbox.refusal import Refused

from .test_case_commands import ask

PLAY = {"experiment": Experiment(n_steps=3, rows_per_step=60).spec()}


@pytest.fixture(scope="module")
def opened():
    state = CaseState()
    state.case = sample_data.load("breast_cancer")
    return state


def frames(reply):
    return {name: from_arrow(raw) for name, raw in zip(reply.head["frames"], reply.blobs, strict=True)}


def test_coefficients_come_with_the_name_of_their_setting(opened):
    reply = ask(opened, "coefficients", PLAY)
    path = frames(reply)["path"]
    assert reply.head["facts"] == {"parameter": "C", "log": True}
    assert set(path["feature"]) == set(opened.case.X_train.columns) and path["setting"].nunique() > 10


def test_a_boundary_comes_with_learning_rows(opened):
    head = PLAY | {"strategy": "reference", "candidate": "as uploaded", "features": ["mean radius", "mean texture"]}
    reply = ask(opened, "boundary", head)
    found = frames(reply)
    assert reply.head["facts"]["label"] == "malignant" and len(found["grid"]) == 60 * 60
    assert list(found["rows"]) == ["mean radius", "mean texture", "(target)"]
    with pytest.raises(Refused, match="two different columns"):
        ask(opened, "boundary", head | {"features": ["mean radius", "mean radius"]})


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_distilled_table_holds_rows_of_the_learning_table(opened, form):
    strategy = DISTILL["KDTreeLeaves"](n_sizes=1)
    spec = Experiment((strategy,), n_steps=2, rows_per_step=20).spec()
    label = ask(opened, "run", {"experiment": spec})
    made = from_arrow(label.blobs[0])
    candidate = made.loc[made["strategy"] == "KDTreeLeaves", "candidate"].iloc[0]
    head = {"experiment": spec, "strategy": "KDTreeLeaves", "candidate": candidate, "format": form}
    raw = ask(opened, "distilled table", head).blobs[0]
    table = pd.read_csv(io.BytesIO(raw)) if form == "csv" else pd.read_parquet(io.BytesIO(raw))
    whole = opened.case.X_train.assign(target=opened.case.y_train.to_numpy())
    assert len(table) == len(table.merge(whole, on=list(opened.case.X_train.columns), how="inner"))
    with pytest.raises(Refused, match="learned from every learning row"):
        ask(opened, "distilled table", head | {"strategy": "reference", "candidate": "recipe refitted"})


def test_advice_comes_with_its_evidence(opened):
    reply = ask(opened, "retrain advice", PLAY | {"step": 2})
    assert reply.head["facts"]["sentence"].endswith(".") and len(frames(reply)["evidence"]) >= 8


def test_policies_tell_how_sure_they_are_and_what_they_knew(opened):
    policy = {"kind": "EveryKSteps", "every": 1}
    told = frames(ask(opened, "policies", {"experiment": {**PLAY["experiment"], "strategies": [policy]}}))
    assert list(told) == ["ledger", "served", "arrived"]
    assert {"as uploaded", "every step"} <= set(told["ledger"]["candidate"]) and len(told["served"]) > 1
    groups = told["ledger"].drop(columns=["strategy", "candidate", "kind"])
    assert groups.shape[1] >= 2 and abs(groups.sum(axis=1)).max() < 1e-3
    assert set(told["arrived"]["candidate"]) == {"every step"}


def test_advice_too_early_is_one_sentence(opened):
    late = {"experiment": Experiment(n_steps=3, rows_per_step=60, label_delay=2).spec()}
    with pytest.raises(Refused, match="new labelled rows are too few"):
        ask(opened, "retrain advice", late | {"step": 1})


def test_advice_rests_on_rows_that_occur_once_and_have_come_by_then(opened):
    experiment = Experiment(n_steps=6, rows_per_step=100)
    world = future(opened.case, experiment)
    X, y = newest(world, 3)
    rows = world.arriving.rows[np.asarray(X.index)]
    assert len(set(rows)) == len(rows) == len(y) and X.index.max() < world.arriving.bounds[4]
