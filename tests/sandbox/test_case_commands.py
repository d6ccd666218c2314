"""What the app may ask of a case, asked in this process: facts go out, never a row of the model."""

import json

import pandas as pd
import pytest

import sample_data
from optimizers.experiment import Experiment
from optimizers.measure import model_bytes
from optimizers.result import COLUMNS
from sandbox import case_commands, family_commands, play_commands  # noqa: F401  (they register their commands)
from sandbox.arrow import from_arrow, to_arrow
from sandbox.commands import COMMANDS, CaseState
from sandbox.guard import load_model, preload
from sandbox.refusal import Refused

PLAY = {"experiment": Experiment(n_steps=4, rows_per_step=60).spec()}


def ask(state, command, head=None, *blobs):
    reply = COMMANDS[command](state, dict(head or {}), list(blobs), lambda progress: None)
    json.dumps(reply.head)
    return reply


@pytest.fixture(scope="module")
def opened():
    preload()
    state, place = CaseState(), sample_data.folder("loans")
    facts = sample_data.describe("loans")
    ask(state, "open model", {"name": facts["model"]}, (place / facts["model"]).read_bytes())
    ask(state, "open table", {"name": facts["table"], "role": "table"}, (place / facts["table"]).read_bytes())
    choices = {k: facts[k] for k in ("target", "time", "metric", "test_share")}
    ask(state, "assemble", choices | {"name": "loans"})
    return state


def test_facts_of_a_case_name_everything_a_page_draws(opened):
    facts = case_commands.case_facts(opened.case)
    assert facts["fingerprint"] == opened.case.fingerprint
    assert facts["timelines"] == ["simulated", "rows", "week", "month"] and len(facts["steps"]["month"]) == 24
    assert facts["columns"]["income_eur"] == "numeric" and facts["columns"]["channel"] == "categorical"


def test_suggestions_come_with_the_files(opened):
    assert ask(opened, "suggest").head == {"target": "outcome", "time": "decided_on"}


def test_run_answers_with_the_frame_and_keeps_the_candidates(opened):
    reply = ask(opened, "run", PLAY)
    frame = from_arrow(reply.blobs[0])
    assert list(frame) == list(COLUMNS) and reply.head["fingerprint"] == opened.case.fingerprint


def test_another_metric_is_another_question_of_the_same_case(opened):
    frame = from_arrow(ask(opened, "run", PLAY | {"metric": "brier"}).blobs[0])
    assert set(frame["metric"]) == {"brier", "disagreement", "fit_rows"} and opened.case.metric == "accuracy"


def test_changed_labels_are_told_and_counted(opened):
    reply = ask(opened, "changed labels", PLAY | {"strategy": "reference", "candidate": "recipe refitted"})
    frame = from_arrow(reply.blobs[0])
    assert "judging rows" in reply.head["sentence"] and (frame["count"] > 0).all()


@pytest.mark.parametrize("form", ["joblib", "skops"])
def test_an_exported_model_opens_again_and_predicts_the_same(opened, form):
    head = PLAY | {"strategy": "reference", "candidate": "recipe refitted", "format": form}
    model = load_model(ask(opened, "export", head).blobs[0], f"m.{form}").model
    X = opened.case.X_test.head(50)
    assert (model.predict(X) == opened.case.model.predict(X)).mean() > 0.9


def test_features_and_histograms_are_tidy(opened):
    moved = from_arrow(ask(opened, "features", PLAY).blobs[0])
    assert len(moved) == 4 * opened.case.X_test.shape[1]
    counted = from_arrow(ask(opened, "histograms", PLAY | {"feature": "income_eur"}).blobs[0])
    assert set(counted["step"]) == {0, 1, 2, 3}


@pytest.mark.parametrize(
    ("command", "head", "sentence"),
    [
        ("run", {"experiment": {"n_steps": 1}}, "Experiment.n_steps must be between"),
        ("run", {"experiment": {"drifts": [{"kind": "Storm"}]}}, "kind must be one of"),
        ("run", PLAY | {"metric": "r2"}, "Case.metric must be one of"),
        ("export", PLAY | {"strategy": "x", "candidate": "y", "format": "joblib"}, "There is no candidate 'y'"),
        ("histograms", PLAY | {"feature": "nothing"}, "nothing"),
    ],
)
def test_a_wrong_question_is_one_sentence(opened, command, head, sentence):
    with pytest.raises(Refused, match=sentence):
        ask(opened, command, head)


def test_a_question_before_there_is_a_case_is_one_sentence():
    with pytest.raises(Refused, match="There is no case yet"):
        ask(CaseState(), "run", PLAY)
    with pytest.raises(Refused, match="There is no model yet"):
        ask(CaseState(), "suggest")


def test_a_refused_choice_leaves_the_case_that_was_there(opened):
    before = opened.case
    with pytest.raises(Refused):
        ask(opened, "assemble", {"name": "x", "target": "no such column"})
    assert opened.case is before


def test_frames_survive_the_wire():
    frame = pd.DataFrame({"a": [1.5, None], "b": ["x", None], "c": [1, 2], "d": [True, False], "e": [object, 3]})
    back = from_arrow(to_arrow(frame))
    assert back["a"].isna().tolist() == [False, True] and back["c"].tolist() == [1, 2] and back["e"][1] == "3"


def test_the_card_comes_panel_by_panel(opened):
    reply = ask(opened, "card", {"panels": ["what", "scores"]})
    assert set(reply.head["facts"]["head"]) == {"case", "what"} and "scores" in reply.head["frames"]


def test_model_bytes_are_what_joblib_writes(opened):
    assert load_model(model_bytes(opened.case.model), "m.joblib").format == "joblib"
