"""Accuracy, macro F1 and ROC AUC of 50 steps with their intervals, against a direct numpy computation without.

python -m benchmarks.step_scores            50 steps of 20,000 rows
python -m benchmarks.step_scores --quick    of 500
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np

from optimizers.metrics import METRICS, score

N_STEPS, REPEATS = 50, 5


def direct(y: np.ndarray, codes: np.ndarray, scores: np.ndarray) -> tuple[float, ...]:
    """The three values for labels 0 and 1: counts, and ranks from one sort (no ties among chances)."""
    chance = scores[:, 1]
    right = y == codes
    f1 = [
        2 * np.count_nonzero(right & (y == k)) / (np.count_nonzero(y == k) + np.count_nonzero(codes == k))
        for k in (0, 1)
    ]
    ranks = np.empty(len(y))
    ranks[np.argsort(chance)] = np.arange(1, len(y) + 1)
    n_pos = np.count_nonzero(y)
    area = (ranks[y == 1].sum() - n_pos * (n_pos + 1) / 2) / (n_pos * (len(y) - n_pos))
    return float(right.mean()), float(np.mean(f1)), float(area)


def ours(y: np.ndarray, codes: np.ndarray, scores: np.ndarray) -> tuple[float, ...]:
    given = {"accuracy": codes, "f1_macro": codes, "roc_auc": scores}
    return tuple(score(METRICS[name], y, answer).value for name, answer in given.items())


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    n = 500 if parser.parse_args(argv).quick else 20_000
    rng = np.random.default_rng(0)
    steps = []
    for _ in range(N_STEPS):
        chance = rng.random(n)
        steps.append(
            ((rng.random(n) < chance).astype(int), (chance > 0.5).astype(int), np.column_stack([1 - chance, chance]))
        )
    works = {"direct": lambda: [direct(*s) for s in steps], "ours": lambda: [ours(*s) for s in steps]}
    if not np.allclose(works["direct"](), works["ours"]()):
        raise SystemExit("The two do not agree.")
    times = {name: [] for name in works}
    for _ in range(REPEATS):
        for name, work in works.items():
            times[name].append(seconds(work))
    best = {name: min(found) for name, found in times.items()}
    print(f"Accuracy, macro F1 and ROC AUC of {N_STEPS} steps of {n:,} rows")
    print(f"  direct, without intervals {best['direct']:.3f} CPU s   ours, with intervals {best['ours']:.3f} CPU s")
    print(f"  ratio {best['ours'] / best['direct']:.2f} (goal <= 2)")


if __name__ == "__main__":
    main()
