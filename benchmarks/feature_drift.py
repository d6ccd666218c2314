"""Per-feature drift statistics against a numpy floor: CPU seconds, peak memory, and PSI by sample size.

    python -m benchmarks.feature_drift             1,000,000 x 20 and 50 chunks of 20,000 rows
    python -m benchmarks.feature_drift --rows 100000

The floor is what any exact method must do: sort both samples, place one within the other
(searchsorted), count the categories (bincount). It computes no statistic. We compute PSI,
Kolmogorov-Smirnov, Wasserstein, Jensen-Shannon and chi-square, with p-values, noise levels and missing shares.
"""

from __future__ import annotations

import argparse
import time
import tracemalloc
from collections.abc import Callable

import numpy as np
import pandas as pd

from optimizers.detect.features import feature_drift

N_NUMERIC, N_CHUNKS, REPEATS = 17, 50, 5


DRAWS = [
    lambda rng, n, t: rng.normal(t, 1, n),
    lambda rng, n, t: rng.lognormal(t, 1, n),
    lambda rng, n, t: rng.exponential(1 + t, n),
    lambda rng, n, t: rng.poisson(6 + 2 * t, n).astype(float),
]


def make_table(n_rows: int, t: float, rng: np.random.Generator) -> pd.DataFrame:
    """Normal, lognormal, exponential and count columns, categories of 5, 50 and 500 values; all move with t."""
    columns = {f"x{i}": DRAWS[i % len(DRAWS)](rng, n_rows, t) for i in range(N_NUMERIC)}
    for n in (5, 50, 500):
        codes = np.minimum(rng.zipf(2 - t / 2, n_rows) - 1, n - 1)
        columns[f"c{n}"] = pd.Categorical.from_codes(codes, categories=[f"town {k}" for k in range(n)])
    return pd.DataFrame(columns)


def floor(X_ref: pd.DataFrame, X: pd.DataFrame, bounds: np.ndarray) -> None:
    """Sort, searchsorted and bincount, column by column; the reference is sorted once."""
    for name in X_ref:
        if isinstance(X_ref[name].dtype, pd.CategoricalDtype):
            np.bincount(X_ref[name].cat.codes)
            codes = X[name].cat.codes.to_numpy()
            for i in range(len(bounds) - 1):
                np.bincount(codes[bounds[i] : bounds[i + 1]])
            continue
        reference, values = np.sort(X_ref[name].to_numpy()), X[name].to_numpy()
        for i in range(len(bounds) - 1):
            np.searchsorted(reference, np.sort(values[bounds[i] : bounds[i + 1]]), side="right")


def cpu_seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def peak_mib(work: Callable[[], object]) -> float:
    """Most memory held above what is held now (numpy's arrays are counted)."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


def against_floor(title: str, X_ref: pd.DataFrame, X: pd.DataFrame, n_steps: int, goal: float) -> float:
    """Print CPU seconds (best of 5, taken in turns) and peak memory of both; return the ratio."""
    bounds = np.linspace(0, len(X), n_steps + 1).astype(int)
    works = {"floor": lambda: floor(X_ref, X, bounds), "feature_drift": lambda: feature_drift(X_ref, (X, bounds))}
    seconds = {name: [] for name in works}
    for _ in range(REPEATS):
        for name, work in works.items():
            seconds[name].append(cpu_seconds(work))
    best = {name: min(s) for name, s in seconds.items()}
    print(f"{title}: reference {len(X_ref):,} rows, {n_steps} step(s) of {len(X) // n_steps:,}")
    for name, work in works.items():
        print(f"  {name:14s} {best[name]:7.2f} CPU s   peak {peak_mib(work):6.0f} MiB over the tables")
    ratio = best["feature_drift"] / best["floor"]
    print(f"  ratio {ratio:.2f} (goal <= {goal})")
    return ratio


def psi_by_size(few: int, many: int, rng: np.random.Generator) -> None:
    """Mean PSI over the features from few and from many rows of the same two distributions.

    The small size is averaged over many / few draws, so that both means rest on as many rows.
    """
    sizes = {few: [], many: []}
    for n, values in sizes.items():
        for _ in range(many // n):
            X_ref, X = make_table(n, 0.0, rng), make_table(n, 0.7, rng)
            values.append(feature_drift(X_ref, [X]).set_index("feature")["psi"])
    small, large = (pd.concat(values, axis=1).mean(axis=1) for values in sizes.values())
    print(f"PSI from {few:,} and from {many:,} rows of the same distributions")
    print(f"  mean over features {small.mean():.4f} and {large.mean():.4f}: {small.mean() / large.mean() - 1:+.2%}")
    print(f"  largest change of any feature {(small / large - 1).abs().max():.2%} (goal <= 2 %)")


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(argv)
    rng = np.random.default_rng(options.seed)
    X_ref, X = (make_table(options.rows, shift, rng) for shift in (0.0, 0.1))
    feature_drift(X_ref[:100], [X[:100]])  # imports are not what is measured
    against_floor("Two tables", X_ref, X, 1, 1.2)
    against_floor("Chunks", X_ref, X, N_CHUNKS, 1.3)
    del X_ref, X
    psi_by_size(options.rows // 10, options.rows, rng)


if __name__ == "__main__":
    main()
