"""A forest pruned, then run another way: fewer bytes, faster rows, faster batches, and at which loss.

    python -m benchmarks.deploy_pruned [--seeds 2] [--quick]

Telescope-like rows: 60 % fit the forest, 20 % choose how far it is cut (the smallest that is no worse on
them), 20 % judge. The cut forest is then offered as it is, directly and by ONNX Runtime; bytes are those of the
smallest file it has, packed or not, times those of the fastest way at each size, measured in turn with the whole.

Goals: at least 100 times fewer bytes, 40 times faster rows, 10 times faster batches, at most 0.5 points lost.
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd

from benchmarks.deploy_backends import offered
from benchmarks.prune_rows import magic_like
from optimizers.compact import pack_forest
from optimizers.deploy.direct import DirectPredictor
from optimizers.deploy.onnx_runtime import OnnxRuntime
from optimizers.measure import model_bytes
from optimizers.operation.compare import operation_of
from optimizers.prune import CutAndRefine

TOLERANCE = 0.0


def figures(seed: int, n_rows: int, n_trees: int, seconds: float) -> dict[str, float]:
    """The four figures of one seed."""
    from sklearn.ensemble import RandomForestClassifier

    values, labels = magic_like(seed, n_rows)
    X, y = pd.DataFrame(values, columns=[f"x{i}" for i in range(values.shape[1])]), pd.Series(labels)
    a, b = round(0.6 * n_rows), round(0.8 * n_rows)
    forest = RandomForestClassifier(n_trees, random_state=seed).fit(X[:a], y[:a])
    rng, learning = np.random.default_rng(seed), (X[:b], y[:b])
    cut = [c.model for c in CutAndRefine().candidates(forest, *learning, rng)]
    whole = forest.score(X[a:b], y[a:b])
    small = min((m for m in cut if m.score(X[a:b], y[a:b]) >= whole - TOLERANCE), key=size, default=forest)
    ways = {"forest": forest, "cut": small} | offered(small, X[:b], y[:b], (DirectPredictor(), OnnxRuntime()))
    table = operation_of(ways, X[b:], batches=(1, 10_000), seconds=seconds, seed=seed, stored=False)
    rates = table[table["measure"] == "throughput_rows_s"]
    best = rates.groupby("batch")["times_better"].max()
    return {
        "times fewer bytes": size(forest) / min(*map(size, ways.values()), packed(small)),
        "times faster rows": best[1],
        "times faster batches": best[10_000],
        "points lost": 100 * (forest.score(X[b:], y[b:]) - small.score(X[b:], y[b:])),
    }


def size(model: object) -> int:
    return len(model_bytes(model))


def packed(model: object) -> float:
    """Bytes of a forest's own file; infinite for what it does not hold."""
    try:
        return len(pack_forest(model))
    except (ValueError, TypeError, AttributeError):
        return np.inf


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_args(argv)
    n_rows, n_trees, seconds = (800, 10, 0.1) if given.quick else (15_000, 100, 4.0)
    found = [figures(seed, n_rows, n_trees, seconds) for seed in range(1 if given.quick else given.seeds)]
    goals = {"times fewer bytes": ">= 100", "times faster rows": ">= 40", "times faster batches": ">= 10"}
    for name, goal in (goals | {"points lost": "<= 0.5"}).items():
        values = [one[name] for one in found]
        print(f"{name:22} {np.median(values):8.2f} ({min(values):.2f} to {max(values):.2f})   goal {goal}")


if __name__ == "__main__":
    main()
