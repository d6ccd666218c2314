import errno
import os
import sys
from pathlib import Path

import pytest

from sandbox.confine import LAYERS
from sandbox.self_test import Answer, Check, check, outcome

NAMES = ["read a file", "write a file", "open a socket", "start a process", "run a program", "signal the app"]


@pytest.mark.skipif(sys.platform != "linux", reason="no sandbox is full elsewhere")
def test_a_confined_worker_is_stopped_six_times(parent, worker):
    if not (worker.protection["landlock"] and worker.protection["seccomp"]):
        pytest.skip("this kernel lacks a layer")
    found = check(worker)
    assert [answer.name for answer in found.answers] == NAMES
    assert found.full and found.summary == "full"
    assert found.answers[0].how == "refused by Landlock"
    assert worker.ask("echo").head == {}


def test_an_unconfined_worker_is_told_as_such_and_survives(parent):
    with parent.worker(without=LAYERS) as worker:
        found = check(worker)
        assert not found.full
        for name in set(NAMES) - {"open a socket"}:
            assert name in found.summary
        assert worker.ask("echo").head == {}
    assert not list(Path("/tmp").glob("sandbox-self-test-*"))


def test_seccomp_alone_misses_reading_only(parent):
    with parent.worker(without=["landlock"]) as worker:
        if not worker.protection["seccomp"]:
            pytest.skip("this kernel has no seccomp")
        assert check(worker).summary == "not stopped: read a file"


@pytest.mark.parametrize(
    ("raised", "blocked", "how"),
    [
        (PermissionError(errno.EPERM, "x"), True, "refused by the system call filter"),
        (PermissionError(errno.EACCES, "x"), True, "refused by Landlock"),
        (OSError(errno.ENETUNREACH, "x"), True, "no network is reachable"),
        (OSError(errno.E2BIG, "x"), False, f"not refused ({os.strerror(errno.E2BIG)})"),
        (AttributeError("fork"), True, "this system has no such call"),
        (None, False, "nothing stopped it"),
    ],
)
def test_how_an_attempt_ended_is_told(raised, blocked, how):
    def attempt():
        if raised is not None:
            raise raised

    assert outcome(attempt) == {"blocked": blocked, "how": how}


def test_the_summary_names_what_is_missing():
    answers = (Answer("a", True, ""), Answer("b", False, ""), Answer("c", False, ""))
    assert Check(answers).summary == "not stopped: b, c"
