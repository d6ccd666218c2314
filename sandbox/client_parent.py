"""The app's end of the warm parent: starts it, orders workers from it, starts it again if it died."""

from __future__ import annotations

import atexit
import json
import socket
import subprocess
import threading
from collections.abc import Collection, Sequence
from typing import Any, Self

from sandbox.client_process import ForkedProcess, see_off, start_interpreter
from sandbox.client_worker import Worker

WARM_SECONDS = 120.0
ORDER_SECONDS = 20.0
REPLY_BYTES = 1 << 16
CPU_SECONDS = 3600  # of a worker's whole life; the clock of each question is the app's
MEMORY_MB = 2048


class Parent:
    """One a web process. Starts at the first worker or at `warm`; forks in milliseconds from then on.

    Attributes
    ----------
    ready : dict
        What the parent said when it was warm: "network namespace", "not imported", "threads".
    notice : str
        What does not protect here, for the user; empty on Linux, where each worker tells by itself.
    """

    notice = ""
    boot = "sandbox.parent"

    def __init__(self, modules: Sequence[str] = ()):
        self._modules = list(modules)
        self._lock = threading.Lock()
        self._process: subprocess.Popen | None = None
        self._control: socket.socket | None = None
        self.ready: dict[str, Any] = {}
        atexit.register(self.close)

    def warm(self) -> None:
        """Start now what the first worker would have to wait for; returns at once."""
        with self._lock:
            self._start()

    def worker(
        self, memory_mb: int = MEMORY_MB, cpu_seconds: int = CPU_SECONDS, *, without: Collection[str] = ()
    ) -> Worker:
        """A new confined worker.

        Parameters
        ----------
        memory_mb : int
            What it may take on top of what it shares with the parent, in MiB.
        cpu_seconds : int
            CPU time of its whole life.
        without : collection of str
            Layers to leave out: for tests of the others.
        """
        ours, theirs = socket.socketpair()
        order = {"memory_mb": memory_mb, "cpu_seconds": cpu_seconds, "without": list(without)}
        with theirs, self._lock:
            process = self._order(order, theirs) or self._order(order, theirs)
        if process is None:
            raise RuntimeError("The parent of the workers does not start; the server's log tells why.")
        return Worker(ours, process, memory_mb)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """End the parent and with it every worker."""
        with self._lock:
            self._end()

    def _order(self, order: dict[str, Any], theirs: socket.socket) -> ForkedProcess | None:
        """None if the parent has died: the next order starts a new one."""
        control = self._start()
        try:
            if not self.ready:
                control.settimeout(WARM_SECONDS)
                self.ready = json.loads(control.recv(REPLY_BYTES))
                control.settimeout(ORDER_SECONDS)
            socket.send_fds(control, [json.dumps(order).encode()], [theirs.fileno()])
            text, handles, _, _ = socket.recv_fds(control, REPLY_BYTES, 1)
            return ForkedProcess(json.loads(text)["pid"], handles[0] if handles else None)
        except (OSError, ValueError):  # no words are no JSON
            self._end()
            return None

    def _start(self) -> socket.socket:
        if self._control is None or self._process is None or self._process.poll() is not None:
            self._end()
            self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                self._process = start_interpreter(self.boot, theirs, self._modules)
        return self._control

    def _end(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            see_off(self._process)
        self._process = self._control = None
        self.ready = {}
