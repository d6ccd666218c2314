"""What the recommended policy costs, against the best schedule in hindsight.

    python -m benchmarks.retrain_price --elec2 elec2.parquet --weather weather.parquet
    python -m benchmarks.retrain_price --quick         a generated stream alone

The cost of a policy is the sum of its error rates over the steps plus 0.02 (error-steps) for each change of the
model in use. Streams: elec2 (45,312 half hours of an electricity market) and weather (18,159 days at an air
base), each a table with a column "target" in time order, given by arguments or the environment variables
ELEC2_PARQUET and WEATHER_PARQUET and left out where there is none; and the flights of the samples, week by week,
with their own model. The model of the two others is scikit-learn's decision tree as it comes, fitted on the first
four of 45 and of 34 chunks; the steps are the other chunks.

Goals: at most 5 % above the hindsight's cost, and on flights at most 0.5 points less accurate than never.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

import numpy as np
import pandas as pd

from optimizers.case import Case
from optimizers.experiment import Experiment
from optimizers.result import Result
from optimizers.retrain.every_k_steps import EveryKSteps
from optimizers.retrain.never import Never
from optimizers.retrain.on_benefit import OnBenefit
from optimizers.retrain.on_drop import OnDrop
from optimizers.retrain.oracle import Oracle
from optimizers.running import run
from sandbox.guard_table import read_table

PRICE = 0.02
POLICIES = (Never(), EveryKSteps(every=1), EveryKSteps(every=4), OnDrop(), OnBenefit(price=PRICE), Oracle(price=PRICE))
CHUNKS = {"elec2": 45, "weather": 34, "made up": 24}


def made_up(n_rows: int = 4_800, seed: int = 0) -> pd.DataFrame:
    """A stream whose concept comes, goes and comes back."""
    rng = np.random.default_rng(seed)
    X = pd.DataFrame(rng.normal(size=(n_rows, 4)), columns=list("abcd"))
    sign = np.where(np.arange(n_rows) // (n_rows // 4) % 2 == 0, 1, -1)
    return X.assign(target=np.where(X["a"] * sign + X["b"] + rng.normal(0, 0.5, n_rows) > 0, "up", "down"))


def tree_case(name: str, table: pd.DataFrame, **settings: object) -> tuple[Case, Experiment]:
    """The first four chunks teach a decision tree; each of the others is a step."""
    from sklearn.tree import DecisionTreeClassifier

    X, y, n = table.drop(columns="target"), table["target"].astype(str), CHUNKS[name]
    first = len(table) * 4 // n
    model = DecisionTreeClassifier(random_state=0, **settings).fit(X[:first], y[:first])
    rest = X[first:].reset_index(drop=True), y[first:].reset_index(drop=True)
    return Case(name, model, X[:first], y[:first], *rest), Experiment(POLICIES, n_steps=n - 4, timeline="rows")


def flights_case() -> tuple[Case, Experiment]:
    import dataclasses

    from sample_data import load

    return dataclasses.replace(load("flights"), metric="accuracy"), Experiment(POLICIES, timeline="week")


def costs(result: Result) -> pd.DataFrame:
    """Accuracy, changes of the model and total cost of every policy, and how much that is above the hindsight's."""
    frame = result.frame
    steps = frame[(frame["part"] == "step") & (frame["strategy"] != "reference")]
    table = steps.groupby("candidate", sort=False)["value"].agg(accuracy="mean", errors=lambda v: (1 - v).sum())
    paid = frame[(frame["part"] == "cost") & (frame["metric"] == "retrainings")].set_index("candidate")["value"]
    table["retrainings"] = paid.reindex(table.index).astype(int)
    table["total"] = table["errors"] + PRICE * table["retrainings"]
    ceiling = next(label for label in table.index if label.startswith("in hindsight"))
    return table.assign(above=table["total"] / table["total"][ceiling] - 1)


def tell(name: str, case: Case, experiment: Experiment) -> pd.DataFrame:
    begun = time.process_time()
    table = costs(run(case, experiment))
    print(f"{name}: {len(case.X_test):,} rows judged; {time.process_time() - begun:.0f} CPU s")
    for label, row in table.iterrows():
        print(
            f"  {label:24s} accuracy {row['accuracy']:.3f}  retrainings {row['retrainings']:3.0f}"
            f"  cost {row['total']:6.2f}  above hindsight {row['above']:+6.1%}"
        )
    mine = table.loc[OnBenefit(price=PRICE).label()]
    print(f"  ratio of the recommended policy to hindsight {1 + mine['above']:.3f} (goal <= 1.05)")
    lost = table.loc["never", "accuracy"] - mine["accuracy"]
    print(f"  accuracy lost against never {lost * 100:+.2f} points (goal on flights <= 0.5)")
    return table


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--elec2", default=os.environ.get("ELEC2_PARQUET", ""))
    parser.add_argument("--weather", default=os.environ.get("WEATHER_PARQUET", ""))
    parser.add_argument("--quick", action="store_true", help="a generated stream alone")
    options = parser.parse_args(argv)
    if options.quick:
        tell("made up", *tree_case("made up", made_up()))
        return
    for name in ("elec2", "weather"):
        if getattr(options, name):
            path = Path(getattr(options, name))
            tell(name, *tree_case(name, read_table(path.read_bytes(), path.name).frame))
        else:
            print(f"{name}: left out, no table given")
    tell("flights", *flights_case())


if __name__ == "__main__":
    main()
