"""How much better the automatic choice of rows is than random draws, and how long choosing takes.

    python -m benchmarks.distil_rows [--seeds 5] [--rows 3000] [--quick] [--methods Twinning,Medoids] [--only unseen]

A cell is a table, a model and a share of rows; its gain is in points of accuracy (of R2, floored at 0) on rows that
nothing learned from: the mean over the seeds of what the method's rows give, less the mean of five stratified random
draws of as many rows. Every model keeps its settings. Boosting is left out where it needs more rows than are kept.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.distil_tables import DEVELOPMENT, UNSEEN, Table
from optimizers.distill import DISTILL
from optimizers.distill.base import Distill, fitted, table_of
from optimizers.distill.families import fewest_rows
from optimizers.distill.rows import CodedRows, Kept, coded_rows
from optimizers.refit import weights_name

SHARES = (0.05, 0.1)
N_DRAWS = 5
N_JUDGING = 3000
FEW_ROWS = 1000  # a table of fewer has few that judge, and is split three times as often


def models(classifies: bool) -> dict[str, Any]:
    from sklearn import ensemble, linear_model, neighbors, svm, tree
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    kind = "Classifier" if classifies else "Regressor"
    forest = getattr(ensemble, f"RandomForest{kind}")(30, random_state=0)
    boosting = getattr(ensemble, f"HistGradientBoosting{kind}")(max_iter=40, random_state=0)
    linear = linear_model.LogisticRegression(max_iter=300) if classifies else linear_model.Ridge()
    return {
        "linear": make_pipeline(StandardScaler(), linear),
        "forest": forest,
        "boosting": boosting,
        "neighbours": make_pipeline(StandardScaler(), getattr(neighbors, f"KNeighbors{kind}")()),
        "kernel": make_pipeline(StandardScaler(), svm.SVC() if classifies else svm.SVR()),
        "tree": getattr(tree, f"DecisionTree{kind}")(random_state=0),
    }


def measured(tables: dict[str, Table], seeds: int, n_rows: int, methods: list[str]) -> pd.DataFrame:
    """One row a table, seed, share, model and method, with its gain."""
    records = []
    for name, table in tables.items():
        few = len(table(0, n_rows + N_JUDGING)[1]) < FEW_ROWS
        for seed in range(3 * seeds if few else seeds):
            records += [dict(table=name, seed=seed) | found for found in gains(table, seed, n_rows, methods)]
        print(f"  {name:26} {time.process_time():6.0f} s of CPU so far", flush=True)
    return pd.DataFrame(records)


def gains(table: Table, seed: int, n_rows: int, methods: list[str]) -> Iterator[dict]:
    X, y = table(seed, n_rows + N_JUDGING)
    cut = min(n_rows, int(0.7 * len(y)))
    frame, target = pd.DataFrame(X).add_prefix("c"), pd.Series(y)
    classifies = target.dtype.kind != "f" or target.nunique() < 20
    rows = coded_rows(frame[:cut], target[:cut], classifies)
    for share in SHARES:
        n = max(10, round(share * cut))
        for kind, model in models(classifies).items():
            if fewest_rows(model) > n:
                continue
            scored = scorer(model, frame, target, cut)
            draws = [scored(kept) for kept in draw(DISTILL["RandomRows"](), model, rows, n, seed)]
            for method in methods:
                found = DISTILL[method]()
                if method != "AutomaticRows" and not applies(found, model, kind):
                    continue
                (kept,) = draw(found, model, rows, n, seed)
                yield dict(share=share, model=kind, method=method, gain=scored(kept) - np.mean(draws))


def draw(strategy: Distill, model: Any, rows: CodedRows, n: int, seed: int) -> list[Kept]:
    return [kept for _, kept in strategy.draws(model, rows, n, np.random.default_rng(seed))]


def applies(strategy: Distill, model: Any, kind: str) -> bool:
    only = {"ClassCentroids": ("neighbours",), "FacilityLocation": ("linear",)}.get(type(strategy).__name__)
    weighs = bool(weights_name(model)) or type(strategy).__name__ not in ("CalibratedTwins", "FacilityLocation")
    return (only is None or kind in only) and weighs


def scorer(model: Any, X: pd.DataFrame, y: pd.Series, cut: int) -> Callable[[Kept], float]:
    """What rows that were kept of the first `cut` are worth: points on the rows behind."""

    def score(kept: Kept) -> float:
        given = X if hasattr(model, "feature_names_in_") else X.to_numpy()
        fresh = fitted(model, *table_of(X[:cut], y[:cut], kept), seed=0)
        return 100 * max(0.0, fresh.score(given[cut:], y[cut:].to_numpy()))

    return score


def seconds(n_rows: int, n_columns: int = 20) -> Iterator[tuple[str, float, float]]:
    """How long choosing a tenth takes, coding included: model, seconds of CPU and on the clock; the best of three."""
    rng = np.random.default_rng(0)
    X = pd.DataFrame(rng.normal(size=(n_rows, n_columns))).add_prefix("c")
    y = pd.Series(np.where(X["c0"] + rng.normal(size=n_rows) > 0, "a", "b"))
    for kind, model in models(True).items():
        cpu, clock = [], []
        for _ in range(3):
            begun = time.process_time(), time.perf_counter()
            draw(DISTILL["AutomaticRows"](), model, coded_rows(X, y, True), n_rows // 10, 0)
            cpu.append(time.process_time() - begun[0])
            clock.append(time.perf_counter() - begun[1])
        yield kind, min(cpu), min(clock)


def shown(title: str, frame: pd.DataFrame, method: str) -> None:
    cells = frame[frame["method"] == method].groupby(["table", "model", "share"])["gain"].mean().reset_index()
    if cells.empty:
        return
    neighbours = cells[(cells["model"] == "neighbours") & (cells["share"] == 0.05)]["gain"]
    means = ", ".join(f"{kind} {gain:+.2f}" for kind, gain in cells.groupby("model")["gain"].mean().items())
    print(f"{title}, {method}: {len(cells)} cells")
    print(f"  mean gain        {cells['gain'].mean():+.2f} points   goal >= +1.0   ({means})")
    print(f"  lost > 0.5       {100 * (cells['gain'] < -0.5).mean():.1f} %   goal <= 6 %")
    print(f"  won > 0.5        {100 * (cells['gain'] > 0.5).mean():.1f} %")
    print(f"  neighbours, 5 %  {neighbours.mean():+.2f} points   goal >= +4", flush=True)


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--rows", type=int, default=3000)
    parser.add_argument("--methods", default="AutomaticRows")
    parser.add_argument("--only", choices=["development", "unseen"], help="these tables alone; without the seconds")
    parser.add_argument("--quick", action="store_true", help="one seed, one table, few rows")
    asked = parser.parse_args(argv)
    warnings.simplefilter("ignore")
    sets = {title: t for title, t in (("development", DEVELOPMENT), ("unseen", UNSEEN)) if asked.only in (None, title)}
    if asked.quick:
        asked.seeds, asked.rows = 1, 200
        sets = {"development": {"moons": DEVELOPMENT["moons"]}}
    methods = asked.methods.split(",")
    found = {title: measured(tables, asked.seeds, asked.rows, methods) for title, tables in sets.items()}
    for title, frame in {**found, "all": pd.concat(found.values())}.items():
        for method in methods:
            shown(title, frame, method)
    for kind, cpu, clock in [] if asked.only else seconds(400 if asked.quick else 100_000):
        print(f"choosing for {kind:12} {cpu:.2f} s of CPU, {clock:.2f} s on the clock   goal < 0.5 s")


if __name__ == "__main__":
    main()
