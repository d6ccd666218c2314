"""A model held to some cores, or to little memory: workers of its own, really limited, and measured in turn."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from dashboard.cases import OpenCase
from sandbox.client import Refused, Stopped, Worker
from sandbox.client_parent import MEMORY_MB
from sandbox.confine_limits import STACKS_MB

N_ROWS, N_CAP_ROWS, N_ROUNDS = 10_000, 1_000, 9
ROUND_S, SLOW_S = 0.15, 1.0
MOST_COUNTS, MOST_REPLICAS, MOST_CALLS = 6, 8, 1_000
LEAST_MIB, N_CAPS = 8, 5
NO_CORES = "This system does not let a process be held to some of its cores; measure on Linux."
NO_LIMIT = "This system does not hold a process to so much memory and no more; measure on Linux."


@dataclass(eq=False)
class Bench:
    """Workers for one measurement, beside that of the case; ended together.

    Parameters
    ----------
    case : OpenCase
        Its model file and some of its rows are what every worker gets.
    """

    case: OpenCase
    workers: list[Worker] = field(default_factory=list)
    stopped: bool = False

    def stop(self) -> None:
        """End all of them at once."""
        self.stopped = True
        for worker in list(self.workers):
            worker.stop()

    def worker(self, memory_mb: int = MEMORY_MB, cores: list[int] | None = None) -> Worker:
        """A fresh one, held to these cores from its first thread on.

        Raises
        ------
        Refused
            If the system does not hold it to them.
        """
        if self.stopped:
            raise Stopped
        made = self.case.parent.worker(memory_mb)
        self.workers.append(made)
        if cores:
            try:
                os.sched_setaffinity(made.pid, cores)
            except (AttributeError, OSError) as why:
                raise Refused("unsupported", NO_CORES) from why
        return made

    def loaded(self, worker: Worker, rows: bytes, n_rows: int) -> dict[str, Any]:
        """Let it open the model and answer the rows once."""
        name, raw = self.case.files["model"]
        return worker.ask("hardware load", {"name": name, "n_rows": n_rows}, [raw, rows], timeout=120).head

    def rows(self) -> bytes:
        return self.case.ask("hardware rows", {}).blobs[0]


def counts(n_cores: int) -> list[int]:
    """Numbers of cores to measure: doublings, and all of them."""
    doubled = [2**k for k in range(n_cores.bit_length()) if 2**k < n_cores]
    return [*doubled[: MOST_COUNTS - 1], n_cores]


def on_cores(bench: Bench) -> dict[str, Any]:
    """Seconds of every round: one process with as many threads as cores, and as many processes, a core each.

    Returns
    -------
    dict
        n_cores, n_rows; "threads" and "replicas": a list a round of seconds for `n_rows` by number of cores.

    Raises
    ------
    Refused
        If processes cannot be held to cores here, or the model cannot be opened.
    """
    if not hasattr(os, "sched_getaffinity"):
        raise Refused("unsupported", NO_CORES)
    cores, rows, n_rows = sorted(os.sched_getaffinity(0)), bench.rows(), N_ROWS
    alone = bench.worker(cores=cores[:1])
    first = bench.loaded(alone, rows, n_rows)
    if first["wall_s"] > SLOW_S:
        n_rows = max(1, int(n_rows * SLOW_S / first["wall_s"]))
        first = bench.loaded(alone, rows, n_rows)
    measured = counts(len(cores))
    threads = {1: alone} | {n: bench.worker(cores=cores[:n]) for n in measured[1:]}
    single = [alone, *(bench.worker(cores=[c]) for c in cores[1:MOST_REPLICAS])]
    for worker in [*threads.values(), *single]:
        if worker is not alone:
            bench.loaded(worker, rows, n_rows)
    n_calls = min(MOST_CALLS, max(1, round(ROUND_S / max(first["wall_s"], 1e-6))))
    replicas = [n for n in measured if n <= len(single)]
    found: dict[str, Any] = {
        "n_cores": measured,
        "n_replicas": replicas,
        "n_rows": n_rows,
        "threads": [],
        "replicas": [],
    }
    for _ in range(N_ROUNDS):
        found["threads"].append(in_turn(measured, lambda n: seconds(threads[n], n, n_calls)))
        found["replicas"].append(in_turn(replicas, lambda n: at_once(single[:n], n_calls)))
    return found


def in_turn(numbers: list[int], ask: Callable[[int], float]) -> list[float]:
    """An answer for each, asked in an order drawn anew."""
    found = {n: ask(n) for n in random.sample(numbers, len(numbers))}
    return [found[n] for n in numbers]


def seconds(worker: Worker, n_threads: int, n_calls: int) -> float:
    """Of one call."""
    answer = worker.ask("hardware calls", {"n_threads": n_threads, "n_calls": n_calls}, timeout=120)
    return answer.head["wall_s"] / n_calls


def at_once(workers: list[Worker], n_calls: int) -> float:
    """Seconds for the rows of one call, answered by several processes at the same time."""
    with ThreadPoolExecutor(len(workers)) as pool:
        spent = list(pool.map(lambda worker: seconds(worker, 1, n_calls), workers))
    return max(spent) / len(workers)


def in_memory(bench: Bench) -> dict[str, Any]:
    """The least memory of its own in which a process opens the model and answers rows.

    Returns
    -------
    dict
        tried: a list of {"mib", "answered", "why"}; least_mib, fails_mib (0 if none failed), shared_mib, n_rows.

    Raises
    ------
    Refused
        If the system sets no such limit, or the model is not even opened with all of it.
    """
    rows = bench.rows()
    with bench.worker() as ample:
        if not ample.protection.get("rlimits"):
            raise Refused("unsupported", NO_LIMIT)
        memory = bench.loaded(ample, rows, N_CAP_ROWS)["memory"]
    tried: list[dict[str, Any]] = []
    low, high = 0.0, float(MEMORY_MB + STACKS_MB)
    for _ in range(N_CAPS):
        mib = round((max(low, LEAST_MIB / 2) * high) ** 0.5)
        why = refused_in(bench, rows, mib)
        tried.append({"mib": mib, "answered": not why, "why": why})
        low, high = (mib, high) if why else (low, mib)
    return {"tried": tried, "least_mib": high, "fails_mib": low, "shared_mib": memory.get("shared", 0.0),
            "n_rows": N_CAP_ROWS}  # fmt: skip


def refused_in(bench: Bench, rows: bytes, mib: int) -> str:
    """Why a process that may take so much does not answer; empty if it does."""
    try:
        with bench.worker(mib - STACKS_MB) as worker:
            bench.loaded(worker, rows, N_CAP_ROWS)
    except Stopped:
        raise
    except Refused as why:
        return "It crashed." if why.code == "crashed" else "It ran out of memory."
    except RuntimeError:
        return "The process did not even start."
    return ""
