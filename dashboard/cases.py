"""An opened case on the app's side: inert bytes, facts, and a confined worker that knows the rest."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sandbox.arrow import from_arrow
from sandbox.client import Parent, Reply, Worker
from sandbox.rehost import Elsewhere

ROLES = ("model", "table", "test")
MOST_WORKERS = 24
TIMEOUT_S = 600

_alive: list[OpenCase] = []
_alive_lock = threading.Lock()


@dataclass(eq=False)
class OpenCase:
    """A model's and tables' bytes, and how they were made a case.

    The worker is made when a question comes, and made anew when it has ended: stopping one
    costs nothing that was loaded.

    Attributes
    ----------
    key : str
        A sample's key, or "upload-" and a fingerprint of the files.
    title : str
    files : dict
        Role -> (name, bytes); roles are "model", "table" and, optionally, "test".
    choices : dict
        Arguments of `assemble`: name, target, time, metric ...
    facts : dict
        What the worker said of the case; empty until it is assembled.
    opened : dict
        Role -> what the worker said of that file.
    suggested : dict
        First guesses: "target" and "time".
    preview : DataFrame
        The table's first rows.
    version : str
        The version of scikit-learn that answers for the model in a process of its own; empty for the installed one.
    """

    key: str
    title: str
    files: Mapping[str, tuple[str, bytes]]
    choices: dict[str, Any]
    parent: Parent
    facts: dict[str, Any] = field(default_factory=dict)
    opened: dict[str, dict[str, Any]] = field(default_factory=dict)
    suggested: dict[str, Any] = field(default_factory=dict)
    preview: Any = None
    version: str = ""
    _elsewhere: Elsewhere | None = None
    _worker: Worker | None = None
    _n_asking: int = 0
    _lock: Any = field(default_factory=threading.RLock)

    @property
    def identity(self) -> str:
        """What its answers are kept under: the same files with another target or split are another case."""
        return f"{self.key} {self.version} {json.dumps(self.choices, sort_keys=True)}"

    def move(self, version: str) -> None:
        """Let another version of scikit-learn answer for the model, from the next question on."""
        with self._lock:
            self.close()
            self.version, self.facts = version, {}

    def open(self) -> OpenCase:
        """Load the files in a fresh worker and assemble the case.

        Raises
        ------
        Refused
            With the sentence for the user.
        """
        with self._lock:
            self.look()
            return self.assemble()

    def look(self) -> OpenCase:
        """Load the files in a fresh worker: what they are, a preview, and guesses of target and time."""
        with self._lock:
            worker = self._fresh_worker()
            for role in ROLES:
                if role in self.files:
                    self.opened[role] = self._load(worker, role)
            if not self.suggested:
                self.suggested = worker.ask("suggest", timeout=60).head
            return self

    def assemble(self) -> OpenCase:
        """Make the case of what was loaded, by `choices`; a worker that has ended is made anew."""
        with self._lock:
            if self._worker is None or not self._worker.alive:
                self.look()
            assert self._worker is not None
            self.facts = self._worker.ask("assemble", self.choices, timeout=120).head
            return self

    def _load(self, worker: Worker, role: str) -> dict[str, Any]:
        name, raw = self.files[role]
        if role == "model" and self.version:
            return self._load_elsewhere(worker, raw)
        what = "open model" if role == "model" else "open table"
        facts, blobs = worker.ask(what, {"name": name, "role": role}, [raw], timeout=120)
        if role == "table":
            self.preview = from_arrow(blobs[0])
        return facts

    def _load_elsewhere(self, worker: Worker, raw: bytes) -> dict[str, Any]:
        there = self._elsewhere = Elsewhere(self.version, raw)
        worker.elsewhere = there.answer
        return worker.ask("open rehosted", {"facts": there.open(), "format": "joblib"}, [raw], timeout=120).head

    def _fresh_worker(self) -> Worker:
        self.close()
        self._worker = self.parent.worker()
        with _alive_lock:
            others = _alive[:] if len(_alive) >= MOST_WORKERS else []
            _alive.append(self)
        next((case for case in others if case.retire()), None)
        return self._worker

    def ask(
        self,
        command: str,
        head: dict[str, Any] | None = None,
        blobs: Sequence[bytes] = (),
        on_progress: Callable[[dict], None] | None = None,
    ) -> Reply:
        """Ask the case's worker; it is opened (again) when it must be."""
        with self._lock:
            if self._worker is None or not self._worker.alive:
                self.open()
            worker = self._worker
            self._n_asking += 1
        assert worker is not None
        try:
            return worker.ask(command, head, blobs, timeout=TIMEOUT_S, on_progress=on_progress)
        finally:
            with self._lock:
                self._n_asking -= 1

    def stop(self) -> None:
        """End whatever the worker does, at once."""
        worker = self._worker
        if worker is not None:
            worker.stop()
        if self._elsewhere is not None:
            self._elsewhere.close()

    def retire(self) -> bool:
        """Give the worker up unless it is at work; the next question makes another."""
        if not self._lock.acquire(blocking=False):
            return False
        try:
            if idle := self._n_asking == 0:
                self.close()
            return idle
        finally:
            self._lock.release()

    def close(self) -> None:
        with _alive_lock:
            if self in _alive:
                _alive.remove(self)
        for process in (self._elsewhere, self._worker):
            if process is not None:
                process.close()
        self._elsewhere = self._worker = None


def files_key(files: Mapping[str, tuple[str, bytes]]) -> str:
    """ "upload-" and sixteen hex digits of the files' contents: what a link names."""
    digest = hashlib.sha256()
    for role in sorted(files):
        digest.update(role.encode() + hashlib.sha256(files[role][1]).digest())
    return f"upload-{digest.hexdigest()[:16]}"


def sample(key: str, parent: Parent) -> OpenCase:
    """A sample case, by the same path as an upload: its files' bytes go to a worker."""
    import sample_data

    facts, place = sample_data.describe(key), sample_data.folder(key)
    roles = {"model": facts["model"], "table": facts["table"], "test": facts["test_table"]}
    files = {role: (f"sample_data/{key}/{n}", (place / n).read_bytes()) for role, n in roles.items() if n}
    choices = {k: facts[k] for k in ("target", "time", "metric", "test_share")} | {"name": key}
    return OpenCase(key, facts["title"], files, choices, parent)
