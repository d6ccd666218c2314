"""Long work in a thread: progress, errors handed over, and the end within a second."""

import threading
import time

import pytest

from dashboard import jobs
from dashboard.jobs import Job
from sandbox.client import Refused, Stopped
from tests.sandbox.waiting import wait_until


def nothing():
    pass


def test_an_answer_and_the_progress_towards_it():
    go = threading.Event()

    def work(tell):
        tell({"done": 1, "of": 2, "doing": "half"})
        go.wait(5)
        return 42

    job = Job(work, nothing)
    assert wait_until(lambda: job.progress["done"] == 1)
    assert job.progress["doing"] == "half"
    assert not job.wait(0)
    go.set()
    assert job.wait(2)
    assert job.answer() == 42


@pytest.mark.parametrize("error", [Refused("table", "No."), ValueError("x"), KeyboardInterrupt()])
def test_an_error_is_handed_to_whoever_asks(error):
    def work(tell):
        raise error

    job = Job(work, nothing)
    assert job.wait(2)
    with pytest.raises(type(error)):
        job.answer()


def test_stop_ends_what_a_worker_does_within_a_second(parent):
    with parent.worker() as worker:
        job = Job(lambda tell: worker.ask("self_test", {"app_pid": worker.pid}, timeout=60), worker.stop)
        start = time.monotonic()
        job.stop()
        assert job.wait(1)
        assert time.monotonic() - start < 1
        assert not worker.alive


def test_one_that_waits_for_a_core_can_be_stopped_too():
    go = threading.Event()
    n_cores = jobs._CORES._initial_value
    busy = [Job(lambda tell: go.wait(10), go.set) for _ in range(n_cores)]
    assert wait_until(lambda: all(b.progress["doing"] == "opening the case" for b in busy))
    waiting = Job(lambda tell: 1, nothing)
    assert waiting.progress["doing"] == "waiting for a free core"
    waiting.stop()
    assert waiting.wait(1)
    with pytest.raises(Stopped):
        waiting.answer()
    go.set()
    after = Job(lambda tell: 2, nothing)
    assert all(b.wait(2) for b in busy) and after.wait(2) and after.answer() == 2


def test_one_that_is_stopped_before_there_is_a_worker_ends_at_its_next_report():
    opening, go, ended = threading.Event(), threading.Event(), []

    def work(tell):
        opening.set()
        go.wait(5)
        for k in range(100):
            tell({"done": k, "of": 100, "doing": "playing"})
        return "played to the end"

    job = Job(work, lambda: ended.append(opening.is_set()))
    assert opening.wait(2)
    job.stop()
    go.set()
    assert job.wait(2) and len(ended) == 2
    with pytest.raises(Stopped):
        job.answer()
