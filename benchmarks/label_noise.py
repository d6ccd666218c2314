"""How well wrong labels are found, and how near the estimated noise rate is.

    python -m benchmarks.label_noise [--rows 3000] [--seeds 2] [--quick]

Generated data sets whose true labels are known; labels are flipped uniformly to another class. F1 is of the
suspects against the flipped rows. Means over data sets, models and seeds.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from optimizers.clean.labels import label_noise

GOALS = {0.1: 0.69, 0.2: 0.74}


def tables(n: int, seed: int) -> Iterator[tuple[str, pd.DataFrame, np.ndarray]]:
    """(name, rows, codes): from well separated to overlapping; no label is wrong."""
    from sklearn.datasets import make_blobs, make_classification, make_hastie_10_2, make_moons

    rng = np.random.default_rng(seed)
    made = {
        "two classes": make_classification(n, 20, n_informative=8, class_sep=1.2, flip_y=0, random_state=seed),
        "four classes": make_classification(
            n, 15, n_informative=8, n_classes=4, n_clusters_per_class=1, class_sep=1.5, flip_y=0, random_state=seed
        ),
        "ten blobs": make_blobs(n, 8, centers=10, cluster_std=3.5, random_state=seed)[:2],
        "moons, overlapping": make_moons(n, noise=0.35, random_state=seed),
        "rare class": make_classification(
            n, 12, n_informative=6, weights=[0.85], class_sep=1.0, flip_y=0, random_state=seed
        ),
        "sphere": make_hastie_10_2(n, random_state=seed),
    }
    for name, (X, y) in made.items():
        wide = np.c_[X, rng.normal(size=(n, 3))]
        yield (
            name,
            pd.DataFrame(wide, columns=[f"x{i}" for i in range(wide.shape[1])]),
            np.unique(y, return_inverse=True)[1],
        )


def models() -> dict[str, Callable[[], Any]]:
    from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.tree import DecisionTreeClassifier

    return {
        "forest": lambda: RandomForestClassifier(100, random_state=0),
        "linear": lambda: make_pipeline(StandardScaler(), LogisticRegression()),
        "boosting": lambda: HistGradientBoostingClassifier(max_iter=30, random_state=0),
        "tree": lambda: DecisionTreeClassifier(random_state=0),
        "neighbours": lambda: make_pipeline(StandardScaler(), KNeighborsClassifier()),
    }


def flipped(y: np.ndarray, share: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Labels of which that share is another class, drawn evenly; and which rows they are."""
    n_classes, wrong = y.max() + 1, np.zeros(len(y), dtype=bool)
    wrong[rng.choice(len(y), round(share * len(y)), replace=False)] = True
    return np.where(wrong, (y + rng.integers(1, n_classes, len(y))) % n_classes, y), wrong


def f1(found: np.ndarray, wrong: np.ndarray) -> float:
    return 2 * float((found & wrong).sum()) / max(1, found.sum() + wrong.sum())


def measured(n: int, seeds: int, share: float, names: list[str]) -> Iterator[dict[str, Any]]:
    """One record a data set, model and seed; of no seeds two kinds of data sets alone."""
    builders = models()
    for seed in range(max(1, seeds)):
        for table, X, y in islice(tables(n, seed), None if seeds else 2):
            noisy, wrong = flipped(y, share, np.random.default_rng(seed + 77))
            for name in names:
                model = builders[name]().fit(X, noisy)
                begun = time.perf_counter()
                noise = label_noise(model, X, pd.Series(noisy), seed)
                found = np.zeros(n, dtype=bool)
                found[noise.suspects["row"].to_numpy(dtype=int)] = True
                yield {
                    "table": table, "model": name, "f1": f1(found, wrong), "rate": noise.rate[0], "by": noise.by,
                    "verdict": noise.verdict, "s": time.perf_counter() - begun,
                }  # fmt: skip


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=3000)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--quick", action="store_true", help="two models, two data sets")
    parser.add_argument("--shares", type=float, nargs="+", default=[0.0, *GOALS], help="of labels flipped")
    args = parser.parse_args(argv)
    warnings.simplefilter("ignore")
    names = ["forest", "linear"] if args.quick else list(models())
    for share in args.shares:
        records = pd.DataFrame(measured(args.rows, 0 if args.quick else args.seeds, share, names))
        verdicts = ", ".join(f"{v} {n}" for v, n in Counter(records["verdict"]).most_common())
        print(
            f"\n{share:.0%} of {args.rows:,} labels flipped; {len(records)} cases; {records['s'].median():.1f} s a case"
        )
        print(f"  estimated rate {records['rate'].mean():.3f} (mean); verdicts: {verdicts}")
        if share in GOALS:
            ratio = records["f1"].mean() / GOALS[share]
            found = f"F1 {records['f1'].mean():.3f}, goal {GOALS[share]}: ratio {ratio:.2f}"
            print(f"  {found}; lowest {records['f1'].min():.3f}")
            print("  " + ", ".join(f"{t} {v:.3f}" for t, v in records.groupby("table")["f1"].mean().items()))
            print("  " + ", ".join(f"{m} {v:.3f}" for m, v in records.groupby("model")["f1"].mean().items()))


if __name__ == "__main__":
    main()
