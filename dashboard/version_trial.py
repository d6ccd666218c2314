"""Trying a model file under several library versions: each in a process of its own, one after another."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from dashboard.cases import OpenCase
from dashboard.versions import installed, own
from optimizers.environment.compare import CARRIED, INSTALLED, REFITTED, SAVED
from sandbox.client import Refused, Reply, Stopped, Worker
from sandbox.environments import environment
from sandbox.rehost import checked, opened, process

AROUND = ("python", "numpy", "scipy", "pandas")
N_ROUNDS, PER_ROUND = 15, 20
NONSENSE = (KeyError, IndexError, TypeError, ValueError)  # what replies that were made up by a model run into
Tell = Callable[[dict[str, Any]], None]


class Trial:
    """The same file and rows under several versions, with a way to stop.

    Parameters
    ----------
    case : OpenCase
    versions : list of str
    refit : bool
        Also fit the model's recipe anew under each version, on the learning rows.
    """

    def __init__(self, case: OpenCase, versions: list[str], refit: bool):
        self.case, self.versions, self.refit = case, versions, refit
        self._workers: list[Worker] = []
        self._stopped = threading.Event()
        self._around: dict[str, str] = {}
        self._recipe: Any = None

    def stop(self) -> None:
        """End all processes of it, and the case's own."""
        self._stopped.set()
        for worker in self._workers:
            worker.stop()
        self.case.stop()

    def run(self, tell: Tell) -> Reply:
        """The comparison: a head with the verdict, and the frame of `optimizers.environment.compare`."""
        rows = self.case.ask("rows for versions", {"refit": self.refit})
        raw, answers, blobs = self.case.files["model"][1], [], []
        base: Worker | None = None
        try:
            for i, version in enumerate(self._in_order()):
                said = {"done": i, "of": len(self.versions)}
                worker, told, arrays = self._try(version, raw, rows, base, partial(step, tell, said))
                answers += told
                blobs += arrays
                base = base or worker
                if worker is not None and worker is not base:
                    worker.close()
        finally:
            for worker in self._workers:
                worker.close()
        asked = {"answers": answers, "here": self._here()}
        found = self.case.ask("compare versions", asked, blobs)
        return Reply(found.head | {"around": self._around}, found.blobs)

    def _in_order(self) -> list[str]:
        """The file's own version first: the others are held against it."""
        first = own(self.case) or installed()
        return sorted(self.versions, key=lambda version: version != first)

    def _here(self) -> dict[str, str] | None:
        """How this workbench itself has the file open, if that is another way than the library's."""
        if self.case.version or not own(self.case) or own(self.case) == installed():
            return None
        return {"version": installed(), "role": CARRIED}

    def _role(self, version: str) -> str:
        if version == (own(self.case) or installed()):
            return SAVED
        return INSTALLED if version == installed() else ""

    def _try(
        self, version: str, raw: bytes, rows: Reply, base: Worker | None, tell: Callable[[str], None]
    ) -> tuple[Worker | None, list[dict[str, Any]], list[bytes]]:
        """One version: what it answers, or why it does not."""
        told: dict[str, Any] = {"version": version, "role": self._role(version), "why": ""}
        try:
            worker = self._open(version, raw, tell, told)
            tell(f"asking scikit-learn {version}")
            arrays = ask_all(worker, rows, told)
            told["size_kib"] = worker.ask("size elsewhere").head["bytes"] / 1024
            told["seconds"] = in_turn(worker, base, rows)
        except (Refused, *NONSENSE) as wrong:
            worker, told, arrays = None, told | {"why": reason(wrong)}, []
        if not self.refit:
            return worker, [told], arrays
        tell(f"fitting the recipe with scikit-learn {version}")
        again = self._refit(version, rows, worker if told["role"] == SAVED else None)
        return worker, [told, again[0]], arrays + again[1]

    def _refit(self, version: str, rows: Reply, saved_it: Worker | None) -> tuple[dict[str, Any], list[bytes]]:
        """The recipe fitted under that version, in a process of its own, and what it answers."""
        told: dict[str, Any] = {"version": version, "role": REFITTED, "why": "", "load_ms": float("nan")}
        try:
            if saved_it is not None:
                self._recipe = saved_it.ask("recipe elsewhere").head["recipe"]
            recipe = self._recipe or rows.head["recipe"]
            if recipe is None:
                raise Refused("unsupported", rows.head["no_recipe"])
            worker = process(environment(version))
            self._workers.append(worker)
            with worker:
                return told, self._fitted(worker, rows, recipe, told)
        except (Refused, *NONSENSE) as wrong:
            return told | {"why": reason(wrong)}, []

    def _fitted(self, worker: Worker, rows: Reply, recipe: Any, told: dict[str, Any]) -> list[bytes]:
        asked = {"recipe": recipe} | {name: rows.head[name] for name in ("array", "classes", "classes_dtype")}
        told |= facts_told(checked(worker.ask("refit elsewhere", asked, rows.blobs[2:], timeout=600).head))
        arrays = ask_all(worker, rows, told)
        told["size_kib"] = worker.ask("size elsewhere").head["bytes"] / 1024
        return arrays

    def _open(self, version: str, raw: bytes, tell: Callable[[str], None], told: dict[str, Any]) -> Worker:
        where = environment(version, tell)
        self._around[version] = ", ".join(f"{name} {where.versions.get(name, '?')}" for name in AROUND)
        if self._stopped.is_set():
            raise Stopped
        tell(f"opening the model with scikit-learn {version}")
        worker, facts = opened(where, raw)
        self._workers.append(worker)
        if self._stopped.is_set():
            raise Stopped
        told |= facts_told(facts) | {"load_ms": 1e3 * facts["load_s"]}
        return worker


def reason(wrong: Exception) -> str:
    """One sentence; answers that are not made as they should be are no reason to show a traceback."""
    return wrong.sentence if isinstance(wrong, Refused) else "The process of this version answered nothing sensible."


def facts_told(facts: dict[str, Any]) -> dict[str, Any]:
    """What the comparison must know of an open model."""
    return {name: facts[name] for name in ("methods", "classes", "classes_dtype")}


def step(tell: Tell, said: dict[str, Any], doing: str) -> None:
    """Report what is being done, with how much is done."""
    tell(said | {"doing": doing})


def ask_all(worker: Worker, rows: Reply, told: dict[str, Any]) -> list[bytes]:
    """Labels or values, and scores where there are any; their heads go into `told`."""
    found = worker.ask(
        "answer elsewhere", {"method": "predict", "array": rows.head["array"]}, rows.blobs[:1], timeout=300
    )
    told["labels"] = found.head
    arrays = list(found.blobs)
    if told["methods"]:
        told["by"] = told["methods"][0]
        asked = {"method": told["by"], "array": rows.head["array"]}
        found = worker.ask("answer elsewhere", asked, rows.blobs[:1], timeout=300)
        told["scores"] = found.head
        arrays += found.blobs
    return arrays


def in_turn(worker: Worker, base: Worker | None, rows: Reply) -> dict[str, list[float]]:
    """Median seconds of single rows in each round, here and at the base, in turn: a busy moment meets both."""
    asked = {"n": PER_ROUND, "array": rows.head["array"]}
    spent: dict[str, list[float]] = {"rows": []}
    if base is not None:
        spent["base"] = []
    for _ in range(N_ROUNDS):
        for name, one in zip(("rows", "base"), (worker, base)):
            if one is not None:
                found = one.ask("time elsewhere", asked, rows.blobs[1:2], timeout=120).head["seconds"]
                spent[name].append(float(np.median(found)))
    return spent
