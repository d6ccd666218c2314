import os
import signal
import struct
import threading
import time

import pytest

from sandbox.client import Refused, Stopped
from tests.sandbox.waiting import gone, wait_until


def test_an_answer_brings_head_and_blobs(worker):
    reply = worker.ask("echo", {"a": [1, "é"]}, [b"abc", b""])
    assert reply.head == {"a": [1, "é"]} and reply.blobs == [b"abc", b""]


def test_the_worker_remembers_between_questions(worker):
    worker.ask("remember", {"word": "one"})
    assert worker.ask("remember", {"word": "two"}).head == {"before": "one"}


def test_two_workers_do_not_see_each_other(parent):
    with parent.worker() as one, parent.worker() as two:
        one.ask("remember", {"word": "secret"})
        assert two.ask("remember", {"word": ""}).head == {"before": None}
        assert two.ask("probe", {"name": "kill", "args": [one.pid]}).head["outcome"] == "EPERM"
        assert two.ask("probe", {"name": "read", "args": [f"/proc/{one.pid}/maps"]}).head["outcome"] == "EACCES"


def test_progress_arrives_while_the_command_runs(worker):
    seen = []
    hear = lambda step: seen.append((step, time.monotonic() - step["sent"]))  # noqa: E731
    worker.ask("report", {"n": 3, "pause": 0.15}, on_progress=hear)
    assert [step["step"] for step, _ in seen] == [0, 1, 2]
    assert all(late < 0.1 for _, late in seen)  # the bar is 300 ms; the last command still slept 150


def test_progress_from_many_threads_stays_whole(worker):
    seen = []
    worker.ask("report_in_threads", on_progress=seen.append)
    assert len(seen) == 160 and all(step == {"x": "y" * 5000} for step in seen)


def test_progress_may_be_left_unheard(worker):
    assert worker.ask("report", {"n": 2, "pause": 0}).head == {"done": True}


def test_what_on_progress_raises_ends_the_worker(parent):
    worker = parent.worker()
    with pytest.raises(ZeroDivisionError):
        worker.ask("busy", on_progress=lambda step: 1 / 0)
    assert not worker.alive and wait_until(lambda: gone(worker.pid))


@pytest.mark.parametrize(
    ("how", "code", "words"),
    [
        ("refused", "table", "Column 'a' is empty; fill it."),
        ("value", "crashed", "ValueError: line one line two x"),
        ("exit", "crashed", "SystemExit: 0"),
        ("interrupt", "crashed", "KeyboardInterrupt"),
        ("nameless", "crashed", "Nameless"),
        ("recursion", "crashed", "RecursionError: too deep"),
        ("memory", "too_large", "2,048 MiB"),
    ],
)
def test_what_a_command_raises_is_a_refusal_and_the_worker_lives(worker, how, code, words):
    with pytest.raises(Refused, match=words) as refused:
        worker.ask("fail", {"how": how})
    assert refused.value.code == code
    assert "Traceback" not in str(refused.value) and len(str(refused.value)) < 400
    assert worker.ask("echo").head == {}


def test_an_unknown_command_is_named(worker):
    with pytest.raises(Refused, match="There is no command 'x'; there are .*hello"):
        worker.ask("x")


@pytest.mark.parametrize("command", ["busy", "probe"])
def test_what_takes_too_long_is_ended(parent, command):
    worker, start = parent.worker(), time.monotonic()
    with pytest.raises(Refused, match="longer than 0.3 s") as refused:
        worker.ask(command, {"name": "sleep", "args": [60]}, timeout=0.3)
    assert refused.value.code == "too_slow" and time.monotonic() - start < 1
    assert not worker.alive and wait_until(lambda: gone(worker.pid))


@pytest.mark.parametrize("how", ["exit", "segfault"])
def test_a_worker_that_dies_is_told_as_a_crash(parent, how):
    worker = parent.worker()
    with pytest.raises(Refused) as refused:
        worker.ask("die", {"how": how})
    assert refused.value.code == "crashed" and not worker.alive
    with pytest.raises(Refused, match="open the case again"):
        worker.ask("hello")


def test_a_worker_killed_from_outside_is_told_as_a_crash(parent):
    worker = parent.worker()
    threading.Timer(0.1, os.kill, (worker.pid, signal.SIGKILL)).start()
    with pytest.raises(Refused) as refused:
        worker.ask("busy", timeout=10)
    assert refused.value.code == "crashed"


