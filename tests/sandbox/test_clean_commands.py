"""Questions about wrong labels and rows, asked in this process: facts and frames go out."""

import json

import pandas as pd
import pytest

from sandbox import clean_commands
from sandbox.arrow import from_arrow
from sandbox.commands import COMMANDS, CaseState
from sandbox.refusal import Refused
from tests import tiny


def ask(case, command, **head):
    told = []
    reply = COMMANDS[command](CaseState(case=case), head, [], told.append)
    json.dumps(reply.head, allow_nan=False)
    return reply.head, dict(zip(reply.head["frames"], map(from_arrow, reply.blobs))), told


@pytest.mark.parametrize("name", ["pipeline", "regressor"])
def test_suspects_come_with_their_features(name):
    case = tiny.case(name)
    facts, frames, told = ask(case, "label noise")
    suspects = frames["suspects"]
    assert {"row", "given", "likely", *case.X_train.columns} <= set(suspects)
    assert facts["n_suspects"] == len(frames["rows"]) == len(suspects) and len(facts["rate"]) == 3
    first = case.X_train.iloc[suspects["row"][0]]
    assert suspects["age"][0] == first["age"] and told


def test_at_most_twelve_features_and_names_of_our_own_are_told_apart():
    X = pd.DataFrame({"row": [7, 8, 9]} | {f"f{i}": [0, 1, 2] for i in range(15)})
    found = clean_commands.with_features(pd.DataFrame({"row": [2, 0]}), X)
    assert list(found)[:3] == ["row", "row (feature)", "f0"] and found.shape == (2, 13)
    assert found["row (feature)"].tolist() == [9, 7]


def test_the_gain_and_the_splits_it_comes_from():
    facts, frames, told = ask(tiny.case("linear"), "cleaning gain")
    assert len(facts["gain"]) == 3 and facts["recommended"] in (True, False) and len(frames["splits"]) == 10
    assert facts["metric"] == "accuracy" and told[-1]["of"] == 10


def test_wrong_rows_are_facts_and_two_frames():
    facts, frames, _ = ask(tiny.case("tree"), "wrong rows")
    assert facts["n_rows"] == 120 and list(frames) == ["findings", "rows"] and len(frames["findings"]) == 5


def test_a_refusal_is_a_sentence():
    with pytest.raises(Refused, match="no case yet"):
        ask(None, "label noise")
    with pytest.raises(Refused, match="metric must be one of"):
        ask(tiny.case("linear"), "cleaning gain", metric="r2")
