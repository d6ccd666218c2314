"""Running candidates side by side, asked in this process."""

import json

import pytest

import tests.tiny as tiny
from optimizers.deploy.direct import DirectPredictor
from optimizers.experiment import Experiment
from sandbox import deploy_commands  # noqa: F401  (it registers its command)
from sandbox.arrow import from_arrow
from sandbox.commands import COMMANDS, CaseState
from sandbox.refusal import Refused

EXPERIMENT = Experiment((DirectPredictor(),), n_steps=2, rows_per_step=20).spec()
QUICK = {"experiment": EXPERIMENT, "batches": [1, 50], "seconds": 0.1}


def ask(head, case="forest"):
    told = []
    reply = COMMANDS["operation"](CaseState(case=tiny.case(case)), QUICK | head, [], told.append)
    json.dumps(reply.head, allow_nan=False)
    return reply.head, [from_arrow(blob) for blob in reply.blobs], told


def test_candidates_are_measured_beside_the_uploaded_model():
    facts, (table, bills), told = ask({"candidates": [["DirectPredictor", "direct predictor"]]})
    assert table["model"].unique().tolist() == ["as uploaded", "direct predictor"]
    assert bills["model"].tolist() == ["as uploaded", "direct predictor"] and bills["yearly"].iloc[0] > 0
    assert [row["batch"] for row in facts["backends"]] == [1, 50]
    assert facts["backends"][0]["model"] == "direct predictor"
    assert facts["verdicts"]["1"].startswith("At 1 row a call the model is not what is slow")
    assert told[-1]["done"] == told[-1]["of"] == 100


def test_ones_own_prices():
    prices = {"kind": "Operation", "cpu_hour_price": 1.0, "requests_s": 1.0}
    facts, (_, bills), _ = ask({"prices": prices}, "tree")
    assert facts["prices"] == prices and bills["yearly"].iloc[0] > 4 * 8760


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ({"batches": [0]}, "whole numbers from 1"),
        ({"seconds": 1e9}, "between 0 and 120"),
        ({"candidates": [["DirectPredictor", "nobody"]]}, "There is no candidate 'nobody' of DirectPredictor"),
        ({"prices": {"kind": "Operation", "requests_s": -1.0}}, "Operation.requests_s must be between"),
    ],
)
def test_wrong_questions_are_one_sentence(head, said):
    with pytest.raises(Refused, match=said):
        ask(head, "tree")


def reply(name, head, case="forest"):
    return COMMANDS[name](CaseState(case=tiny.case(case)), head, [], lambda report: None)


def test_how_alike_the_answers_are_by_kind_of_rows():
    head = {"experiment": EXPERIMENT, "strategy": "DirectPredictor", "candidate": "direct predictor"}
    found = reply("verification", head)
    table = from_arrow(found.blobs[0])
    assert found.head == {"said": found.head["said"], "verdict": "equal"} and "bit for bit" in found.head["said"]
    assert table["rows"].iloc[0] == "rows as given" and not table["n_changed"].any()


def test_trees_as_c_or_why_not():
    found = reply("c source", {})
    assert found.head["build"].startswith("cc ") and b"void predict" in found.blobs[0]
    refused = reply("c source", {}, "linear")
    assert refused.head["why_not"].endswith("LogisticRegression is none.") and not refused.blobs
