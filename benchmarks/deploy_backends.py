"""Other ways of running ten models: how fast the direct predictor is, and how often the choice by batch size is right.

    python -m benchmarks.deploy_backends               ten models, batches of 1, 32, 1,000 and 10,000 rows
    python -m benchmarks.deploy_backends --largest 100000
    python -m benchmarks.deploy_backends --quick       two models, tiny

Each model is run as it is, without checks, in two threads, directly, by treelite and by ONNX Runtime, as far as these
are offered.
The choice comes from a table of `--seconds` a model; the truth from another of `--truth` seconds, measured afterwards.
A choice is right if it is the fastest in truth, or at most 10 % slower: as far as two runs on one machine agree.

Goals: direct predictor at least 8 times as fast on single rows of a forest, 28 times on a tree and a linear support
vector machine, labels and probabilities equal; the choice right on at least 90 % of models and sizes.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from optimizers.deploy.assume_finite import AssumeFinite
from optimizers.deploy.direct import DirectPredictor
from optimizers.deploy.onnx_runtime import OnnxRuntime
from optimizers.deploy.threads import Threads
from optimizers.deploy.tree_interpreter import TreeInterpreter
from optimizers.deploy.verify import verified
from optimizers.operation.backend import RATE, best_backend
from optimizers.operation.compare import operation_of
from optimizers.strategy import Strategy

STRATEGIES = (AssumeFinite(), Threads(), DirectPredictor(), TreeInterpreter(), OnnxRuntime())
GOALS = {"forest": 8.0, "tree": 28.0, "linear svm": 28.0}
SLACK = 0.9


def models() -> dict[str, Any]:
    """Ten unfitted classifiers."""
    from sklearn.ensemble import (
        GradientBoostingClassifier,
        HistGradientBoostingClassifier,
        RandomForestClassifier,
    )
    from sklearn.linear_model import LogisticRegression
    from sklearn.naive_bayes import GaussianNB
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.neural_network import MLPClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC, LinearSVC
    from sklearn.tree import DecisionTreeClassifier

    return {
        "forest": RandomForestClassifier(100, random_state=0),
        "tree": DecisionTreeClassifier(random_state=0),
        "linear svm": LinearSVC(),
        "logistic": LogisticRegression(max_iter=1000),
        "hist boosting": HistGradientBoostingClassifier(random_state=0),
        "boosting": GradientBoostingClassifier(n_estimators=60, random_state=0),
        "network": MLPClassifier((50,), max_iter=60, random_state=0),
        "naive bayes": GaussianNB(),
        "neighbours": make_pipeline(StandardScaler(), KNeighborsClassifier()),
        "kernel svm": SVC(),
    }


def offered(model: Any, X: pd.DataFrame, y: pd.Series, strategies: Iterable[Strategy] = STRATEGIES) -> dict[str, Any]:
    """What runs in the model's place."""
    found: dict[str, Any] = {}
    for strategy in strategies:
        if not strategy.skip(model):
            try:
                made = list(strategy.candidates(model, X, y, np.random.default_rng(0)))
            except ValueError as refused:
                print(f"    {refused}")
            else:
                found |= {candidate.label: candidate.model for candidate in made}
    return found


def right(quick: pd.DataFrame, truth: pd.DataFrame, batches: tuple[int, ...]) -> list[bool]:
    """Whether each size's choice is as fast as the fastest in truth, but for the slack."""
    out = []
    for batch in batches:
        rates = truth[(truth["measure"] == RATE) & (truth["batch"] == batch)].set_index("model")["value"]
        chosen = best_backend(quick, batch)
        out.append(bool(rates[chosen] >= SLACK * rates.max()))
        gain = rates[chosen] / rates["original"]
        print(f"    {batch:6,} rows: {chosen:18} {gain:7.2f} x the original; fastest {rates.idxmax()}")
    return out


def direct_figures(name: str, found: dict[str, Any], truth: pd.DataFrame, X: pd.DataFrame) -> None:
    """The direct predictor's single rows, and whether its answers are equal."""
    own = truth[(truth["model"] == "direct predictor") & (truth["measure"] == "latency_p50_us")]
    if len(own):
        row, goal = own.iloc[0], GOALS.get(name)
        equal = verified(found["original"], found["direct predictor"], X, tolerance=1e-12).said
        wanted = f"goal >= {goal:g}" if goal else "no goal"
        print(
            f"    direct predictor, one row: {row['times_better']:.1f} x "
            f"({row['times_low']:.1f} to {row['times_high']:.1f}), {wanted}. {equal}"
        )


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--largest", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--truth", type=float, default=10.0)
    given = parser.parse_args(argv)
    from sklearn.datasets import make_classification

    values, y = make_classification(600 if given.quick else 3000, 15, n_informative=8, random_state=0)
    X, labels = pd.DataFrame(values, columns=[f"x{i}" for i in range(15)]), pd.Series(y)
    batches = (1, 20) if given.quick else (1, 32, 1000, given.largest)
    seconds, truth_s = (0.1, 0.1) if given.quick else (given.seconds, given.truth)
    chosen = {n: m for n, m in models().items() if not given.quick or n in ("tree", "logistic")}
    hits: list[bool] = []
    for name, model in chosen.items():
        print(name, flush=True)
        found = {"original": model.fit(X, labels)} | offered(model, X, labels)
        quick = operation_of(found, X, batches=batches, seconds=seconds, seed=0, stored=False)
        truth = operation_of(found, X, batches=batches, seconds=truth_s, seed=1, stored=False)
        hits += right(quick, truth, batches)
        direct_figures(name, found, truth, X)
    print(f"choice right on {sum(hits)} of {len(hits)} ({np.mean(hits):.0%}), goal >= 90%")


if __name__ == "__main__":
    main()
