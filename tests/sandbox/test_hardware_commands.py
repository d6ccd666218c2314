"""What a worker does that was held to some cores: rows out, model in, calls timed; asked in this process."""

import json

import pytest

import tests.tiny as tiny
from sandbox import hardware_commands  # noqa: F401  (it registers its commands)
from sandbox.arrow import from_arrow
from sandbox.commands import COMMANDS, CaseState
from sandbox.refusal import Refused
from tests.optimizers.strategy_models import joblib_bytes


def ask(name, head, blobs=(), state=None):
    found = COMMANDS[name](state or CaseState(case=tiny.case("pipeline")), head, list(blobs), lambda report: None)
    json.dumps(found.head, allow_nan=False)
    return found


def loaded(state):
    rows = ask("hardware rows", {}).blobs[0]
    raw = joblib_bytes(tiny.fitted("pipeline").model)
    return ask("hardware load", {"name": "model.joblib", "n_rows": 50}, [raw, rows], state).head


def test_rows_of_the_case_go_out_as_they_are():
    sent = from_arrow(ask("hardware rows", {}).blobs[0])
    rows = tiny.table("binary").X_test
    assert sent["city"].isna().equals(rows["city"].isna()) and sent["age"].tolist() == rows["age"].tolist()


def test_a_model_is_loaded_and_asked():
    state = CaseState()
    first = loaded(state)
    assert first["wall_s"] > 0 and first["n_cores"] >= 1 and first["memory"]["peak"] > 0
    again = ask("hardware calls", {"n_threads": 2, "n_calls": 3}, (), state).head
    assert again["wall_s"] > 0 and again["cpu_s"] > 0


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ({"n_threads": 0, "n_calls": 1}, "n_threads must be a whole number from 1 to 256"),
        ({"n_threads": 1, "n_calls": "many"}, "n_calls must be a whole number"),
    ],
)
def test_wrong_questions_are_one_sentence(head, said):
    state = CaseState()
    loaded(state)
    with pytest.raises(Refused, match=said):
        ask("hardware calls", head, (), state)


def test_asking_before_loading_is_one_sentence():
    with pytest.raises(Refused, match="load one first"):
        ask("hardware calls", {"n_threads": 1, "n_calls": 1}, (), CaseState())
