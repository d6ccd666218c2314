"""A model opened by the library that made it, in a confined process of its own."""

import io
import os
import pickle

import joblib
import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression
from sklearn.preprocessing import FunctionTransformer
from sklearn.svm import LinearSVC

from dashboard.cases import OpenCase
from sandbox.arrow import to_arrow
from sandbox.environments import Environment, environment, running
from sandbox.refusal import Refused
from sandbox.rehost import Elsewhere, checked, opened, process
from tests import tiny
from tests.dashboard import uploads


def saved(model):
    out = io.BytesIO()
    joblib.dump(model, out, compress=1)
    return out.getvalue()


def asked(worker, method, X, array=False):
    head, (raw,) = worker.ask("answer elsewhere", {"method": method, "array": array}, [to_arrow(X)])
    return np.frombuffer(raw, head["dtype"]).reshape(head["shape"])


@pytest.fixture(scope="module")
def rows():
    return tiny.table("multiclass", numbers=True)


@pytest.fixture(scope="module")
def forest(rows):
    return RandomForestClassifier(5, random_state=0).fit(rows.X_train, rows.y_train)


def test_it_answers_as_the_model_does(rows, forest):
    worker, facts = opened(running(), saved(forest))
    with worker:
        assert facts["kind"] == "RandomForestClassifier" and facts["methods"] == ["predict_proba"]
        assert np.array_equal(forest.classes_[asked(worker, "predict", rows.X_test)], forest.predict(rows.X_test))
        assert np.array_equal(asked(worker, "predict_proba", rows.X_test), forest.predict_proba(rows.X_test))
        assert worker.ask("size elsewhere").head["bytes"] > 1000
        spent = worker.ask("time elsewhere", {"n": 3, "array": False}, [to_arrow(rows.X_test[:1])]).head["seconds"]
        assert len(spent) == 3 and min(spent) > 0


def test_values_and_decision_values_come_back_bit_for_bit(rows):
    X, y = rows.X_train.to_numpy(), np.arange(len(rows.X_train)) / 7
    for model, method in (
        (LinearRegression().fit(X, y), "predict"),
        (LinearSVC().fit(X, y > y.mean()), "decision_function"),
    ):
        worker, _ = opened(running(), saved(model))
        with worker:
            assert np.array_equal(
                asked(worker, method, rows.X_test, array=True), getattr(model, method)(rows.X_test.to_numpy())
            )


def test_its_walls_are_those_of_every_worker(parent):
    with process(running()) as other, parent.worker() as worker:
        assert other.protection == worker.protection
        if all(worker.protection.values()):
            answers = other.ask("self_test", {"app_pid": os.getpid()}).head["answers"]
            assert all(answer["blocked"] for answer in answers), answers


def test_what_a_file_asks_for_is_not_run_for_it(tmp_path):
    with pytest.raises(Refused) as refused:
        opened(running(), pickle.dumps(uploads.CallsTheShell(tmp_path / "canary")))
    assert refused.value.code == "not_allowed" and not (tmp_path / "canary").exists()


@pytest.mark.parametrize(
    "raw", [b"", b"\x80\x05.", b"not a model", pickle.dumps([1]), pickle.dumps(FunctionTransformer())]
)
def test_what_is_no_model_is_one_sentence(raw):
    with pytest.raises(Refused) as refused:
        opened(running(), raw)
    assert refused.value.sentence.endswith(".") and "\n" not in refused.value.sentence


def test_a_class_of_the_users_own_is_named():
    raw = pickle.dumps(LinearRegression()).replace(b"sklearn.linear_model._base", b"theirown.linear_model.base")
    with pytest.raises(Refused, match=r"theirown\.linear_model\.base"):
        opened(running(), raw)


def test_an_interpreter_that_does_not_start_is_told(tmp_path):
    with pytest.raises(Refused, match="does not start"):
        process(Environment(str(tmp_path / "python"), {"scikit-learn": "1.2.2"}))


def test_a_process_that_died_is_started_again_with_the_file_open(rows, forest):
    there = Elsewhere(running().versions["scikit-learn"], saved(forest))
    first = there.answer({"method": "predict", "array": False}, [to_arrow(rows.X_test)], 60)
    there._worker._process.kill()
    assert there.answer({"method": "predict", "array": False}, [to_arrow(rows.X_test)], 60) == first
    there.close()


