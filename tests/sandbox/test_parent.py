import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from sandbox.client import Refused, start_parent
from sandbox.client_parent import Parent
from sandbox.client_process import ROOT
from tests.sandbox.light import LightParent
from tests.sandbox.waiting import gone, wait_until


@pytest.fixture
def light():
    with LightParent(["tests.sandbox.probes"]) as parent:
        yield parent


def test_nothing_runs_before_it_is_needed():
    assert start_parent().pid is None


def test_the_parent_has_one_thread_and_imported_everything(parent, worker):
    assert parent.ready["threads"] <= 2  # onnxruntime may keep an idle one
    assert parent.ready["not imported"] == []


def test_a_parent_that_cannot_start_is_told():
    class Broken(Parent):
        boot = "tests.sandbox.absent"

    with pytest.raises(RuntimeError, match="the server's log tells why"):
        Broken().worker()


def test_a_module_that_cannot_be_imported_is_told_and_the_rest_works():
    with LightParent(["tests.sandbox.absent"]) as parent, parent.worker() as worker:
        assert worker.ask("hello").head["pid"] == worker.pid
        assert parent.ready["not imported"][0].startswith("tests.sandbox.absent: ModuleNotFoundError")


def test_ended_workers_leave_the_process_table(parent):
    pids = []
    for _ in range(5):
        with parent.worker() as worker:
            pids.append(worker.pid)
    assert wait_until(lambda: all(gone(pid) for pid in pids))


def test_a_parent_that_died_takes_its_workers_along_and_starts_again(light):
    busy, raised = light.worker(), []

    def ask():
        with pytest.raises(Refused) as refused:
            busy.ask("busy")
        raised.append(refused.value.code)

    thread = threading.Thread(target=ask)
    thread.start()
    time.sleep(0.1)
    first = light.pid
    os.kill(first, signal.SIGKILL)
    thread.join(2)
    assert raised == ["crashed"] and not busy.alive
    with light.worker() as worker:
        assert worker.alive and light.pid != first


def test_the_parent_and_its_workers_end_with_the_app():
    """An app that is killed leaves nothing behind, whatever its workers do."""
    app = subprocess.Popen(
        [sys.executable, "-c", APP], cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    pids = [int(pid) for pid in app.stdout.readline().split()]
    app.kill()
    app.wait()
    app.stdout.close()
    assert wait_until(lambda: all(not running(pid) for pid in pids))


APP = """
import threading, time
from tests.sandbox.light import LightParent
parent = LightParent(["tests.sandbox.probes"])
idle, busy = parent.worker(), parent.worker()
threading.Thread(target=busy.ask, args=("busy",), daemon=True).start()
time.sleep(0.2)
print(parent.pid, idle.pid, busy.pid, flush=True)
time.sleep(60)
"""


def running(pid: int) -> bool:
    # The end of an orphan is for whoever adopts it: a zombie counts as ended.
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_close_ends_every_worker(light):
    worker, first = light.worker(), light.pid
    light.close()
    assert not worker.alive and gone(worker.pid) and gone(first)
    light.close()
    assert light.pid is None
