"""Mutated model files, the short version of ``python -m benchmarks.mutated_files``."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks.mutations import MUTATIONS, mutated

ROOT = Path(__file__).parents[2]


def test_the_same_number_is_the_same_file():
    files = [bytes(range(200)) * 5, b"x" * 300]
    assert [mutated(files, 3, n) for n in range(20)] == [mutated(files, 3, n) for n in range(20)]
    assert len({mutated(files, 3, n) for n in range(20)}) > 15


@pytest.mark.parametrize("change", MUTATIONS)
def test_mutations_change_files_a_little(change):
    raw = bytearray(np.random.default_rng(0).bytes(1000))
    before = bytes(raw)
    for seed in range(5):
        change(raw, np.random.default_rng(seed))
    assert raw != before and abs(len(raw) - 1000) <= 5 * 40


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the benchmark forks its workers")
def test_300_mutated_files_crash_nothing():
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.mutated_files", "--files", "300", "--seed", "7"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "300  files" in done.stdout and "damaged" in done.stdout
