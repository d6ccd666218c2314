"""Performance estimated without labels: close under covariate shift, blind under concept drift.

python -m benchmarks.estimated_performance            5 seeded worlds of each kind
python -m benchmarks.estimated_performance --quick    one
"""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np
import pandas as pd

from optimizers.case import Case
from optimizers.drift import DRIFTS, Profile
from optimizers.estimate.estimate import estimated_performance
from optimizers.experiment import Experiment
from optimizers.world import future


def case_of(task: str, seed: int, n: int = 4000) -> Case:
    """Ten features, a bent relation, noise that grows with the first feature."""
    from sklearn.ensemble import HistGradientBoostingRegressor, RandomForestClassifier

    rng = np.random.default_rng(seed)
    X = pd.DataFrame(rng.normal(size=(2 * n, 10)), columns=[f"x{i}" for i in range(10)])
    signal = 2 * X["x0"] + X["x1"] * (X["x2"] > 0) - X["x3"]
    if task == "regression":
        y = signal + np.exp(X["x0"] / 2) * rng.normal(size=2 * n)
        model: Any = HistGradientBoostingRegressor(max_iter=60, random_state=0)
    else:
        chance = 1 / (1 + np.exp(-(signal - 0.5) * 1.5))
        y = pd.Series(np.where(rng.random(2 * n) < chance, "yes", "no"))
        model = RandomForestClassifier(40, min_samples_leaf=5, random_state=0)
    X_train, y_train = X[:n], y[:n]
    X_test, y_test = X[n:].reset_index(drop=True), y[n:].reset_index(drop=True)
    metric = "mae" if task == "regression" else "accuracy"
    return Case("made", model.fit(X_train, y_train), X_train, y_train, X_test, y_test, metric=metric)


def worlds(task: str) -> dict[str, Any]:
    """Steps 0 to 3 are calm; from step 4 on, one thing is different."""
    when = Profile(start=4)
    concept = DRIFTS["BoundaryRotation"](when=when) if task == "classification" else DRIFTS["TargetRescale"](when=when)
    return {
        "calm": (),
        "covariate shift": (DRIFTS["ResampleRows"](columns=("x0",), when=when),),
        "concept drift": (concept,),
    }


def errors(task: str, n_seeds: int) -> None:
    for kind, drifts in worlds(task).items():
        found = []
        for seed in range(n_seeds):
            case = case_of(task, seed)
            world = future(case, Experiment(drifts=drifts, n_steps=8, rows_per_step=1000, seed=seed))
            found.append(estimated_performance(case, world, seed=seed).iloc[4:])
        rows = pd.concat(found)
        off = (rows["estimate"] - rows["truth"]).groupby(level=0).mean().abs()
        inside = ((rows["low"] <= rows["truth"]) & (rows["truth"] <= rows["high"])).mean()
        print(
            f"  {kind:16s} estimate {rows['estimate'].mean():.3f}  truth {rows['truth'].mean():.3f}  "
            f"off by {off.mean():.3f} on average  truth in the band {inside:.0%}  trusted {rows['trusted'].mean():.0%}"
        )


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    n_seeds = 1 if parser.parse_args(argv).quick else 5
    for task, title in (("classification", "Accuracy (goal: off by <= 0.020)"), ("regression", "Mean absolute error")):
        print(f"{title} under calm, covariate shift, and concept drift, which it cannot see")
        errors(task, n_seeds)


if __name__ == "__main__":
    main()
