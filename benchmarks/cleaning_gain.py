"""How often cleaning the labels is recommended where they are clean, and where a tenth or a fifth is wrong.

    python -m benchmarks.cleaning_gain [--rows 300] [--sets 3] [--quick]

Six kinds of generated data sets times models times seeds; none of the clean ones has a wrong label, some have
classes that overlap. "truly helps" compares both fits on 5,000 fresh rows with true labels.
"""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.label_noise import flipped, models, tables
from optimizers.clean.gain import cleaning_gain, keepers
from optimizers.clean.labels import label_noise

N_FRESH = 5000
POINT = 0.005
MOST_ON_CLEAN = 0.05


def true_gain(model: Any, X: pd.DataFrame, y: pd.Series, fresh: tuple[pd.DataFrame, np.ndarray]) -> float:
    """Accuracy on fresh rows with true labels: cleaned minus not cleaned."""
    from sklearn.base import clone

    kept = keepers(label_noise(model, X, y), y)
    cleaned = clone(model).fit(X.iloc[kept], y.iloc[kept])
    return float((cleaned.predict(fresh[0]) == fresh[1]).mean() - (model.predict(fresh[0]) == fresh[1]).mean())


def measured(n: int, sets: int, share: float, names: list[str], shown: bool = False) -> Iterator[dict[str, Any]]:
    """One record a data set and model; of no sets the first kind alone."""
    builders = models()
    for seed in range(100, 100 + max(1, sets)):
        for table, X, y in islice(tables(n + N_FRESH, seed), None if sets else 1):
            learning, fresh = X.iloc[:n], (X.iloc[n:], y[n:])
            noisy = pd.Series(flipped(y[:n], share, np.random.default_rng(seed))[0])
            for name in names:
                model = builders[name]().fit(learning, noisy)
                gain = cleaning_gain(model, learning, noisy, seed)
                yield {
                    "table": table, "model": name, "gain": gain.gain[0], "low": gain.gain[1],
                    "recommended": gain.recommended, "true": true_gain(model, learning, noisy, fresh),
                    "verdict": gain.verdict,
                }  # fmt: skip
                if shown:
                    print(
                        f"  {table}, {name}: {gain.gain[0]:+.3f} from {gain.gain[1]:+.3f}, {gain.verdict}", flush=True
                    )


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=300)
    parser.add_argument("--sets", type=int, default=3, help="seeds of the six kinds of data sets")
    parser.add_argument("--quick", action="store_true", help="one model, one data set")
    parser.add_argument("--verbose", action="store_true", help="a line a case, as it comes")
    parser.add_argument("--shares", type=float, nargs="+", default=[0.0, 0.1, 0.2], help="of labels flipped")
    args = parser.parse_args(argv)
    warnings.simplefilter("ignore")
    names = ["linear"] if args.quick else ["forest", "linear", "tree", "neighbours"]
    for share in args.shares:
        records = pd.DataFrame(measured(args.rows, 0 if args.quick else args.sets, share, names, args.verbose))
        helps, harms = (records["true"] > POINT).mean(), (records["true"] < -POINT).mean()
        print(f"\n{share:.0%} of {args.rows:,} labels flipped, {len(records)} cases")
        said = f"  recommended in {records['recommended'].mean():.1%}"
        bar = f"; goal at most {MOST_ON_CLEAN:.0%}: ratio {records['recommended'].mean() / MOST_ON_CLEAN:.2f}"
        print(said + (bar if not share else ""))
        print(f"  truly helps by > 0.5 point in {helps:.1%}, harms by > 0.5 point in {harms:.1%}")
        chosen = records[records["recommended"]]
        print(f"  mean gain seen {records['gain'].mean():+.4f}, true {records['true'].mean():+.4f};", end=" ")
        print(f"true where recommended {chosen['true'].mean() if len(chosen) else float('nan'):+.4f}")
        print(records.groupby(["model", "verdict"])[["gain", "true", "recommended"]].mean().round(3).to_string())
        print(records[records["recommended"]].round(3).to_string() if not share else "")


if __name__ == "__main__":
    main()
