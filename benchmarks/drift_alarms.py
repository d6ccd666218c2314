"""Calibrated alarms on the loan world: false alarms where nothing changes, and how soon known changes are found.

python -m benchmarks.drift_alarms            100 stationary worlds of 5 months
python -m benchmarks.drift_alarms --quick    2 of them
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd

from optimizers.detect.calibrated import calibrated_alarms
from optimizers.detect.features import feature_drift
from sample_data import folder, loans_facts
from sandbox.guard_table import read_table


def loans() -> pd.DataFrame:
    return read_table((folder("loans") / "table.parquet").read_bytes(), "table.parquet").frame[loans_facts.FEATURES]


def months(rows: pd.DataFrame, first: int, last: int) -> tuple[pd.DataFrame, np.ndarray]:
    size = loans_facts.ROWS_PER_MONTH
    return rows.iloc[(first - 1) * size : last * size], np.arange(last - first + 2) * size


def false_alarms(rows: pd.DataFrame, n_worlds: int, rng: np.random.Generator) -> None:
    """Months 1 to 17, in which nothing changes, shuffled: 12 to compare with, 5 that should be quiet."""
    calm, size = months(rows, 1, 17)[0], loans_facts.ROWS_PER_MONTH
    ours, plain = [], []
    for seed in range(n_worlds):
        order = rng.permutation(len(calm))
        reference, steps = calm.iloc[order[: 12 * size]], (calm.iloc[order[12 * size :]], np.arange(6) * size)
        ours += calibrated_alarms(reference, steps, seed=seed)["alarm"].tolist()
        table = feature_drift(reference, steps)
        plain += (table["p_value"] <= 0.05).groupby(table["step"]).any().tolist()
    print(f"Stationary months that alarm, of {len(ours)}")
    print(f"  calibrated {np.mean(ours):.1%} (goal <= 5 %)   any feature with p <= 0.05 {np.mean(plain):.1%}")


def delays(rows: pd.DataFrame) -> None:
    """Months 13 to 36 against 1 to 12: the first alarm of each feature that moves."""
    found = calibrated_alarms(months(rows, 1, 12)[0], months(rows, 13, 36))
    print("Known changes (goal: found within 2 steps)")
    for change in loans_facts.SCHEDULE:
        name, onset = change["features"][0], change["month"] - 13
        hits = [s for s in found.loc[found["alarm"], "step"] if s >= onset and name in found["features"][s].split(", ")]
        said = f"after {hits[0] - onset} steps" if hits else "never"
        print(f"  {change['kind']:22s} {name:12s} month {change['month']}: {said}")
    print(f"  false alarms in months 13 to 17: {int(found['alarm'][:5].sum())}")
    print("  The last is concept drift: no column moves, so none may alarm; only labels show it.")


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args(argv)
    rows = loans()
    delays(rows)
    false_alarms(rows, 2 if options.quick else 100, np.random.default_rng(0))


if __name__ == "__main__":
    main()
