"""How much smaller trees and forests get, and at which loss.

    python -m benchmarks.prune_forest [--seeds 5] [--quick] [--only refine,tree,file]

Every setting is chosen on pruning rows (20 %); the losses are on test rows (20 %) that chose nothing. Medians over
the seeds.
"""

from __future__ import annotations

import argparse
import io
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import joblib
import numpy as np
import pandas as pd

from benchmarks.prune_rows import clustered, magic_like, small_tables
from optimizers.compact import pack_forest, unpack_forest
from optimizers.prune import CutAndRefine, CutAndSum, ForestToTree, SelectTrees, TruncateBoosting
from optimizers.prune.ordering import ORDERS

TOLERANCE = 0.005
LIMIT = {
    "refine bytes": ">= 25",
    "refine points": ">= -0.5",
    "refine seconds": "< 5",
    "file / joblib": ">= 30",
    "file / compress=3": ">= 7",
    "write MB/s": ">= 20",
    "read MB/s": ">= 20",
}


class Split(NamedTuple):
    """60 % to fit, 20 % to prune by, 20 % to judge by."""

    X: np.ndarray
    y: np.ndarray

    @property
    def cuts(self) -> tuple[int, int]:
        return round(0.6 * len(self.y)), round(0.8 * len(self.y))

    @property
    def fit(self) -> tuple[np.ndarray, np.ndarray]:
        return self.X[: self.cuts[0]], self.y[: self.cuts[0]]

    @property
    def learning(self) -> tuple[pd.DataFrame, pd.Series]:
        return pd.DataFrame(self.X[: self.cuts[1]]), pd.Series(self.y[: self.cuts[1]])

    def choosing(self, model: Any) -> float:
        a, b = self.cuts
        return model.score(self.X[a:b], self.y[a:b])

    def judged(self, model: Any) -> float:
        return model.score(self.X[self.cuts[1] :], self.y[self.cuts[1] :])


def joblib_bytes(model: Any, compress: int = 0) -> int:
    stream = io.BytesIO()
    joblib.dump(model, stream, compress=compress)
    return len(stream.getvalue())


def forest(split: Split, seed: int) -> Any:
    from sklearn.ensemble import RandomForestClassifier

    found = RandomForestClassifier(100, random_state=seed, n_jobs=2).fit(*split.fit)
    return found.set_params(n_jobs=1)


def refining(rows: Callable[[int], tuple], seeds: int) -> Iterator[tuple[str, float]]:
    """Bars 1, 2 and 7."""
    for seed in range(seeds):
        split = Split(*rows(seed))
        model = forest(split, seed)
        score, size = split.judged(model), joblib_bytes(model)
        start = time.process_time()
        refined = played(CutAndRefine(), model, split)
        yield "refine seconds", time.process_time() - start
        for name, found in (("refine", refined), ("sum", played(CutAndSum(), model, split))):
            best = best_within(split, found, size / 25)
            yield f"{name} bytes", size / joblib_bytes(best)
            yield f"{name} points", 100 * (split.judged(best) - score)
        pure = [c for by in ORDERS for c in played(SelectTrees(by=by, n_sizes=10), model, split)]
        for k, gap in enumerate(gaps_at_equal_bytes(split, refined, pure)):
            yield ("gap to the best order, least" if k == 0 else "gap to the best order, mean"), gap


def best_within(split: Split, candidates: list[Any], size_bytes: float) -> Any:
    """The best on the pruning rows of those that are small enough."""
    return max((c for c in candidates if joblib_bytes(c) <= size_bytes), key=split.choosing)


def smallest_as_good(split: Split, model: Any, candidates: list[Any]) -> Any:
    """The smallest that is not below the model on the pruning rows, else the best there."""
    enough = [c for c in candidates if split.choosing(c) >= split.choosing(model) - TOLERANCE / 2]
    return min(enough, key=joblib_bytes) if enough else max(candidates, key=split.choosing)


