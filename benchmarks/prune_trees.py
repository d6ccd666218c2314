"""How much smaller boosted models get at no loss, and how close one small tree comes to a forest.

    python -m benchmarks.prune_trees [--seeds 5] [--quick] [--only boosting,born-again]

Boosting: 60 % of the rows fit, 20 % prune, 20 % judge; taken is the smallest candidate that loses at most a quarter of
a point on the pruning rows. Born again: ten folds, as published; a forest of ten trees of depth 3 and the tree of at
most 15 leaves are both made of nine, the tenth judges.
"""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.prune_forest import Split, joblib_bytes, played, shown, smallest_as_good
from benchmarks.prune_rows import clustered, digits_split_in_two, magic_like, pulsar_like, sklearn_table
from optimizers.prune import CutAndRefineBoosting, ForestToTree, TruncateBoosting

Rows = Callable[[int], tuple[np.ndarray, np.ndarray]]
STRATEGIES = {
    "truncated": TruncateBoosting(n_sizes=20),
    "refined": CutAndRefineBoosting(),
    "refined, stages as fitted": CutAndRefineBoosting(by="first"),
}


def boosting(build: Callable[[int], Any], rows: Rows, seeds: int) -> Iterator[tuple[str, float]]:
    for seed in range(seeds):
        split = Split(*rows(seed))
        model = build(seed).fit(*split.fit)
        for name, strategy in STRATEGIES.items():
            small = smallest_as_good(split, model, played(strategy, model, split))
            yield f"{name}: times smaller", joblib_bytes(model) / joblib_bytes(small)
            yield f"{name}: points", 100 * (split.judged(small) - split.judged(model))


def born_again(rows: Rows, seeds: int) -> Iterator[tuple[str, float]]:
    """Means over ten folds."""
    for seed in range(seeds):
        folds = np.array(list(one_fold(*rows(seed), seed)))
        names = ("forest", "tree: leaves", "tree: points to the forest", "tree: labels as the forest")
        yield from zip(names, folds.mean(axis=0))


def one_fold(X: np.ndarray, y: np.ndarray, seed: int) -> Iterator[tuple[float, ...]]:
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.model_selection import StratifiedKFold

    table, labels = pd.DataFrame(X), pd.Series(y)
    for learn, judge in StratifiedKFold(10, shuffle=True, random_state=seed).split(X, y):
        learn = np.random.default_rng(seed).permutation(learn)
        forest = RandomForestClassifier(10, max_depth=3, random_state=seed).fit(table.iloc[learn], y[learn])
        given = table.iloc[learn], labels.iloc[learn], np.random.default_rng(seed)
        tree = next(ForestToTree(most_leaves=15, n_sizes=4).candidates(forest, *given)).model
        said, wanted = tree.predict(table.iloc[judge]), forest.predict(table.iloc[judge])
        right, was = np.mean(said == y[judge]), np.mean(wanted == y[judge])
        yield 100 * was, tree.get_n_leaves(), 100 * (right - was), 100 * np.mean(said == wanted)


def boosters() -> dict[str, Callable[[int], Any]]:
    from sklearn.ensemble import GradientBoostingClassifier, HistGradientBoostingClassifier

    return {
        "gradient boosting": lambda seed: GradientBoostingClassifier(
            n_estimators=200, subsample=0.5, random_state=seed
        ),
        "histogram boosting": lambda seed: HistGradientBoostingClassifier(
            max_iter=200, early_stopping=False, random_state=seed
        ),
    }


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="one seed, few rows")
    parser.add_argument("--only", default="boosting,born-again")
    asked = parser.parse_args(argv)
    warnings.simplefilter("ignore")
    seeds, n = (1, 500) if asked.quick else (asked.seeds, 4000)
    large: dict[str, Rows] = {"magic-like": partial(magic_like, n=n), "clustered": partial(clustered, n=n)}
    small: dict[str, Rows] = {"iris": partial(sklearn_table, "iris")}
    if not asked.quick:
        small |= {name: partial(sklearn_table, name) for name in ("breast_cancer", "wine")}
        small |= {"digits, 0-4 or 5-9": digits_split_in_two, "magic-like, 2000 rows": partial(magic_like, n=2000)}
        small |= {"pulsar-like, 2000 rows": partial(pulsar_like, n=2000)}
    for name, build in boosters().items() if "boosting" in asked.only.split(",") else ():
        for of, rows in large.items():
            shown(f"{name}: {of}, {n} rows", boosting(build, rows, seeds))
    for name, rows in small.items() if "born-again" in asked.only.split(",") else ():
        shown(f"born again: {name}", born_again(rows, seeds))


if __name__ == "__main__":
    main()
