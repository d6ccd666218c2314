"""A worker tries what no worker must be able to do, and tells how it was stopped."""

from __future__ import annotations

import errno
import os
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HOW = {errno.EPERM: "refused by the system call filter", errno.EACCES: "refused by Landlock"}
OUT_OF_REACH = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN)
TEST_ADDRESS = ("192.0.2.1", 9)  # RFC 5737: belongs to nobody; connecting UDP sends nothing
TOO_LONG = "x" * (1 << 20)  # no kernel accepts it as an argument, so a permitted exec fails too


@dataclass(frozen=True)
class Answer:
    """What became of one attempt."""

    name: str
    blocked: bool
    how: str


@dataclass(frozen=True)
class Check:
    """The six answers of the self-test."""

    answers: tuple[Answer, ...]

    @property
    def full(self) -> bool:
        return all(answer.blocked for answer in self.answers)

    @property
    def summary(self) -> str:
        """ "full", or what is missing."""
        missing = [answer.name for answer in self.answers if not answer.blocked]
        return "full" if not missing else f"not stopped: {', '.join(missing)}"


def check(worker: Any) -> Check:
    """Ask a worker to test its walls."""
    found = worker.ask("self_test", {"app_pid": os.getpid()}, timeout=20).head["answers"]
    return Check(tuple(Answer(**answer) for answer in found))


def attempts(app_pid: int) -> list[dict[str, Any]]:
    """Make the six attempts in this process and undo what succeeds."""
    tries: dict[str, Callable[[], Any]] = {
        "read a file": read_a_file,
        "write a file": write_a_file,
        "open a socket": open_a_socket,
        "start a process": start_a_process,
        "run a program": run_a_program,
        "signal the app": lambda: signal_the_app(app_pid),
    }
    return [{"name": name, **outcome(attempt)} for name, attempt in tries.items()]


def outcome(attempt: Callable[[], Any]) -> dict[str, Any]:
    try:
        attempt()
    except OSError as error:
        if error.errno in HOW:
            return {"blocked": True, "how": HOW[error.errno]}
        if error.errno in OUT_OF_REACH:
            return {"blocked": True, "how": "no network is reachable"}
        return {"blocked": False, "how": f"not refused ({os.strerror(error.errno or 0)})"}
    except AttributeError:
        return {"blocked": True, "how": "this system has no such call"}
    return {"blocked": False, "how": "nothing stopped it"}


def read_a_file() -> None:
    for path in (Path(__file__), Path("/etc/passwd")):
        try:
            path.read_bytes()
        except FileNotFoundError:
            continue
        except PermissionError as error:
            refused = error
        else:
            return
    raise refused


def write_a_file() -> None:
    path = Path(os.environ.get("TEMP", "/tmp")) / f"sandbox-self-test-{os.getpid()}"
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    path.unlink()


def open_a_socket() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.connect(TEST_ADDRESS)


def start_a_process() -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def run_a_program() -> None:
    """Run the interpreter with arguments that are too long: refused, or E2BIG where it may be run."""
    os.execv(sys.executable, [sys.executable, TOO_LONG])


def signal_the_app(app_pid: int) -> None:
    """Signal 0 asks for the permission alone; Windows has no such thing, and no refusal either."""
    if sys.platform != "win32":
        os.kill(app_pid, 0)
