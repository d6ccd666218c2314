"""A case on the app's side: its worker is made when needed, made anew when it died, and given up when idle."""

import os
import signal
import threading
import time

import pytest

from dashboard import cases
from dashboard.jobs import Job
from sandbox.client import Refused, Stopped
from tests.dashboard import uploads
from tests.sandbox.waiting import wait_until

SLOW = {"experiment": {"n_steps": 400, "rows_per_step": 12_000}, "metric": "accuracy"}


def another(case, salt=b""):
    files = {role: (name, raw) for role, (name, raw) in case.files.items()}
    files["table"] = (files["table"][0], files["table"][1] + salt)
    return cases.OpenCase(cases.files_key(files), "another", files, dict(case.choices), case.parent)


def test_a_sample_opens_by_the_same_path_as_an_upload(parent):
    case = cases.sample("diabetes", parent)
    assert case.facts == {} and case._worker is None
    case.open()
    assert case.facts["name"] == "diabetes" and set(case.opened) == {"model", "table", "test"}
    assert 0 < len(case.preview) <= 50
    case.close()


def test_a_worker_that_died_is_made_anew(upload):
    first = upload.ask("hello").head["pid"]
    os.kill(first, signal.SIGKILL)
    assert wait_until(lambda: not upload._worker.alive)
    second = upload.ask("hello").head["pid"]
    assert second != first
    assert upload.ask("run", {"experiment": {"n_steps": 2, "rows_per_step": 20}}).head["case_name"] == "rows"


def test_stopping_costs_nothing_that_was_loaded(upload):
    facts = dict(upload.facts)
    told = []
    job = Job(lambda tell: upload.ask("run", SLOW, on_progress=lambda p: (told.append(p), tell(p))), upload.stop)
    assert wait_until(lambda: told, 10)
    start = time.monotonic()
    job.stop()
    assert job.wait(1) and time.monotonic() - start < 1
    with pytest.raises(Stopped):
        job.answer()
    assert (
        upload.ask("run", {"experiment": {"n_steps": 2, "rows_per_step": 20}}).head["fingerprint"]
        == facts["fingerprint"]
    )
    assert upload.facts == facts


def test_what_is_refused_is_told_and_leaves_the_choices_to_try_again(upload):
    upload.choices["target"] = "nowhere"
    with pytest.raises(Refused, match="nowhere"):
        upload.assemble()
    upload.choices["target"] = "target"
    assert upload.assemble().facts["n_test"] == 79


def test_there_are_no_more_workers_than_agreed_and_the_idle_go_first(upload, monkeypatch):
    monkeypatch.setattr(cases, "_alive", [upload])
    monkeypatch.setattr(cases, "MOST_WORKERS", 2)
    busy = another(upload, b"\n").open()
    told = threading.Event()
    job = Job(lambda tell: upload.ask("run", SLOW, on_progress=lambda p: told.set()), upload.stop)
    assert told.wait(10)
    third = another(upload, b"\n\n").open()
    assert upload._worker.alive, "one that is at work is not taken its worker"
    assert busy._worker is None and third._worker.alive
    job.stop()
    assert job.wait(1)
    assert busy.ask("hello").head["pid"]
    assert sum(c._worker is not None for c in (upload, busy, third)) == 2
    for case in (busy, third):
        case.close()


def test_the_same_files_have_one_key_and_other_files_another():
    a = {"model": ("m", b"1"), "table": ("t", b"2")}
    assert cases.files_key(a) == cases.files_key({"table": ("other name", b"2"), "model": ("m", b"1")})
    others = [{"model": ("m", b"2"), "table": ("t", b"1")}, a | {"test": ("x", b"")}, a | {"table": ("t", b"3")}]
    assert len({cases.files_key(f) for f in [a, *others]}) == 4


def test_other_choices_are_another_case_to_its_answers(upload):
    before = upload.identity
    upload.choices = upload.choices | {"test_share": 0.5}
    assert upload.identity != before


def test_a_hostile_model_is_refused_and_its_code_never_ran(parent, tmp_path):
    canary = tmp_path / "canary"
    files = {"model": ("m.pkl", uploads.hostile(canary)), "table": ("t.csv", uploads.table())}
    case = cases.OpenCase("upload-x", "x", files, {"name": "x"}, parent)
    with pytest.raises(Refused) as refused:
        case.look()
    assert refused.value.code == "not_allowed" and "system" in refused.value.sentence
    assert not canary.exists()
    case.close()
