"""Mutated model files against the guard: how many load, are refused, or crash their worker.

    python -m benchmarks.mutated_files [--files 10000] [--seed 0]

Each file is a small fitted model in one of the formats with a few bytes changed, cut, repeated or swapped. Batches
run in forked children of one warm parent, which ends a child that hangs and counts one that dies; what loads must
also predict. The goal: no crash of the parent, ever; crashes of workers are counted and should be none.
"""

from __future__ import annotations

import argparse
import collections
import io
import json
import os
import select
import signal
import sys
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import numpy as np

from benchmarks.mutations import base_files, mutated

BATCH = 250
PATIENCE_SECONDS = 20.0
Verdicts = collections.Counter


def verdict(raw: bytes) -> str:
    """``loaded``, the code of the refusal, or what escaped."""
    from sandbox.guard import load_model
    from sandbox.refusal import Refused

    try:
        model = load_model(raw).model
    except Refused as refused:
        return refused.code
    except MemoryError:
        return "memory"
    except BaseException as error:
        return f"escaped: {type(error).__name__}"
    try:
        model.predict(np.random.default_rng(0).normal(size=(20, getattr(model, "n_features_in_", 4))))
        return "loaded"
    except Exception:
        return "loaded, cannot predict"


def batch(files: list[bytes], seed: int, numbers: range) -> Verdicts:
    """Verdicts on a batch, in children: a child that dies or hangs costs one file, and the next goes on."""
    counts: Verdicts = Verdicts()
    start = numbers.start
    while start < numbers.stop:
        done, ending = _child(files, seed, range(start, numbers.stop))
        counts.update(done)
        start += len(done)
        if ending:
            counts[ending] += 1
            print(f"file {start} of seed {seed}: {ending}", file=sys.stderr)
            start += 1
    return counts


def _child(files: list[bytes], seed: int, numbers: range) -> tuple[list[str], str]:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _work(files, seed, numbers, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        done = list(_lines(pipe, pid))
    _, status = os.waitpid(pid, 0)
    if len(done) == len(numbers):
        return done, ""
    return done, "hung" if os.WTERMSIG(status) == signal.SIGKILL else f"crashed by signal {os.WTERMSIG(status)}"


def _work(files: list[bytes], seed: int, numbers: range, writing: int) -> None:
    try:
        warnings.simplefilter("ignore")
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        for number in numbers:
            os.write(writing, json.dumps(verdict(mutated(files, seed, number))).encode() + b"\n")
    finally:
        os._exit(0)


def _lines(pipe: io.BufferedReader, pid: int) -> Iterator[str]:
    """What the child writes; the child is ended when it is silent for too long."""
    rest = b""
    while True:
        ready, _, _ = select.select([pipe], [], [], PATIENCE_SECONDS)
        if not ready:
            os.kill(pid, signal.SIGKILL)
            return
        some = os.read(pipe.fileno(), 1 << 16)
        if not some:
            return
        *lines, rest = (rest + some).split(b"\n")
        yield from (json.loads(line) for line in lines)


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark and print the counts; exit code 1 when a worker crashed or hung or something escaped."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    from sandbox.guard import preload

    preload()
    warnings.simplefilter("ignore")
    with ProcessPoolExecutor(1) as elsewhere:  # fitting here would leave OpenMP threads that no fork survives
        files = elsewhere.submit(base_files).result()
    counts, began = Verdicts(), time.perf_counter()
    for start in range(0, options.files, BATCH):
        counts.update(batch(files, options.seed, range(start, min(start + BATCH, options.files))))
    seconds = time.perf_counter() - began
    for name, n_files in counts.most_common():
        print(f"{n_files:7d}  {name}")
    print(f"{sum(counts.values()):7d}  files of {len(files)} models, {1000 * seconds / options.files:.1f} ms a file")
    return int(any(name.startswith(("crashed", "hung", "escaped")) for name in counts))


if __name__ == "__main__":
    sys.exit(main())