def test_memory_beyond_the_limit_is_refused_and_the_worker_lives(parent):
    with parent.worker(memory_mb=200) as worker:
        assert worker.ask("grow", {"mb": 100}).head == {"mb": 100}
        with pytest.raises(Refused, match="200 MiB of a case") as refused:
            worker.ask("grow", {"mb": 500})
        assert refused.value.code == "too_large" and worker.ask("echo").head == {}


def test_a_reply_that_cannot_be_sent_is_a_refusal(worker):
    with pytest.raises(Refused, match="not a JSON value"):
        worker.ask("odd_reply", {"how": "type"})
    with pytest.raises(Refused) as refused:
        worker.ask("odd_reply", {"how": "size"})
    assert refused.value.code == "too_large"


def test_a_question_that_cannot_be_sent_leaves_the_worker_alone(worker):
    with pytest.raises(TypeError):
        worker.ask("echo", {"a": object()})
    assert worker.ask("echo").head == {}


@pytest.mark.parametrize("raw", [b"\xff\xff\xff\xff", struct.pack("<I", 3) + b"{]}", struct.pack("<I", 2) + b"{}"])
def test_a_worker_that_breaks_the_wire_is_ended(parent, raw):
    worker = parent.worker()
    with pytest.raises(Refused) as refused:
        worker.ask("say_raw", {"then": 5}, [raw])
    assert refused.value.code == "crashed" and not worker.alive


def test_a_worker_that_reports_without_end_is_ended(parent, monkeypatch):
    monkeypatch.setattr("sandbox.client_worker.MAX_REPORTS", 3)
    with parent.worker() as worker:
        worker.ask("report", {"n": 2, "pause": 0})
        with pytest.raises(Refused) as refused:
            worker.ask("report", {"n": 3, "pause": 0})
        assert refused.value.code == "crashed" and not worker.alive


def test_a_made_up_refusal_cannot_leave_the_codes(parent):
    worker, text = parent.worker(), b'{"refused": "<b>", "sentence": ["x"], "blobs": []}'
    with pytest.raises(Refused) as refused:
        worker.ask("say_raw", {}, [struct.pack("<I", len(text)) + text])
    assert refused.value.code == "crashed"


@pytest.mark.parametrize("command", ["busy", "probe"])
def test_stop_ends_a_busy_worker_within_a_second(parent, command):
    worker, raised = parent.worker(), []

    def ask():
        try:
            worker.ask(command, {"name": "sleep", "args": [60]})
        except Exception as error:
            raised.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    time.sleep(0.2)
    start = time.monotonic()
    worker.stop()
    thread.join(1)
    assert time.monotonic() - start < 0.5 and type(raised[0]) is Stopped
    assert not worker.alive and wait_until(lambda: gone(worker.pid), 0.5)
    with pytest.raises(Stopped):
        worker.ask("hello")


def test_stop_and_close_may_be_called_again(parent):
    worker = parent.worker()
    worker.stop()
    worker.close()
    assert not worker.alive


def test_questions_from_many_threads_take_turns(worker):
    answers = []
    threads = [
        threading.Thread(target=lambda i=i: answers.append((i, worker.ask("echo", {"i": i}).head["i"])))
        for i in range(30)
    ]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(answers) == 30 and all(asked == answered for asked, answered in answers)


def test_twenty_workers_at_once(parent):
    workers, lock = [], threading.Lock()

    def work(i):
        with parent.worker() as worker:
            worker.ask("remember", {"word": i})
            time.sleep(0.1)
            answer = worker.ask("remember", {"word": 0}).head["before"]
            with lock:
                workers.append((worker.pid, answer == i))

    threads = [threading.Thread(target=work, args=(i,)) for i in range(20)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len({pid for pid, _ in workers}) == 20 and all(right for _, right in workers)
    assert wait_until(lambda: all(gone(pid) for pid, _ in workers))  # none is left as a zombie either


def test_a_forgotten_worker_ends(parent):
    pid = parent.worker().pid
    assert wait_until(lambda: gone(pid))


def test_memory_is_told(worker):
    memory = worker.memory_mb()
    assert 0 < memory["private"] < 60 < memory["shared"]
    assert memory["peak"] > memory["private"]
