"""The diagnosis of an opened case, asked in this process: plain facts, and tables as Arrow."""

import json

import pytest

import tests.tiny as tiny
from optimizers.case import Case
from optimizers.experiment import Experiment
from sandbox import fit_commands, play_commands  # noqa: F401  (they register their commands)
from sandbox.arrow import from_arrow
from sandbox.commands import COMMANDS, CaseState
from sandbox.refusal import Refused


def ask(case, head=None, told=None):
    state = CaseState(case=case)
    reply = COMMANDS["fit diagnosis"](state, dict(head or {}), [], (told if told is not None else []).append)
    json.dumps(reply.head, allow_nan=False)
    return reply


@pytest.mark.parametrize("name", ["tree", "regressor"])
def test_facts_and_tables_come_together(name):
    told = []
    reply = ask(tiny.case(name), {"experiment": Experiment(seed=3).spec()}, told)
    frames = dict(zip(reply.head["frames"], map(from_arrow, reply.blobs), strict=True))
    facts = reply.head["facts"]
    assert set(frames) == {"settings", "learning", "validation"}
    assert facts["sentence"].lower().startswith(facts["verdict"])
    assert len(facts["flips"]) == 3 and facts["n_rows"] == tiny.N_TRAIN
    assert frames["settings"]["side"].tolist()[0] == "own"
    assert told[-1]["done"] == told[-1]["of"] > 50


def test_another_metric_is_scored():
    facts = ask(tiny.case("tree"), {"metric": "balanced_accuracy"}).head["facts"]
    assert facts["metric"] == "balanced_accuracy"
    assert ask(tiny.case("tree"), {"metric": "log_loss"}).head["facts"]["metric"] == "accuracy"


def test_no_case_is_one_sentence():
    with pytest.raises(Refused, match="There is no case yet"):
        ask(None)


def test_too_few_rows_are_one_sentence():
    model, rows, _ = tiny.fitted("tree")
    case = Case("few", model, rows.X_train[:12], rows.y_train[:12], rows.X_test, rows.y_test)
    with pytest.raises(Refused, match="at least 20 learning rows; there are 12"):
        ask(case)
