"""What a fully confined worker cannot do, and what it still can."""

import os
import signal
import socket
import sys
import tempfile
from pathlib import Path

import pytest

from sandbox.confine import LAYERS
from sandbox.refusal import Refused
from tests.sandbox.waiting import wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Landlock and seccomp are Linux's")
WRITE = os.O_WRONLY | os.O_CREAT
CANARY = os.path.join(tempfile.gettempdir(), "sandbox-canary")
REFUSED = {"EPERM", "EACCES"}


def probe(worker, name, *args):
    return worker.ask("probe", {"name": name, "args": list(args)}).head


@pytest.fixture(scope="module")
def confined(parent):
    with parent.worker() as worker:
        yield worker


def test_every_layer_reports(confined):
    assert set(confined.protection) == set(LAYERS)
    assert confined.protection["rlimits"] and confined.protection["no privileges"]


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("read", ["/etc/passwd"]),
        ("read", [__file__]),
        ("read", ["/proc/self/environ"]),
        ("read", ["/proc/self/maps"]),
        ("read", ["/proc/1/status"]),
        ("list", ["/"]),
        ("list", [str(Path(__file__).parent)]),
        ("list", ["/proc"]),
        ("list", [tempfile.gettempdir()]),
        ("write", [CANARY, WRITE]),
        ("write", ["/dev/shm/sandbox-canary", WRITE]),
        ("write", [os.__file__, os.O_WRONLY]),
        ("write", ["/dev/null", os.O_RDWR]),
        ("fork", []),
        ("exec", []),
        ("spawn", []),
        ("socket", [socket.AF_INET]),
        ("socket", [socket.AF_INET6]),
        ("socket", [socket.AF_UNIX]),
        ("socketpair", []),
        ("connect out", []),
        ("kill", [os.getpid()]),
        ("tgkill", [os.getpid()]),
        ("own a socket's signals", [os.getpid()]),
        ("ptrace", []),
        ("read other memory", [os.getpid()]),
        ("unshare", []),
        ("limit", [os.getpid()]),
        ("memfd", []),
        ("mmap code", [0x22]),
        ("mmap code", [0x21]),
        ("mprotect code", []),
        ("chmod", [os.__file__]),
        ("unlink", [CANARY]),
        ("symlink", [CANARY]),
        ("set user", []),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_it_may_not(confined, name, args):
    assert probe(confined, name, *args)["outcome"] in REFUSED
    assert not Path(CANARY).exists() and not Path("/dev/shm/sandbox-canary").exists()


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("read", [os.__file__]),
        ("read", [pytest.__file__]),
        ("import", ["wave"]),
        ("import", ["sklearn.manifold"]),
        ("tgkill self", []),
        ("threads", []),
        ("fit", []),
        ("tables", []),
        ("cores", []),
    ],
    ids=str,
)
def test_it_still_may(confined, name, args):
    assert probe(confined, name, *args)["outcome"] == "allowed"


def test_it_inherits_nothing_but_its_socket_and_its_memory_figures(parent):
    with open(os.devnull) as other, parent.worker() as neighbour, parent.worker(without=LAYERS) as worker:
        assert other.fileno() and neighbour.alive
        found = {os.readlink(link).split(":")[0] for link in Path(f"/proc/{worker.pid}/fd").iterdir()}
        assert found == {"/dev/null", "socket", f"/proc/{worker.pid}/smaps_rollup"}
        assert len(probe(worker, "open files")["value"]) == 5


def test_it_inherits_no_environment(parent, monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "x")
    with parent.worker() as worker:
        names = set(probe(worker, "ids")["value"]["environment"])
    assert not names & {"SECRET_TOKEN", "HOME", "USER", "PYTHONPATH"} and "OMP_NUM_THREADS" in names


def test_the_isolated_interpreter_has_no_working_folder_on_its_path(confined):
    path = probe(confined, "ids")["value"]["path"]
    assert "" not in path and "." not in path


def test_it_leads_a_session_of_its_own(confined):
    assert os.getsid(confined.pid) == confined.pid != os.getsid(0)


def test_the_app_goes_first(confined):
    assert os.getpriority(os.PRIO_PROCESS, confined.pid) == os.getpriority(os.PRIO_PROCESS, 0) + 5


def test_it_is_on_a_network_of_its_own_where_that_is_allowed(confined, parent):
    if not parent.ready["network namespace"]:
        pytest.skip("this system allows no network namespace")
    assert os.stat(f"/proc/{confined.pid}/ns/net").st_ino != os.stat("/proc/self/ns/net").st_ino


def test_it_has_no_capabilities_and_cannot_gain_any(parent):
    with parent.worker() as worker:
        status = Path(f"/proc/{worker.pid}/status").read_text()
    assert "CapEff:\t0000000000000000" in status and "CapPrm:\t0000000000000000" in status
    assert "NoNewPrivs:\t1" in status


def test_it_ends_on_its_last_resort_of_cpu_time(parent):
    with parent.worker(cpu_seconds=1) as worker:
        with pytest.raises(Refused) as refused:
            worker.ask("busy", timeout=10)
        assert refused.value.code == "crashed"


def test_a_terminal_s_interrupt_does_not_reach_it(parent, confined):
    assert os.getpgid(parent.pid) != os.getpgid(0)
    os.kill(confined.pid, signal.SIGCONT)
    assert not wait_until(lambda: not confined.alive, 0.05)
