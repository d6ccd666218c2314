"""Questions about change, asked in this process."""

import json

import pytest

import sample_data
from optimizers.drift import DRIFTS, Profile
from optimizers.experiment import Experiment
from sandbox import detect_commands  # noqa: F401  (it registers its commands)
from sandbox.arrow import from_arrow
from sandbox.commands import COMMANDS, CaseState
from sandbox.refusal import Refused

MOVED = DRIFTS["Move"](columns=("income_eur",), by_sd=-2.0, when=Profile(start=2))
HEAD = {"experiment": Experiment(drifts=(MOVED,), n_steps=4, rows_per_step=200).spec()}


def ask(command, head=None, state=None):
    state = state or CaseState(case=sample_data.load("loans"))
    reply = COMMANDS[command](state, HEAD | (head or {}), [], lambda progress: None)
    json.dumps(reply.head)
    return reply.head, [from_arrow(blob) for blob in reply.blobs]


def test_alarms_of_features_and_of_detectors():
    facts, (found, marks) = ask("alarms", {"detectors": ["DDM", "CUSUM"], "rate": 0.01})
    assert facts["onsets"] == [2] and facts["detectors"] == ["DDM", "CUSUM"] and facts["labels"] == list("1234")
    assert len(found) == 4 and "income_eur" in found["features"][3]
    assert set(marks["detector"]) <= {"DDM", "CUSUM"} and list(marks) == ["detector", "step", "feature"]


def test_alarms_over_features_name_them():
    facts, (_, marks) = ask("alarms", {"detectors": ["features, CUSUM", "CUSUM"]})
    own = marks[marks["detector"] == "features, CUSUM"]
    assert "income_eur" in own.loc[own["step"].isin([2, 3]), "feature"].tolist() and facts["why"] == {}


def test_labels_that_follow_one_another():
    assert ask("repeated labels")[0] == {"matters": False}
    state = CaseState(case=sample_data.load("sensors"))
    facts, (steps,) = ask("repeated labels", {"experiment": Experiment(timeline="rows", n_steps=6).spec()}, state)
    assert len(steps) == 6 and facts["low"] < facts["kappa_t"] < facts["high"]
    assert f"kappa_t = {facts['kappa_t']:.2f}" in facts["sentence"]


def test_what_cannot_run_says_why():
    facts, _ = ask("alarms", {"detectors": ["Magic"]})
    assert "There is no detector 'Magic'" in facts["why"]["Magic"]


def test_tables_told_apart():
    facts, (features,) = ask("two sample", {"first": 2, "last": 3, "mmd": True})
    assert facts["p_value"] < 0.01 and facts["n_new"] == 400 and facts["mmd_p_value"] < 0.05
    assert "income_eur" in features["feature"][:3].tolist() and "tells the new rows" in facts["sentence"]


def test_estimated_performance_stands_beside_the_truth():
    facts, (found,) = ask("estimated performance")
    assert facts["metric"] == "accuracy" and "estimated without labels" in facts["sentence"] and len(found) == 4
    with pytest.raises(Refused, match="There is no case yet"):
        ask("estimated performance", state=CaseState())


def test_the_scorecard_has_its_baselines():
    _, (card,) = ask("scorecard", {"detectors": ["DDM"], "n_seeds": 1})
    assert card["detector"].tolist() == ["DDM", "fires at every step", "never fires"]
