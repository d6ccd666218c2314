"""Starting, watching and ending the processes of the sandbox, from the app's side."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).resolve().parent.parent
END_SECONDS = 2.0
BOOT = """
import json, sys
root, fd, site_folders, modules = json.loads(sys.argv[1])
sys.path.insert(0, root)
from MODULE import main
main(fd, site_folders, modules)
"""
# One thread for BLAS and OpenMP: what forks must have no others, and many workers share the cores.
ENVIRONMENT = {
    "PATH": os.defpath,
    "LANG": "C.UTF-8",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
NEEDED_ON_WINDOWS = ("SYSTEMROOT", "TEMP")


class Process(Protocol):
    """What a worker runs in."""

    pid: int

    def kill(self) -> None: ...
    def alive(self) -> bool: ...
    def release(self) -> None: ...


class ForkedProcess:
    """A worker that is no child of the app: ended through its handle, which no later process can get."""

    def __init__(self, pid: int, handle: int | None):
        self.pid, self._handle = pid, handle
        self._lock = threading.Lock()
        self._released = False

    def kill(self) -> None:
        with self._lock:
            self._signal(signal.SIGKILL)

    def alive(self) -> bool:
        with self._lock:
            if self._handle is None or self._released:
                return self._signal(0)
            poll = select.poll()
            poll.register(self._handle, select.POLLIN)
            return not poll.poll(0)

    def release(self) -> None:
        with self._lock:
            if self._handle is not None and not self._released:
                os.close(self._handle)
            self._released = True

    def _signal(self, number: int) -> bool:
        if self._released:
            return False
        try:
            if self._handle is None:
                os.kill(self.pid, number)
            else:
                signal.pidfd_send_signal(self._handle, number)
        except OSError:
            return False
        return True


class ChildProcess:
    """A worker that the app started itself."""

    def __init__(self, process: subprocess.Popen):
        self.pid, self._process = process.pid, process

    def kill(self) -> None:
        self._process.kill()

    def alive(self) -> bool:
        return self._process.poll() is None

    def release(self) -> None:
        see_off(self._process)


def start_interpreter(
    module: str, theirs: socket.socket, modules: Sequence[str], python: str = sys.executable
) -> subprocess.Popen:
    """Start `<module>.main` in an isolated interpreter: it inherits one socket and no secret.

    Another `python` than the running one brings its own libraries.
    """
    windows = sys.platform == "win32"
    fd = -1 if windows else theirs.fileno()
    site_folders = own_site_folders() if python == sys.executable else []
    process = subprocess.Popen(
        [python, "-I", "-c", BOOT.replace("MODULE", module), json.dumps([str(ROOT), fd, site_folders, list(modules)])],
        pass_fds=() if windows else (fd,),
        env=ENVIRONMENT | {name: os.environ[name] for name in NEEDED_ON_WINDOWS if windows},
        stdin=subprocess.PIPE if windows else subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        cwd=ROOT.anchor,
        start_new_session=True,  # an interrupt at the terminal is for the app alone
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )
    if windows and process.stdin is not None:
        with process.stdin:
            process.stdin.write(theirs.share(process.pid))  # type: ignore[attr-defined]
    return process


def own_site_folders() -> list[str]:
    """Where our libraries lie: an isolated interpreter leaves the user's own site-packages out."""
    return [folder for folder in sys.path if Path(folder).name in ("site-packages", "dist-packages")]


def see_off(process: subprocess.Popen) -> None:
    """Wait for a process that was told to end, and end it if it does not."""
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
