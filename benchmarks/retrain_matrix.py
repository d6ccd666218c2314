"""Ten policies and the best schedule in hindsight over 52 steps: work done against work needed.

    python -m benchmarks.retrain_matrix            52 steps of 500 rows
    python -m benchmarks.retrain_matrix --quick

The models x steps are one matrix: a model is named by the rows that it was fitted on, and is fitted once and asked
once for each step, whoever wants it. Counted are fits and predicted rows, all and distinct; the floor does the
distinct fits and predictions alone and nothing else. Goals: counts at most 1.2 times the distinct ones, CPU time of
everything that is needed (fits and predictions inside the run) at most 1.2 times the floor's.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter

import numpy as np
import pandas as pd
from sklearn.tree import DecisionTreeClassifier

from optimizers.case import Case
from optimizers.experiment import Experiment
from optimizers.retrain.challenger import Challenger
from optimizers.retrain.every_k_steps import EveryKSteps
from optimizers.retrain.never import Never
from optimizers.retrain.on_alarm import OnAlarm
from optimizers.retrain.on_benefit import OnBenefit
from optimizers.retrain.on_drop import OnDrop
from optimizers.retrain.oracle import Oracle
from optimizers.running import run

POLICIES = (
    Never(), EveryKSteps(every=1), EveryKSteps(every=4), EveryKSteps(every=8), OnDrop(), OnDrop(by=0.05),
    OnAlarm(), OnAlarm(detector="Page-Hinkley"), Challenger(), OnBenefit(), Oracle(),
)  # fmt: skip


class Counted(DecisionTreeClassifier):
    """A tree that writes down its fits and the rows that it was asked for; column "row" names a row."""

    fits: Counter = Counter()
    asked: Counter = Counter()
    seconds = 0.0

    def fit(self, X: pd.DataFrame, y: np.ndarray, **more: object) -> Counted:
        begun = time.thread_time()
        super().fit(X, y, **more)
        Counted.seconds += time.thread_time() - begun
        self.name_ = (len(X), int(X["row"].iloc[0]), int(X["row"].iloc[-1]))
        Counted.fits[self.name_] += 1
        return self

    def predict(self, X: pd.DataFrame, check_input: bool = True) -> np.ndarray:
        begun = time.thread_time()
        out = super().predict(X, check_input)
        Counted.seconds += time.thread_time() - begun
        if len(X) > 1:  # one row alone tries whether a new model answers
            Counted.asked[self.name_, int(X["row"].iloc[0]), len(X)] += 1
        return out


def turning_case(n_steps: int, rows: int, rng: np.random.Generator) -> tuple[Case, Experiment]:
    n = (n_steps + 4) * rows
    X = pd.DataFrame(rng.normal(size=(n, 8)), columns=list("abcdefgh"))
    angle = np.linspace(0, 4 * np.pi, n)
    y = pd.Series(np.where(np.cos(angle) * X["a"] + np.sin(angle) * X["b"] + rng.normal(0, 0.5, n) > 0, "up", "down"))
    X["row"] = np.arange(float(n))
    first = 4 * rows
    model = Counted(min_samples_leaf=20, random_state=0).fit(X[:first], y[:first])
    rest = X[first:].reset_index(drop=True), y[first:].reset_index(drop=True)
    return Case("turning", model, X[:first], y[:first], *rest), Experiment(POLICIES, n_steps=n_steps, timeline="rows")


def floor(case: Case, fits: list, asked: list) -> float:
    """CPU seconds of each distinct fit and each distinct prediction, and nothing else."""
    X, y = pd.concat([case.X_train, case.X_test]), pd.concat([case.y_train, case.y_test]).to_numpy()
    begun, models = time.process_time(), {}
    for name in fits:
        window = slice(name[1], name[2] + 1)
        models[name] = DecisionTreeClassifier(min_samples_leaf=20, random_state=0).fit(X.iloc[window], y[window])
    for name, first, n in asked:
        models[name].predict(X.iloc[first : first + n])
    return time.process_time() - begun


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=52)
    parser.add_argument("--rows", type=int, default=500)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args(argv)
    n_steps, rows = (8, 60) if options.quick else (options.steps, options.rows)
    case, experiment = turning_case(n_steps, rows, np.random.default_rng(0))
    Counted.fits.clear(), Counted.asked.clear()
    Counted.fits[case.model.name_] += 0
    Counted.seconds, begun = 0.0, time.process_time()
    run(case, experiment)
    whole, inside = time.process_time() - begun, Counted.seconds
    fits, asked = Counted.fits, Counted.asked
    needed = floor(case, list(fits), [a for a in asked if a[2] <= 2 * rows])
    print(f"{len(POLICIES)} policies x {n_steps} steps of {rows} rows")
    done = sum(fits.values()) - 1  # without the reference that is refitted
    print(f"  fits {done}, distinct {len(fits) - 1}: ratio {done / (len(fits) - 1):.2f} (goal <= 1.2)")
    cells = sum(asked.values())
    print(f"  predicted steps {cells}, distinct {len(asked)}: ratio {cells / len(asked):.2f} (goal <= 1.2)")
    print(f"  fits and predictions {inside:.2f} CPU s, floor {needed:.2f}: ratio {inside / needed:.2f} (goal <= 1.2)")
    print(f"  the whole run {whole:.2f} CPU s: {whole / needed:.2f} of the floor")


if __name__ == "__main__":
    main()