def test_only_answers_may_be_asked_on_behalf_of_a_case(rows, forest):
    there = Elsewhere(running().versions["scikit-learn"], saved(forest))
    with pytest.raises(Refused, match="no method 'fit'"):
        there.answer({"method": "fit", "array": False, "command": "self_test"}, [to_arrow(rows.X_test)], 60)
    there.close()


@pytest.fixture
def case(parent, forest):
    table = uploads.table()
    files = {"model": ("forest.joblib", uploads.forest()), "table": ("rows.csv", table)}
    case = OpenCase("upload-x", "rows", files, {"name": "rows", "target": "target"}, parent)
    yield case
    case.close()


def played(case):
    from optimizers.experiment import Experiment
    from sandbox.arrow import from_arrow

    frame = from_arrow(case.ask("run", {"experiment": Experiment(n_steps=3).spec(), "metric": None}).blobs[0])
    return frame[frame["candidate"] == "as uploaded"].drop(columns="strategy").reset_index(drop=True)


def test_a_re_hosted_model_is_a_case_like_any_other(case):
    case.open()
    here = played(case)
    case.move(running().versions["scikit-learn"])
    case.open()
    assert case.opened["model"]["rehosted"] == running().versions["scikit-learn"]
    pd.testing.assert_frame_equal(played(case), here)
    reasons = case.ask("applicable", {"family": "prune"}).head["reasons"]
    assert all(reasons.values()), "what cuts a model must not apply to one that only answers"
    with pytest.raises(Refused, match="carry it over"):
        saved_as = {"strategy": "reference", "candidate": "as uploaded", "format": "joblib"}
        case.ask("export", {"experiment": {"kind": "Experiment", "n_steps": 3}, "metric": None} | saved_as)


def test_stopping_a_case_ends_its_other_process_too(case):
    case.move(running().versions["scikit-learn"])
    case.open()
    there = case._elsewhere._worker
    case.stop()
    assert not there.alive
    assert len(played(case))  # and the next question opens both again


def test_a_case_without_another_process_says_so(worker):
    facts = {"kind": "X", "sklearn": "1.2.2", "classes": None, "names": None, "n_features": 2, "methods": []}
    worker.ask("open rehosted", {"facts": facts, "format": "joblib"}, [b"raw"])
    worker.ask("open table", {"name": "t.csv", "role": "table"}, [b"a,b,y\n" + b"1,2,3.5\n2,3,4.5\n" * 30])
    with pytest.raises(Refused, match="no process of another version"):
        worker.ask("assemble", {"name": "t", "target": "y"})


@pytest.mark.slow
def test_a_model_of_an_older_release_answers_from_its_own_version(tmp_path):
    """Built from the package index; without one there is nothing to test."""
    import subprocess

    try:
        where = environment("1.2.2")
    except Refused as refused:
        pytest.skip(refused.sentence)
    script = (
        "import joblib, sys\nfrom sklearn.ensemble import GradientBoostingClassifier\n"
        "from sklearn.datasets import load_iris\nX, y = load_iris(return_X_y=True)\n"
        "m = GradientBoostingClassifier(n_estimators=5, random_state=0).fit(X, y)\n"
        "joblib.dump(m, sys.argv[1])\nm.predict_proba(X).tofile(sys.argv[2])\n"
    )
    model, said = tmp_path / "m.joblib", tmp_path / "said"
    subprocess.run([where.python, "-c", script, str(model), str(said)], check=True, timeout=120)
    from sklearn.datasets import load_iris

    worker, facts = opened(where, model.read_bytes())
    with worker:
        assert facts["sklearn"] == "1.2.2" and worker.protection["rlimits"]
        answers = asked(worker, "predict_proba", pd.DataFrame(load_iris().data), array=True)
    assert np.array_equal(answers.ravel(), np.fromfile(said))


@pytest.mark.parametrize("odd", [{}, {"classes": "all"}, {"methods": None}, {"n_features": "4"}, {"kind": 7}])
def test_facts_that_a_model_made_up_are_refused(odd):
    facts = {"kind": "X", "sklearn": "1.2.2", "classes": None, "classes_dtype": None, "names": None, "n_features": 2}
    with pytest.raises(Refused, match="nothing sensible"):
        checked(facts | odd)
    assert checked(facts | {"methods": [], "load_s": 0.5})["load_s"] == 0.5
