"""Starting a process of another library version, from the app's side."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable
from typing import Any

from sandbox import wire
from sandbox.client_parent import CPU_SECONDS, MEMORY_MB
from sandbox.client_process import ChildProcess, start_interpreter
from sandbox.client_worker import Worker
from sandbox.confine import LAYERS
from sandbox.environments import Environment, environment
from sandbox.portable import watch
from sandbox.refusal import Refused
from sandbox.wire import Reply

WARM_SECONDS = 60.0
ANSWER_SECONDS = 120.0


def process(where: Environment, memory_mb: int = MEMORY_MB) -> Worker:
    """A confined process with that environment's libraries; it knows the commands of `rehost_process`.

    Raises
    ------
    Refused
        If it does not start.
    """
    ours, theirs = socket.socketpair()
    with theirs:
        try:
            child = start_interpreter("sandbox.rehost_process", theirs, (), where.python)
        except OSError as wrong:
            raise _does_not_start(where, wrong.strerror or "") from None
    return _confined(ours, child, where, memory_mb)


def _confined(ours: socket.socket, child: subprocess.Popen, where: Environment, memory_mb: int) -> Worker:
    linux = sys.platform == "linux"
    order = {"memory_mb": memory_mb, "cpu_seconds": CPU_SECONDS, "without": [] if linux else list(LAYERS[1:])}
    with contextlib.suppress(OSError):  # it died while starting: Worker says so
        wire.send(ours, wire.pack(order))
    try:
        worker = Worker(ours, ChildProcess(child), memory_mb, WARM_SECONDS)
    except RuntimeError:
        raise _does_not_start(where, "its libraries cannot be imported") from None
    if not linux:
        threading.Thread(target=watch, args=(weakref.ref(worker),), daemon=True).start()
    return worker


def _does_not_start(where: Environment, why: str) -> Refused:
    name = f"The process with scikit-learn {where.versions.get('scikit-learn', '?')}"
    return Refused("crashed", f"{name} does not start ({why}); delete its folder {where.python} lies in and try again.")


class Elsewhere:
    """A model file that a process of another version has open, and opens again when that has ended.

    Parameters
    ----------
    version : str
        Of scikit-learn.
    raw : bytes
        The model's file.
    """

    def __init__(self, version: str, raw: bytes):
        self.version, self.raw = version, raw
        self.facts: dict[str, Any] = {}
        self._worker: Worker | None = None
        self._lock = threading.Lock()

    def open(self, tell: Callable[[str], None] = lambda doing: None) -> dict[str, Any]:
        """Set up what is missing and open the file; what the file is.

        Raises
        ------
        Refused
            If there is no such environment, or the file does not open in it.
        """
        with self._lock:
            if self._worker is None or not self._worker.alive:
                where = environment(self.version, tell)
                tell(f"opening the model with scikit-learn {self.version}")
                self._worker, self.facts = opened(where, self.raw)
            return self.facts

    def answer(self, head: dict[str, Any], blobs: list[bytes], seconds: float) -> Reply:
        """What the model says of rows: nothing else may be asked on behalf of a case's process."""
        asked = {name: head.get(name) for name in ("method", "array")}
        worker = self._opened()
        try:
            return worker.ask("answer elsewhere", asked, blobs, timeout=seconds)
        except Refused as refused:
            if refused.code != "crashed" or worker.alive:  # alive: the model raised something, and would again
                raise
            return self._opened().ask("answer elsewhere", asked, blobs, timeout=seconds)

    def _opened(self) -> Worker:
        self.open()
        assert self._worker is not None
        return self._worker

    def close(self) -> None:
        worker = self._worker  # without the lock: whoever holds it may be waiting for this process
        if worker is not None:
            worker.close()


def opened(where: Environment, raw: bytes, memory_mb: int = MEMORY_MB) -> tuple[Worker, dict[str, Any]]:
    """A process of that version with the model file open, and what the file is.

    Raises
    ------
    Refused
        If that version cannot open the file: the process has ended then.
    """
    worker = process(where, memory_mb)
    try:
        return worker, checked(worker.ask("open elsewhere", {}, [raw], timeout=ANSWER_SECONDS).head)
    except BaseException:
        worker.close()
        raise


def checked(facts: dict[str, Any]) -> dict[str, Any]:
    """What a process says of a model, if it is made as it should be: whatever ran there may have made it up.

    Raises
    ------
    Refused
        If it is not.
    """
    kinds = {
        "kind": str, "sklearn": str, "classes": list | None, "classes_dtype": str | None, "names": list | None,
        "n_features": int | None, "methods": list,
    }  # fmt: skip
    for name, kind in kinds.items():
        if name not in facts or not isinstance(facts[name], kind):
            said = f"The process of the other version told nothing sensible of the model's {name}; try another version."
            raise Refused("crashed", said)
    spent = facts.get("load_s", 0.0)
    return facts | {"load_s": float(spent) if isinstance(spent, int | float) else float("nan")}
