"""Workers that are really held to cores and to memory."""

import os

import pytest

from dashboard import cases, hardware
from sandbox.client import Refused, Stopped
from sandbox.confine_limits import STACKS_MB

needs_cores = pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="no affinity on this system")


@pytest.fixture
def bench(parent):
    case = cases.sample("breast_cancer", parent)
    found = hardware.Bench(case)
    yield found
    found.stop()
    case.close()


@pytest.mark.parametrize(("n", "expected"), [(1, [1]), (2, [1, 2]), (6, [1, 2, 4, 6]), (64, [1, 2, 4, 8, 16, 64])])
def test_doublings_and_all_cores(n, expected):
    assert hardware.counts(n) == expected


@needs_cores
def test_a_worker_has_the_cores_it_was_given_and_no_more(bench):
    core = sorted(os.sched_getaffinity(0))[:1]
    worker = bench.worker(cores=core)
    assert os.sched_getaffinity(worker.pid) == set(core)
    assert bench.loaded(worker, bench.rows(), 50)["n_cores"] == 1


@needs_cores
def test_every_number_of_cores_is_measured_in_every_round(bench, monkeypatch):
    monkeypatch.setattr(hardware, "N_ROUNDS", 2)
    monkeypatch.setattr(hardware, "ROUND_S", 0.001)
    monkeypatch.setattr(hardware, "N_ROWS", 200)
    found = hardware.on_cores(bench)
    assert found["n_cores"][0] == 1 and found["n_cores"][-1] == len(os.sched_getaffinity(0))
    assert all(len(row) == len(found["n_cores"]) and min(row) > 0 for row in found["threads"])
    assert len(found["threads"]) == len(found["replicas"]) == 2


@needs_cores
def test_too_little_memory_fails_and_the_least_that_is_enough_is_found(bench):
    assert hardware.refused_in(bench, bench.rows(), 4) and not hardware.refused_in(bench, bench.rows(), 1024)
    found = hardware.in_memory(bench)
    assert found["fails_mib"] < found["least_mib"] <= hardware.MEMORY_MB + STACKS_MB and found["shared_mib"] > 0
    assert len(found["tried"]) == hardware.N_CAPS
    assert all(one["answered"] == (one["mib"] >= found["least_mib"]) for one in found["tried"])


def test_a_stopped_bench_makes_no_more_workers(bench):
    bench.stop()
    with pytest.raises(Stopped):
        bench.worker()


def test_a_system_without_affinity_is_one_sentence(bench, monkeypatch):
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    with pytest.raises(Refused, match="held to some of its cores; measure on Linux"):
        hardware.on_cores(bench)
