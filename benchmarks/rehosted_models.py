"""Models of older scikit-learns in a process of their own version: set up, opened, and equal to what they said.

python -m benchmarks.rehosted_models             the committed corpus: 1.0, 1.2, 1.3, 1.5 and 1.7
python -m benchmarks.rehosted_models --quick     every tenth model of it
python -m benchmarks.rehosted_models --cold      every environment is built anew, with an empty cache of packages
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sandbox.arrow import to_arrow
from sandbox.environments import Environment, environment
from sandbox.refusal import Refused
from sandbox.rehost import opened, process
from tests.corpus.reading import TOLERANCE, Entry, _largest, entries, versions

GOAL, BUILD_GOAL_S, WARM_GOAL_S, STARTS = 0.95, 60.0, 3.0, 5


class There:
    """A model in its own version, asked like a model: labels as places among its classes."""

    def __init__(self, worker: Any, facts: dict[str, Any]):
        self.worker, self.facts = worker, facts

    def ask(self, method: str, X: Any) -> np.ndarray:
        array = not isinstance(X, pd.DataFrame)
        head, blobs = self.worker.ask(
            "answer elsewhere", {"method": method, "array": array}, [to_arrow(pd.DataFrame(X))]
        )
        said = np.frombuffer(blobs[0], head["dtype"]).reshape(head["shape"])
        return said if method != "predict" or self.facts["classes"] is None else np.array(self.facts["classes"])[said]


def of_one_target(entry: Entry) -> bool:
    """Whether it is a model for this workbench: a table in, one target out."""
    return np.ndim(entry.X) == 2 and entry.answers["predict"].squeeze().ndim == 1


def apart(worker: Any, entry: Entry) -> tuple[float | None, str]:
    """How far the answers are from those recorded; None, and why, where there are none."""
    try:
        there = There(worker, worker.ask("open elsewhere", {}, [entry.raw], timeout=60).head)
        far = 0.0
        for method, was in entry.answers.items():
            now = there.ask(method, entry.X).reshape(was.shape)
            same = was.dtype.kind in "US" and (now.astype(str) == was).all()
            far = max(far, 0.0 if same else np.inf if was.dtype.kind in "US" else _largest(now, was))
        return far, ""
    except Refused as refused:
        return None, refused.sentence


def warm_s(where: Environment, entry: Entry) -> float:
    """Median seconds from nothing to the first answer."""
    spent = []
    for _ in range(STARTS):
        begun = time.perf_counter()
        worker, facts = opened(where, entry.raw)
        with worker:
            There(worker, facts).ask("predict", entry.X)
            spent.append(time.perf_counter() - begun)
    return statistics.median(spent)


def version_line(version: str, folder: Path | None, quick: bool) -> tuple[int, int]:
    """Print one version's figures; how many models there are, and how many are equal."""
    where = environment(version, folder=folder)
    models = [entry for entry in entries(version) if of_one_target(entry)][:: 10 if quick else 1]
    with process(where) as worker:
        found = {entry.name: apart(worker, entry) for entry in models}
    same = [far for far, _ in found.values() if far is not None and far <= TOLERANCE]
    print(
        f"{version}: built in {where.build_s:.1f} s; first answer after {warm_s(where, models[0]):.2f} s; {len(found)} "
        f"models, equal {len(same)} ({len(same) / len(found):.1%}), bit for bit {sum(far == 0 for far in same)}"
    )
    for name, (far, why) in found.items():
        if far is None or far > TOLERANCE:
            print(f"    {name}: {why or f'differs by {far:.2g}'}")
    return len(found), len(same)


def main(argv: list[str] | None = None) -> None:
    """Print a line a version, and the share against the goal."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--cold", action="store_true")
    given = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as empty:
        if given.cold:
            os.environ["UV_CACHE_DIR"] = f"{empty}/packages"
        counts = [version_line(v, Path(empty) if given.cold else None, given.quick) for v in versions()]
    n, n_same = (sum(column) for column in zip(*counts))
    goals = f"goals: {GOAL} equal, built in {BUILD_GOAL_S:g} s, first answer after {WARM_GOAL_S:g} s"
    print(f"all: equal {n_same} of {n}, share {n_same / n:.3f}; {goals}")


if __name__ == "__main__":
    main()
