"""What swapping the algorithm brings: fit time, score, bytes and single rows, against the original.

    python -m benchmarks.swap_speed [--rows 20000] [--quick] [--only boosting,kernel,student]

Tables are drawn with a seed; a half learns, a half judges. Fits are CPU seconds on one thread, of the whole model
with the settings that the strategy carried over and chose. Score differences are paired by judging row, with their
95 % interval. What a student took is its own fit with the answers of its teacher, on the clock.
"""

from __future__ import annotations

import argparse
import time
from typing import Any

import numpy as np
import pandas as pd

from optimizers.measure import latency_us, size_kib
from optimizers.quiet import quiet
from optimizers.swap import HistogramBoosting, LinearKernel, Student, Swap

Z95 = 1.96


def drawn(n: int, n_columns: int, seed: int = 0) -> tuple[pd.DataFrame, pd.Series]:
    """Rows whose classes depend on columns one by one and two by two."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, n_columns))
    odds = 2 * np.sin(2 * X[:, 0]) + X[:, 1] * X[:, 2] + X[:, 3] - 0.5 * np.abs(X[:, 4])
    labels = np.where(rng.random(n) < 1 / (1 + np.exp(-2 * odds)), "yes", "no")
    return pd.DataFrame(X, columns=[f"x{j}" for j in range(n_columns)]), pd.Series(labels)


def cpu_of_fit(model: Any, X: pd.DataFrame, y: pd.Series) -> float:
    from sklearn.base import clone

    fresh = clone(model)
    with quiet():
        begun = time.process_time()
        fresh.fit(X, y)
        return time.process_time() - begun


def points(old: Any, new: Any, X: pd.DataFrame, y: pd.Series) -> str:
    """What the accuracy gains, in points, with its interval."""
    gain = (new.predict(X) == y).to_numpy().astype(float) - (old.predict(X) == y).to_numpy().astype(float)
    half = Z95 * gain.std(ddof=1) / np.sqrt(len(gain))
    return f"{100 * gain.mean():+.2f} points ({100 * (gain.mean() - half):+.2f} to {100 * (gain.mean() + half):+.2f})"


def compare(title: str, model: Any, strategy: Swap, rows: int, n_columns: int, goal: str) -> None:
    X, y = drawn(2 * rows, n_columns)
    learn, judge = (X[:rows], y[:rows]), (X[rows:], y[rows:])
    model.fit(*learn)
    fit_s, kib, row_us = cpu_of_fit(model, *learn), size_kib(model), np.median(latency_us(model, judge[0], 200))
    print(f"{title}: {rows:,} rows x {n_columns}; fits in {fit_s:.2f} CPU s, {kib:,.0f} KiB, {row_us:,.0f} us a row")
    begun = time.process_time()
    found = list(strategy.candidates(model, *learn, np.random.default_rng(0)))
    for new in found:
        taught = "fidelity" in new.choice
        fit = new.cost["fit_s"] if taught else cpu_of_fit(new.model, *learn)
        own_us = np.median(latency_us(new.model, judge[0], 200))
        close = f", same label {new.choice['fidelity'][0]:.1%}" if taught else ""
        print(
            f"  {new.label:38s} fit ratio {fit_s / max(fit, 1e-9):7.1f}   {points(model, new.model, *judge)}"
            f"   bytes ratio {kib / size_kib(new.model):7.1f}   row ratio {row_us / own_us:5.1f}{close}   goal {goal}"
        )
    print(f"  choosing and fitting took {time.process_time() - begun:.2f} CPU s")


def boosting(rows: int) -> None:
    from sklearn.ensemble import GradientBoostingClassifier

    model = GradientBoostingClassifier(n_estimators=100, random_state=0)
    compare("GradientBoosting", model, HistogramBoosting(), rows, 20, "fit ratio >= 35 within noise of the score")


def kernel(rows: int) -> None:
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    model = make_pipeline(StandardScaler(), SVC())
    compare("SVC", model, LinearKernel(n_components=300), max(200, rows // 2), 10, "faster within noise of the score")


def student(rows: int) -> None:
    from sklearn.ensemble import RandomForestClassifier

    model = RandomForestClassifier(100, random_state=0)
    for size in (16, 64):
        compare("RandomForest", model, Student(kinds="all", size=size), max(200, rows // 10), 10, "bytes ratio >= 100")


PARTS = {"boosting": boosting, "kernel": kernel, "student": student}


def main(argv: list[str] | None = None) -> None:
    reading = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reading.add_argument("--rows", type=int, default=20_000)
    reading.add_argument("--quick", action="store_true")
    reading.add_argument("--only", default=",".join(PARTS))
    asked = reading.parse_args(argv)
    for name in asked.only.split(","):
        PARTS[name](300 if asked.quick else asked.rows)


if __name__ == "__main__":
    main()
