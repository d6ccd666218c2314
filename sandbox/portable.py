"""Workers for systems without fork and Landlock (macOS, Windows): the same commands, weaker walls.

Each worker is a whole interpreter that is ended when it takes too long or too much memory. One is kept
warm in reserve, because its imports take seconds.
"""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Collection, Sequence

from sandbox import wire
from sandbox.client_parent import CPU_SECONDS, MEMORY_MB, WARM_SECONDS, Parent
from sandbox.client_process import ChildProcess, see_off, start_interpreter
from sandbox.client_worker import Worker
from sandbox.confine import LAYERS
from sandbox.portable_memory import resident_mb

WATCH_SECONDS = 0.2
NOTICE = (
    "This system has no Landlock and no seccomp: model files are checked as everywhere, and read in a process "
    "that is ended when it takes too long or too much memory, but a file that gets past the checks could read "
    "your files and use the network. Open only files of people whom you trust."
)


class PortableParent(Parent):
    """Starts each worker as an interpreter of its own; same use as `Parent`."""

    notice = NOTICE
    boot = "sandbox.portable"

    def __init__(self, modules: Sequence[str] = ()):
        super().__init__(modules)
        self._reserve: list[tuple[socket.socket, subprocess.Popen]] = []

    def warm(self) -> None:
        """Start the reserve; returns at once."""
        with self._lock:
            if not self._reserve:
                self._reserve.append(self._interpreter())

    def worker(
        self, memory_mb: int = MEMORY_MB, cpu_seconds: int = CPU_SECONDS, *, without: Collection[str] = ()
    ) -> Worker:
        """A new worker, see `Parent.worker`; only resource limits hold it, and not on Windows."""
        with self._lock:
            ours, process = self._reserve.pop() if self._reserve else self._interpreter()
        without = [*without, *LAYERS[1:]]
        order = {"memory_mb": memory_mb, "cpu_seconds": cpu_seconds, "without": without}
        with contextlib.suppress(OSError):  # it died in reserve: Worker says so
            wire.send(ours, wire.pack(order))
        worker = Worker(ours, ChildProcess(process), memory_mb, WARM_SECONDS)
        threading.Thread(target=watch, args=(weakref.ref(worker),), daemon=True).start()
        self.warm()
        return worker

    def _interpreter(self) -> tuple[socket.socket, subprocess.Popen]:
        ours, theirs = socket.socketpair()
        with theirs:
            return ours, start_interpreter(self.boot, theirs, self._modules)

    def _end(self) -> None:
        while self._reserve:
            ours, process = self._reserve.pop()
            ours.close()
            process.kill()
            see_off(process)


def watch(found: weakref.ref[Worker]) -> None:
    """End a worker that takes more than its limit on top of what it had at first."""
    worker = found()
    most_mb = resident_mb(worker.pid) + worker.memory_limit_mb if worker else 0.0
    while worker is not None and worker.alive:
        if resident_mb(worker.pid) > most_mb:
            worker.outgrow()
        worker = None  # a worker that the app forgot must be free to end
        time.sleep(WATCH_SECONDS)
        worker = found()


def main(fd: int, site_folders: list[str], modules: list[str]) -> None:
    """Warm up, wait for the order, confine as far as this system can, and serve."""
    from sandbox.parent import silence
    from sandbox.warm import warm_up
    from sandbox.worker import run

    sock = socket.fromshare(sys.stdin.buffer.read()) if fd < 0 else socket.socket(fileno=fd)  # type: ignore
    sys.path += [folder for folder in site_folders if folder not in sys.path]
    failed = warm_up(modules)
    print(*[f"sandbox: cannot import {why}" for why in failed], sep="\n", end="", file=sys.stderr)
    silence()
    with contextlib.suppress(wire.Closed):  # ended in reserve
        run(sock, wire.receive(sock).head | {"network namespace": False}, [])
