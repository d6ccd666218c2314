"""False alarms where nothing changes: rows of the samples, shuffled, so that every step is like the others.

    python -m benchmarks.stationary_alarms            8 samples and sizes, 2,210 steps of calibrated alarms
    python -m benchmarks.stationary_alarms --quick    one world of the first

Steps of one world share a reference, so standard errors count worlds. Beside the calibrated alarms and the detectors
that go row by row over every feature stand the plain limits of the statistics: the share of features at a step that
exceed them, and of steps at which any feature does.
"""

from __future__ import annotations

import argparse
import time
from typing import NamedTuple

import numpy as np
import pandas as pd

import sample_data
from optimizers.detect.calibrated import calibrated_alarms
from optimizers.detect.feature_streams import WATCHERS, watch
from optimizers.detect.features import feature_drift


class World(NamedTuple):
    """A sample, how many rows the reference has and a step, how many steps, and how many worlds to play."""

    sample: str
    n_ref: int
    n_step: int
    n_steps: int
    n_worlds: int


WORLDS = (
    World("loans", 4200, 350, 10, 40),
    World("flights", 9580, 500, 10, 35),
    World("bikes", 4380, 500, 10, 40),
    World("sensors", 6040, 500, 10, 40),
    World("diabetes", 265, 44, 4, 40),
    World("breast_cancer", 341, 40, 5, 20),
    World("loans", 1000, 500, 10, 40),
    World("flights", 600, 200, 10, 40),
)
PLAIN = ("p <= 0.05", "PSI > noise", "PSI > 0.1", "Jensen-Shannon > noise", "Jensen-Shannon > 0.1")


def cut(world: World, X: pd.DataFrame, seed: int) -> tuple[pd.DataFrame, pd.DataFrame, np.ndarray]:
    """A reference, the rows of all steps, and their bounds."""
    order = np.random.default_rng([7, seed]).permutation(len(X))
    end = world.n_ref + world.n_steps * world.n_step
    steps = X.iloc[order[world.n_ref : end]].reset_index(drop=True)
    return X.iloc[order[: world.n_ref]], steps, np.arange(world.n_steps + 1) * world.n_step


def over_limits(reference: pd.DataFrame, steps: pd.DataFrame, bounds: np.ndarray) -> dict[str, tuple[float, float]]:
    """The share of features and of steps above each plain limit."""
    table = feature_drift(reference, (steps, bounds))
    noise = table["psi_noise"]
    above = (
        table["p_value"] <= 0.05, table["psi"] > noise, table["psi"] > 0.1,
        table["jensen_shannon"] ** 2 > noise / (8 * np.log(2)), table["jensen_shannon"] > 0.1,
    )  # fmt: skip
    return {k: (float(a.mean()), float(a.groupby(table["step"]).any().mean())) for k, a in zip(PLAIN, above)}


def play(world: World, n_worlds: int) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """The share of steps, and of features at a step, that alarm in each world."""
    case = sample_data.load(world.sample)
    X = pd.concat([case.X_train, case.X_test], ignore_index=True)
    steps: dict[str, list[float]] = {name: [] for name in ("calibrated", *WATCHERS, *PLAIN)}
    features: dict[str, list[float]] = {name: [] for name in PLAIN}
    for seed in range(n_worlds):
        reference, rows, bounds = cut(world, X, seed)
        steps["calibrated"].append(calibrated_alarms(reference, (rows, bounds), seed=seed)["alarm"].mean())
        for name in WATCHERS:
            found = watch(name, reference, bounds, seed=seed).alarms(rows, bounds)
            steps[name].append(found["step"].nunique() / world.n_steps)
        for name, (of_features, of_steps) in over_limits(reference, rows, bounds).items():
            features[name].append(of_features)
            steps[name].append(of_steps)
    return steps, features


def said(shares: list[float]) -> str:
    error = np.std(shares, ddof=1) / np.sqrt(len(shares)) if len(shares) > 1 else np.nan
    return f"{np.mean(shares):6.1%} (SE {100 * error:.1f})"


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args(argv).quick
    pooled: dict[str, list[tuple[float, int]]] = {}
    for world in WORLDS[:1] if quick else WORLDS:
        begun, n_worlds = time.process_time(), 1 if quick else world.n_worlds
        steps, features = play(world, n_worlds)
        n = n_worlds * world.n_steps
        seconds = time.process_time() - begun
        print(
            f"{world.sample}: reference {world.n_ref:,}, {n} steps of {world.n_step}   {seconds:.0f} CPU s", flush=True
        )
        for name, shares in steps.items():
            beside = f"   of features {said(features[name])}" if name in features else ""
            print(f"  {name:24s} steps {said(shares)}{beside}", flush=True)
            pooled.setdefault(name, []).append((float(np.mean(shares)), n))
    print("All together (goal <= 5 % of the steps)")
    for name, parts in pooled.items():
        n = sum(k for _, k in parts)
        print(f"  {name:24s} {sum(share * k for share, k in parts) / n:.1%} of {n:,} steps")


if __name__ == "__main__":
    main()
