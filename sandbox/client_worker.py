"""The app's end of one worker: questions, answers, progress, and ending it."""

from __future__ import annotations

import socket
import threading
import time
import weakref
from collections.abc import Callable, Sequence
from typing import Any, Self

from sandbox import client_refusals, wire
from sandbox.client_process import Process
from sandbox.refusal import Refused
from sandbox.wire import Reply

START_SECONDS = 20.0
END_SECONDS = 1.0
MAX_REPORTS = 50_000
Elsewhere = Callable[[dict[str, Any], list[bytes], float], Reply]


class Stopped(Exception):
    """The worker was stopped by the app while, or before, it was asked."""


class Worker:
    """A confined process that keeps one case and answers questions about it.

    Any thread may ask; questions are answered one at a time. A question that does not end well
    (too slow, crashed, or `on_progress` raised) ends the process: there is nothing left to ask.

    Attributes
    ----------
    protection : dict
        What took hold in the process, by layer.
    memory_limit_mb : int
        What it may take.
    elsewhere : callable, optional
        Answers what this process asks of another library version: head, blobs and seconds to a reply.
    """

    def __init__(self, sock: socket.socket, process: Process, memory_limit_mb: int, start_s: float = START_SECONDS):
        self._sock, self._process, self.memory_limit_mb = sock, process, memory_limit_mb
        self._lock = threading.Lock()
        self._stopped = self._outgrown = False
        self._finish = weakref.finalize(self, _end, sock, process)
        self.protection: dict[str, Any] = self._first_words(start_s)
        self.elsewhere: Elsewhere | None = None

    def ask(
        self,
        command: str,
        head: dict[str, Any] | None = None,
        blobs: Sequence[bytes] = (),
        *,
        timeout: float = 60,
        on_progress: Callable[[dict[str, Any]], None] | None = None,
    ) -> Reply:
        """Ask and wait for the answer.

        Parameters
        ----------
        timeout : float
            Seconds from the moment this question's turn comes; then the process is ended.
        on_progress : callable
            Called in this thread with each report of the worker, as it arrives.

        Raises
        ------
        Refused
            The worker's own refusal, or "too_slow", "too_large", "crashed".
        Stopped
            If `stop` or `close` was called.
        """
        parts = wire.pack({**(head or {}), "command": command}, blobs)
        with self._lock:
            self._check_usable()
            try:
                reply = self._converse(parts, time.monotonic() + timeout, on_progress)
            except (OSError, wire.WireError) as error:
                self._finish()
                raise self._cause(error, timeout) from None
            except BaseException:
                self._finish()
                raise
        return client_refusals.unwrap(reply, self.memory_limit_mb)

    def memory_mb(self) -> dict[str, float]:
        """Memory of the process in MiB: "private", "shared" (with its parent), "peak"."""
        return self.ask("memory").head

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._finish.alive and self._process.alive()

    def stop(self) -> None:
        """End the process at once, whatever it does; a waiting `ask` raises `Stopped`."""
        self._stopped = True
        self._process.kill()
        if self._lock.acquire(timeout=END_SECONDS / 2):
            self._finish()
            self._lock.release()

    close = stop

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def outgrow(self) -> None:
        """End the process because it takes too much memory."""
        self._outgrown = True
        self._process.kill()

    def _first_words(self, seconds: float) -> dict[str, Any]:
        try:
            return wire.receive(self._sock, time.monotonic() + seconds).head["protection"]
        except (OSError, wire.WireError, KeyError) as error:
            self._finish()
            raise RuntimeError(f"The confined process did not start ({type(error).__name__}).") from error

    def _converse(self, parts: Sequence[memoryview], deadline: float, on_progress: Any) -> Reply:
        wire.send(self._sock, parts, deadline)
        for _ in range(MAX_REPORTS):
            reply = wire.receive(self._sock, deadline)
            asked, report = reply.head.get("elsewhere"), reply.head.get("progress")
            if isinstance(asked, dict):
                wire.send(self._sock, wire.pack(*self._elsewhere(asked, reply.blobs, deadline)), deadline)
                continue
            if not isinstance(report, dict):
                return reply
            if on_progress is not None:
                on_progress(report)
        raise wire.WireError("The worker reports without end.")

    def _elsewhere(self, head: dict[str, Any], blobs: list[bytes], deadline: float) -> Reply:
        """What the process of another library version says; its refusals are for the asking process to tell."""
        if self.elsewhere is None:
            return Reply({"refused": "unsupported", "sentence": "There is no process of another version to ask."}, [])
        try:
            return self.elsewhere(head, blobs, deadline - time.monotonic())
        except Refused as refused:
            return Reply({"refused": refused.code, "sentence": refused.sentence}, [])

    def _check_usable(self) -> None:
        if self._stopped:
            raise Stopped
        if not self._finish.alive:
            raise client_refusals.ended()

    def _cause(self, error: Exception, timeout: float) -> Exception:
        if self._stopped:
            return Stopped()
        if self._outgrown:
            return client_refusals.too_large(self.memory_limit_mb)
        if isinstance(error, TimeoutError):
            return client_refusals.too_slow(timeout)
        return client_refusals.crashed()


def _end(sock: socket.socket, process: Process) -> None:
    process.kill()
    process.release()
    sock.close()
