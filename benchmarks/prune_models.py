"""How much smaller linear models, networks, support vector machines and neighbours get, and at which loss.

    python -m benchmarks.prune_models [--seeds 5] [--rows 4000] [--quick] [--only linear,network,vectors,...]

60 % of the rows fit, 20 % prune, 20 % judge. Taken is the candidate that is best on the pruning rows among those that
shrink as far as the goal asks; its loss is on the judging rows. Medians over the seeds.
"""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from benchmarks.prune_forest import Split, joblib_bytes
from benchmarks.prune_rows import clustered, magic_like, sklearn_table
from optimizers.case import model_input
from optimizers.measure import throughput
from optimizers.prune import InputFeatures, LinearColumns, MLPNeurons, Prototypes, SupportVectors, TrainingLeftovers

Rows = Callable[[int], tuple[np.ndarray, np.ndarray]]
ENOUGH = {
    "LinearColumns": ("columns", 10),
    "TrainingLeftovers": ("bytes", 3.5),
    "MLPNeurons": ("parameters", 10),
    "SupportVectors": ("bytes", 10),
    "Prototypes": ("bytes", 20),
    "InputFeatures": ("columns", 2),
}
POINTS = {"LinearColumns": ">= 0", "TrainingLeftovers": "0", "SupportVectors": ">= -0.5", "MLPNeurons": ">= -0.5"}


def noisy(seed: int, n: int) -> tuple[np.ndarray, np.ndarray]:
    """1000 columns, 60 of which say something."""
    from sklearn.datasets import make_classification

    return make_classification(
        n, 1000, n_informative=60, n_redundant=0, n_clusters_per_class=1, class_sep=0.7, flip_y=0.1, random_state=seed
    )


def scaled(estimator: Any) -> Any:
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(StandardScaler(), estimator)


def rebuilt(rows: Rows, build: Callable[[int], Any], strategy: Any, seeds: int) -> Iterator[tuple[str, float]]:
    """What the taken candidate of each seed gains and loses."""
    for seed in range(seeds):
        split = Split(*rows(seed))
        X, y = split.learning
        X.columns = X.columns.astype(str)
        model = build(seed).fit(X[: split.cuts[0]], split.fit[1])
        made = strategy.candidates(model, X, y, np.random.default_rng(0))
        small = taken(split, model, [candidate.model for candidate in made], strategy)
        yield from gains(model, small).items()
        yield "rows/s", throughput(small, X, 7) / throughput(model, X, 7)
        judging = slice(split.cuts[1], None)
        yield "points", 100 * (score(small, split, judging) - score(model, split, judging))


def score(model: Any, split: Split, rows: slice) -> float:
    """Of a model that may take fewer columns than there are."""
    import pandas as pd

    X = pd.DataFrame(split.X[rows], columns=[str(c) for c in range(split.X.shape[1])])
    return float(np.mean(model.predict(model_input(model, X)) == split.y[rows]))


def taken(split: Split, model: Any, candidates: list[Any], strategy: Any) -> Any:
    """The best on the pruning rows of those that are small enough."""
    what, least = ENOUGH[type(strategy).__name__]
    enough = [c for c in candidates if gains(model, c)[what] >= least]
    return max(enough, key=lambda c: (score(c, split, slice(*split.cuts)), -joblib_bytes(c)))


def gains(model: Any, small: Any) -> dict[str, float]:
    """How many times fewer bytes, parameters and input columns."""
    n_columns = model.n_features_in_
    return {
        "bytes": joblib_bytes(model) / joblib_bytes(small),
        "parameters": n_parameters(model) / n_parameters(small),
        "columns": n_columns / len(getattr(small, "feature_names_in_", range(n_columns))),
    }


def n_parameters(model: Any) -> int:
    """Numbers that prediction uses."""
    last = model[-1]
    for names in (("coefs_", "intercepts_"), ("support_vectors_", "dual_coef_"), ("_fit_X",), ("coef_", "intercept_")):
        if all(hasattr(last, name) for name in names):
            parts = [getattr(last, name) for name in names]
            return sum(a.size for part in parts for a in (part if isinstance(part, list) else [part]))
    return sum(tree.tree_.node_count for tree in last.estimators_)


def parts(n: int) -> dict[str, tuple[dict[str, Rows], Callable[[int], Any], Any]]:
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.neural_network import MLPClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import MinMaxScaler
    from sklearn.svm import SVC

    def network(seed: int) -> Any:
        return scaled(MLPClassifier((256,), max_iter=100, random_state=seed))

    def forest(seed: int) -> Any:
        return scaled(RandomForestClassifier(30, random_state=seed))

    sets: dict[str, Rows] = {"magic-like": lambda seed: magic_like(seed, n), "digits": partial(sklearn_table, "digits")}
    wide: dict[str, Rows] = {"1000 columns": lambda seed: noisy(seed, n)}
    blobs: dict[str, Rows] = {"clustered": lambda seed: clustered(seed, n)}
    return {
        "linear": (wide, lambda seed: scaled(LogisticRegression(max_iter=300)), LinearColumns(n_points=12)),
        "leftovers": (sets, network, TrainingLeftovers()),
        "network": (sets | blobs, network, MLPNeurons()),
        "vectors": (sets | blobs, lambda seed: scaled(SVC()), SupportVectors()),
        "neighbours": (sets, lambda seed: make_pipeline(MinMaxScaler(), KNeighborsClassifier()), Prototypes()),
        "inputs": (sets, forest, InputFeatures(n_points=20)),
    }


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--rows", type=int, default=4000)
    parser.add_argument("--only", default="linear,leftovers,network,vectors,neighbours,inputs")
    parser.add_argument("--quick", action="store_true", help="one seed, few rows, networks and vectors alone")
    asked = parser.parse_args(argv)
    if asked.quick:
        asked = argparse.Namespace(seeds=1, rows=400, only="leftovers,network,vectors", quick=True)
    warnings.simplefilter("ignore")
    for part, (sets, build, strategy) in parts(asked.rows).items():
        for name, rows in sets.items() if part in asked.only.split(",") else ():
            if asked.quick and name == "digits":
                continue
            shown(f"{part}: {name}", rebuilt(rows, build, strategy, asked.seeds), type(strategy).__name__)


def shown(title: str, measured: Iterator[tuple[str, float]], strategy: str) -> None:
    what, least = ENOUGH[strategy]
    goals = {what: f">= {least}", "points": POINTS.get(strategy, "")}
    found: dict[str, list[float]] = {}
    for name, value in measured:
        found.setdefault(name, []).append(value)
    print(title)
    for name, values in found.items():
        spread = f"({min(values):.2f} to {max(values):.2f})"
        print(f"  {name:12} {np.median(values):8.2f}   {spread:22} {goals.get(name, '')}", flush=True)


if __name__ == "__main__":
    main()
