"""How optimistic the score of a chosen setting is: what is reported against a large held-out test.

    python -m benchmarks.choosing_optimism [--seeds 100] [--rows 100] [--settings 40] [--only rings] [--quick]

For every data set and seed a setting is chosen out of 40 by cross-validation on 100 rows. Two scores are reported:
the one that chose, and the one on rows that chose nothing. The chosen model, refitted on all 100 rows, then meets
10,000 new ones. Optimism is reported minus met, in points, averaged over seeds; its standard error stands behind it.
"""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from optimizers.regularize import RegularizationPath
from optimizers.regularize.base import Regularize
from optimizers.regularize.settings import Setting

BAR, N_TEST = 0.5, 10_000
Made = tuple[np.ndarray, np.ndarray]


def linear(rng: np.random.Generator, n: int) -> Made:
    """Three of 20 columns tell; a tenth of the labels is wrong."""
    X = rng.normal(size=(n, 20))
    return X, ((X[:, :3].sum(axis=1) + rng.normal(0, 1, n) > 0) ^ (rng.random(n) < 0.1)).astype(int)


def nothing(rng: np.random.Generator, n: int) -> Made:
    """No column tells anything."""
    return rng.normal(size=(n, 20)), rng.integers(0, 2, n)


def rings(rng: np.random.Generator, n: int) -> Made:
    """A round boundary in two of ten columns."""
    X = rng.normal(size=(n, 10))
    return X, ((X[:, :2] ** 2).sum(axis=1) + rng.normal(0, 0.7, n) > 1.4).astype(int)


def three(rng: np.random.Generator, n: int) -> Made:
    """Three overlapping classes."""
    y = rng.integers(0, 3, n)
    centres = np.array([[0, 0], [1.2, 0], [0, 1.2]])
    return np.c_[centres[y] + rng.normal(size=(n, 2)), rng.normal(size=(n, 8))], y


CASES = {"linear": (linear, "svm"), "nothing": (nothing, "svm"), "rings": (rings, "tree"), "three": (three, "svm")}


def grid(n: int, kind: str) -> tuple[Any, list[Setting]]:
    """A model and n settings of it."""
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC
    from sklearn.tree import DecisionTreeClassifier

    if kind == "tree":
        depths, leaves = range(8, 0, -1), np.unique(np.geomspace(1, 20, max(1, n // 8)).round().astype(int))
        found = [{"max_depth": d, "min_samples_leaf": int(leaf)} for leaf in leaves for d in depths]
        found += [{"max_leaf_nodes": k} for k in range(2, 2 + n - len(found))]
        return DecisionTreeClassifier(random_state=0), named(found)
    gammas, costs = np.geomspace(1, 1e-3, max(1, n // 8)), np.geomspace(1e3, 1e-2, min(n, 8))
    found = [{"C": float(c), "gamma": float(g)} for g in gammas for c in costs]
    return make_pipeline(StandardScaler(), SVC()), named(found)


def named(found: list[dict]) -> list[Setting]:
    return [Setting(" ".join(f"{k} = {v:.3g}" for k, v in params.items()), 0.0, params) for params in found]


def choosing(settings: list[Setting]) -> Regularize:
    """The strategy with these settings instead of a path."""

    class Grid(RegularizationPath):
        def settings(self, model: Any, X: pd.DataFrame, y: pd.Series) -> list[Setting]:
            return settings

    return Grid()


def optimism(make: Callable, kind: str, seed: int, n_rows: int, n_settings: int) -> tuple[float, float]:
    """Points by which the score that chose, and the one on rows that chose nothing, were too high."""
    rng = np.random.default_rng(seed)
    (X, y), (X_test, y_test) = make(rng, n_rows), make(rng, N_TEST)
    model, settings = grid(n_settings, kind)
    table, target = pd.DataFrame(X), pd.Series(y)
    model.fit(table.to_numpy(), y)
    found = choosing(settings).candidates(model, table, target, np.random.default_rng(seed))
    best = next(c for c in found if "chosen" in c.choice)
    met = float(np.mean(best.model.predict(X_test) == y_test))
    return tuple(100 * (best.choice[k][0] - met) for k in ("validation_score", "unbiased_score"))


def measured(name: str, seeds: int, n_rows: int, n_settings: int) -> np.ndarray:
    """Mean optimism of both scores on one data set, printed as it comes."""
    make, kind = CASES[name]
    found: list[tuple[float, float]] = []
    for seed in range(seeds):
        found.append(optimism(make, kind, seed, n_rows, n_settings))
        if len(found) in (seeds, 25, 50, 75) and seeds > 1:
            mean, error = np.mean(found, axis=0), np.std(found, axis=0, ddof=1) / np.sqrt(len(found))
            print(
                f"{name:8} {kind:5} {len(found):4} seeds: the score that chose {mean[0]:+.2f} ({error[0]:.2f}); "
                f"on rows that chose nothing {mean[1]:+.2f} ({error[1]:.2f}) points",
                flush=True,
            )
    return np.mean(found, axis=0)


def main(argv: list[str] | None = None) -> None:
    from sklearn import config_context

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--rows", type=int, default=100)
    parser.add_argument("--settings", type=int, default=40)
    parser.add_argument("--only", choices=tuple(CASES))
    parser.add_argument("--quick", action="store_true")
    wished = parser.parse_args(argv)
    warnings.simplefilter("ignore")
    seeds = 2 if wished.quick else wished.seeds
    names = (wished.only,) if wished.only else tuple(CASES)
    with config_context(skip_parameter_validation=True, assume_finite=True):
        means = [measured(name, seeds, wished.rows, wished.settings) for name in names]
    chose, honest = np.mean(means, axis=0)
    print(f"mean: the score that chose {chose:+.2f}; on rows that chose nothing {honest:+.2f} (bar <= {BAR}) points")


if __name__ == "__main__":
    main()
