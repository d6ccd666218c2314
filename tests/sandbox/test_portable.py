"""The workers of macOS and Windows, run here by a switch."""

import os
import shutil
import time

import pytest

from sandbox.client import Refused, Stopped, start_parent
from sandbox.portable import NOTICE, PortableParent
from sandbox.portable_memory import by_proc, by_ps, resident_mb
from sandbox.self_test import check
from tests.sandbox.light import LightPortableParent
from tests.sandbox.waiting import gone, wait_until


@pytest.fixture(scope="module")
def portable():
    parent = LightPortableParent(["tests.sandbox.probes"])
    yield parent
    parent.close()


def test_the_switch_and_the_system_choose(monkeypatch):
    assert type(start_parent(portable=True)) is PortableParent
    monkeypatch.setattr("sys.platform", "darwin")
    assert type(start_parent()) is PortableParent


def test_the_notice_says_what_does_not_protect(portable, parent):
    assert portable.notice == NOTICE and "could read your files" in NOTICE
    assert parent.notice == ""


def test_it_answers_reports_refuses_and_tells_its_protection(portable):
    with portable.worker() as worker:
        assert worker.protection == {
            "rlimits": True,
            "no privileges": False,
            "landlock": 0,
            "seccomp": False,
            "network namespace": False,
        }
        assert not check(worker).full
        steps = []
        worker.ask("report", {"n": 2, "pause": 0}, on_progress=steps.append)
        assert len(steps) == 2
        assert worker.ask("probe", {"name": "threads"}).head["outcome"] == "allowed"
        with pytest.raises(Refused, match="'a' is empty"):
            worker.ask("fail", {"how": "refused"})
        with pytest.raises(Refused, match="2,048 MiB"):
            worker.ask("grow", {"mb": 8192})
        start = time.monotonic()
        with pytest.raises(Refused) as refused:
            worker.ask("busy", timeout=0.3)
        assert refused.value.code == "too_slow" and time.monotonic() - start < 1
        assert gone(worker.pid)


def test_the_watchdog_ends_what_outgrows_its_limit(portable):
    with portable.worker(memory_mb=300, without=["rlimits"]) as worker:
        with pytest.raises(Refused) as refused:
            worker.ask("grow_slowly", {"mb": 1500}, timeout=10)
        assert refused.value.code == "too_large" and gone(worker.pid)


def test_stop_close_and_the_reserve(portable):
    worker = portable.worker()
    worker.stop()
    with pytest.raises(Stopped):
        worker.ask("hello")
    (_, reserve), *more = portable._reserve
    assert not more and reserve.poll() is None
    portable.close()
    assert wait_until(lambda: gone(worker.pid) and gone(reserve.pid))


def test_memory_of_a_process_is_read_by_each_way_that_this_system_has():
    assert resident_mb(os.getpid()) > 10 and resident_mb(2**22 - 1) == 0
    if shutil.which("ps") and os.path.exists("/proc/self/statm"):
        assert by_ps(os.getpid()) == pytest.approx(by_proc(os.getpid()), rel=0.2)
        assert by_ps(2**22 - 1) == 0
