"""What each layer holds by itself: on another kernel it may stand alone."""

import os
import socket
import sys
from pathlib import Path

import pytest

from sandbox.confine import LAYERS
from sandbox.confine_landlock import SYSTEM_ROOTS, readable_roots
from sandbox.confine_limits import limit, memory_limits
from sandbox.confine_seccomp import program
from sandbox.confine_syscalls import AARCH64, ALWAYS, BY_ARGUMENT, X86_64
from tests.sandbox.test_confine import CANARY, REFUSED, WRITE, probe

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Landlock and seccomp are Linux's")


def alone(parent, *layers):
    return parent.worker(without=[layer for layer in LAYERS if layer not in layers])


@pytest.mark.parametrize("missing", LAYERS[:4])
def test_a_missing_layer_is_told_and_the_worker_works(parent, missing):
    with parent.worker(without=[missing]) as worker:
        assert not worker.protection[missing]
        assert probe(worker, "threads")["outcome"] == "allowed"


def test_landlock_alone_hides_files_and_forbids_writing(parent):
    with alone(parent, "landlock", "no privileges") as worker:
        if not worker.protection["landlock"]:
            pytest.skip("this kernel has no Landlock")
        for name, *args in [
            ("read", "/etc/passwd"),
            ("list", "/"),
            ("write", CANARY, WRITE),
            ("exec",),
        ]:
            assert probe(worker, name, *args)["outcome"] == "EACCES"
        if worker.protection["landlock"] >= 6:
            assert probe(worker, "kill", os.getpid())["outcome"] == "EPERM"


def test_seccomp_alone_forbids_writing_processes_sockets_and_signals(parent):
    with alone(parent, "seccomp", "no privileges") as worker:
        calls = [
            ("write", CANARY, WRITE),
            ("fork",),
            ("exec",),
            ("socket", socket.AF_UNIX),
            ("kill", os.getpid()),
            ("tgkill", os.getpid()),
            ("own a socket's signals", os.getpid()),
        ]
        for name, *args in calls:
            assert probe(worker, name, *args)["outcome"] in REFUSED, name
        assert probe(worker, "tgkill self")["outcome"] == "allowed"
        assert probe(worker, "read", "/etc/passwd")["outcome"] == "allowed"  # what Landlock is for


def test_the_network_namespace_alone_leads_nowhere(parent):
    with alone(parent) as worker:
        if not worker.protection["network namespace"]:
            pytest.skip("this system allows no network namespace")
        assert probe(worker, "connect out")["outcome"] == "ENETUNREACH"


def test_rlimits_alone_forbid_content_and_bound_memory_and_files(parent):
    with alone(parent, "rlimits") as worker:
        limits = Path(f"/proc/{worker.pid}/limits").read_text().splitlines()
    soft_and_hard = {line[:25].strip(): line[25:].split()[:2] for line in limits[1:]}
    assert soft_and_hard["Max file size"] == soft_and_hard["Max core file size"] == ["0", "0"]
    assert soft_and_hard["Max open files"] == ["64", "64"]
    assert soft_and_hard["Max cpu time"] == ["3600", "3600"]
    assert int(soft_and_hard["Max data size"][0]) < 3 << 30
    assert int(soft_and_hard["Max address space"][0]) < 12 << 30


def test_thirty_threads_find_room_within_the_address_space(parent):
    with parent.worker(memory_mb=256) as worker:
        worker.ask("report_in_threads")
        assert probe(worker, "threads")["outcome"] == "allowed"


def test_readable_roots_are_code_alone():
    roots = readable_roots()
    assert os.path.realpath(os.path.dirname(os.__file__)) in roots
    assert any(pytest.__file__.startswith(root) for root in roots)
    folders = [root for root in roots if os.path.isdir(root)]
    forbidden = ["/", os.path.expanduser("~"), os.getcwd(), "/etc", "/proc", "/sys", "/tmp", "/usr", "/var"]
    assert not set(folders) & set(forbidden)
    assert not any(root.startswith("/etc") and root != "/etc/ld.so.cache" for root in SYSTEM_ROOTS)


def test_named_site_folders_are_readable_and_absent_ones_left_out(tmp_path):
    roots = readable_roots([str(tmp_path), str(tmp_path / "absent")])
    assert str(tmp_path) in roots and str(tmp_path / "absent") not in roots


@pytest.mark.parametrize("arch", [X86_64, AARCH64])
def test_every_call_has_one_rule_and_every_jump_lands_inside(arch):
    assert not set(ALWAYS[arch]) & set(BY_ARGUMENT[arch])
    numbers = [*ALWAYS[arch].values(), *BY_ARGUMENT[arch].values()]
    assert len(numbers) == len(set(numbers))
    code = program(arch, 1234)
    assert len(code) < 4096 and code[-1][0] == 0x06  # the kernel's own limit; the last word is a verdict
    for at, (_, if_true, if_false, _) in enumerate(code):
        assert max(if_true, if_false) < 256
        assert at == len(code) - 1 or at + 1 + max(if_true, if_false) < len(code)


@pytest.mark.parametrize("arch", [X86_64, AARCH64])
def test_no_call_that_reaches_out_is_on_the_list(arch):
    dangerous = {"execve", "execveat", "fork", "vfork", "socket", "connect", "bind", "kill", "tkill", "ptrace"}
    dangerous |= {"rt_sigqueueinfo", "process_vm_readv", "memfd_create", "io_uring_setup", "openat2", "sendmsg"}
    dangerous |= {"pidfd_send_signal", "unshare", "setns", "mount", "bpf", "perf_event_open", "userfaultfd"}
    assert not dangerous & (set(ALWAYS[arch]) | set(BY_ARGUMENT[arch]))


def test_limits_count_from_what_is_held_already():
    limits = memory_limits(100)
    assert limits["RLIMIT_DATA"] > 100 << 20 and limits["RLIMIT_AS"] > limits["RLIMIT_DATA"]


def test_a_system_without_rlimits_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "resource", None)
    assert limit(100, 10) is False