def gaps_at_equal_bytes(split: Split, refined: list[Any], pure: list[Any]) -> tuple[float, float]:
    """Points of the best refined forest over the best pure order within the same bytes: least and mean."""
    ours = [(joblib_bytes(c), split.choosing(c), split.judged(c)) for c in refined]
    theirs = [(joblib_bytes(c), split.choosing(c), split.judged(c)) for c in pure]
    gaps = []
    for budget in sorted({size for size, _, _ in theirs}):
        within = [[c for c in some if c[0] <= budget] for some in (ours, theirs)]
        if all(within):
            mine, other = (max(some, key=lambda c: c[1])[2] for some in within)
            gaps.append(100 * (mine - other))
    return min(gaps), float(np.mean(gaps))


def played(strategy: Any, model: Any, split: Split) -> list[Any]:
    return [c.model for c in strategy.candidates(model, *split.learning, np.random.default_rng(0))]


def files(rows: Callable[[int], tuple], seeds: int) -> Iterator[tuple[str, float]]:
    """Bar 4."""
    for seed in range(seeds):
        split = Split(*rows(seed))
        model = forest(split, seed)
        size = joblib_bytes(model)
        start = time.process_time()
        raw = pack_forest(model)
        written = time.process_time()
        again = unpack_forest(raw)
        read = time.process_time()
        assert np.array_equal(model.predict_proba(split.X), again.predict_proba(split.X))
        yield "file / joblib", size / len(raw)
        yield "file / compress=3", joblib_bytes(model, 3) / len(raw)
        yield "bytes a node", len(raw) / sum(m.tree_.node_count for m in model.estimators_)
        yield "write MB/s", size / 1e6 / (written - start)
        yield "read MB/s", size / 1e6 / (read - written)


def born_again(rows: Callable[[int], tuple], seeds: int) -> Iterator[tuple[str, float]]:
    """Bar 6: the published protocol, ten trees of depth 3."""
    from sklearn.ensemble import RandomForestClassifier

    for seed in range(seeds):
        split = Split(*rows(seed))
        model = RandomForestClassifier(10, max_depth=3, random_state=seed).fit(*split.fit)
        tree = smallest_as_good(split, model, played(ForestToTree(most_leaves=15, n_sizes=14), model, split))
        yield "leaves", tree.get_n_leaves()
        yield "points to the forest", 100 * (split.judged(tree) - split.judged(model))


def boosting(rows: Callable[[int], tuple], seeds: int) -> Iterator[tuple[str, float]]:
    from sklearn.ensemble import GradientBoostingClassifier

    for seed in range(seeds):
        split = Split(*rows(seed))
        model = GradientBoostingClassifier(n_estimators=200, subsample=0.5, random_state=seed).fit(*split.fit)
        fewer = smallest_as_good(split, model, played(TruncateBoosting(n_sizes=20), model, split))
        yield "stages", joblib_bytes(model) / joblib_bytes(fewer)
        yield "points", 100 * (split.judged(fewer) - split.judged(model))


def shown(title: str, measured: Iterator[tuple[str, float]]) -> None:
    found: dict[str, list[float]] = {}
    for name, value in measured:
        found.setdefault(name, []).append(value)
    print(title)
    for name, values in found.items():
        spread = f"{min(values):.2f} to {max(values):.2f}"
        print(f"  {name:32} {np.median(values):8.2f}   ({spread})   {LIMIT.get(name, '')}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="4,000 rows")
    parser.add_argument("--only", default="refine,file,tree,boosting")
    asked = parser.parse_args()
    n = 4000 if asked.quick else 20000
    sets = {"magic-like": lambda seed: magic_like(seed, n), "clustered": lambda seed: clustered(seed, n)}
    for part, measure in {"refine": refining, "file": files, "boosting": boosting}.items():
        for name, rows in sets.items() if part in asked.only.split(",") else ():
            shown(f"{part}: {name}, {n} rows", measure(rows, asked.seeds))
    for name, rows in small_tables().items() if "tree" in asked.only.split(",") else ():
        shown(f"forest to tree: {name}", born_again(rows, asked.seeds))


if __name__ == "__main__":
    main()
