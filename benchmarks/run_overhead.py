"""`run()` against the bare `predict` calls that it must make: CPU seconds, and peak memory.

    python -m benchmarks.run_overhead                       36 x 1,000 rows and 1,000,000 real rows
    python -m benchmarks.run_overhead --model linear --rows 50000 --rows-per-step 100

Ten frozen candidates: the model as uploaded, its recipe refitted, and eight copies from a toy strategy.
The floor is the same refit, then `predict` of all rows ten times; it draws no row, scores nothing and has
no intervals. Both run in turns on new cases; the least CPU time of this process counts. The case's
fingerprint, needed once a case and not once a run, is timed apart. Memory is the highest resident size
of a fresh process (VmHWM) less what it held before its table was made, so the table itself counts.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from optimizers.case import Case
from optimizers.component import param
from optimizers.experiment import Experiment
from optimizers.reference import refitted
from optimizers.running import run
from optimizers.strategy import Candidate, Strategy
from optimizers.world import future

N_COLUMNS, N_TRAIN, N_STEPS, N_COPIES = 20, 2_000, 36, 8
MODELS: dict[str, Callable[[], Any]] = {
    "forest": lambda: RandomForestClassifier(20, max_depth=10, random_state=0),
    "linear": lambda: make_pipeline(StandardScaler(), LogisticRegression()),
}


@dataclass(frozen=True)
class Copies(Strategy):
    """The model itself, some times over: candidates that cost nothing to make."""

    n_copies: int = param(N_COPIES, 1, 100, "candidates")

    def candidates(self, model: Any, X: pd.DataFrame, y: pd.Series, rng: np.random.Generator) -> Iterator[Candidate]:
        for i in range(self.n_copies):
            yield Candidate(f"copy {i + 1}", model)


def make_case(model: str, n_rows: int, rng: np.random.Generator) -> Case:
    """Numeric columns, labels as strings."""
    names = [f"x{i}" for i in range(N_COLUMNS)]
    X_train, X_test = (
        pd.DataFrame(rng.standard_normal((n, N_COLUMNS)), columns=names, copy=False) for n in (N_TRAIN, n_rows)
    )
    y_train, y_test = (pd.Series(np.where(X["x0"] + X["x1"] * X["x2"] > 0, "good", "bad")) for X in (X_train, X_test))
    return Case(model, MODELS[model]().fit(X_train, y_train), X_train, y_train, X_test, y_test)


def floor(case: Case, X: pd.DataFrame) -> None:
    """The refit and the predictions, and nothing else."""
    fresh = refitted(case, 0).model
    for model in [case.model, fresh, *[case.model] * N_COPIES]:
        model.predict(X)


def cpu_seconds(work: Callable[[Case], object], case: Case) -> float:
    start = time.process_time()
    work(case)
    return time.process_time() - start


def against_floor(title: str, case: Case, experiment: Experiment, repeats: int) -> float:
    """Print the least CPU seconds of both and the fingerprint's; return the ratio."""
    X = future(case, experiment).X
    works: dict[str, Callable[[Case], object]] = {
        "fingerprint": lambda new: new.fingerprint,
        "floor": lambda new: floor(new, X),
        "run": lambda new: run(new, experiment),
    }
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(repeats):
        new = replace(case)
        with threadpool_limits(1):  # as in the workers; idle BLAS threads spin, and that is CPU time too
            for name, work in works.items():
                seconds[name].append(cpu_seconds(work, new))
    once, base, ours = (min(s) for s in seconds.values())
    print(f"{title}: floor {base:.3f}, run {ours:.3f} CPU s, ratio {ours / base:.2f} (goal <= 1.15)")
    print(f"    with the case's fingerprint ({once:.3f} s) {(ours + once) / base:.2f}")
    return ours / base


def peak_of(work: str, model: str, n_rows: int) -> float:
    """Peak memory in tables, as a fresh process measured it."""
    words = ["-m", "benchmarks.run_overhead", "--peak-of", work, "--model", model, "--rows", str(n_rows)]
    return float(subprocess.run([sys.executable, *words], check=True, capture_output=True, text=True).stdout)


def own_peak(work: str, model: str, n_rows: int) -> float:
    """Do the work once here; the highest resident size over what was held before, in sizes of the table."""
    make_and_play("run", model, 1_000)  # imports and first calls are not the table's
    held = peak_bytes()
    table = make_and_play(work, model, n_rows)
    return (peak_bytes() - held) / table


def peak_bytes() -> int:
    """The highest resident size so far; ru_maxrss begins with the parent's on Linux."""
    if sys.platform == "linux":
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def make_and_play(work: str, model: str, n_rows: int) -> int:
    """Make a case and let it be played, or only predicted; the size of its judging table in bytes."""
    case = make_case(model, n_rows, np.random.default_rng(0))
    if work == "run":
        run(case, real())
    elif work == "floor":
        floor(case, case.X_test)
    return int(case.X_test.memory_usage().sum() + case.y_test.memory_usage(deep=True))


def real() -> Experiment:
    return Experiment((Copies(),), n_steps=N_STEPS, timeline="rows")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", choices=MODELS)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rows-per-step", type=int, default=1_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--peak-of", choices=("table", "floor", "run"), help="print the peak memory in tables, once")
    options = parser.parse_args(arguments)
    models = [options.model] if options.model else list(MODELS)
    if options.peak_of:
        print(own_peak(options.peak_of, models[0], options.rows))
        return
    simulated, few = (
        Experiment((Copies(),), n_steps=N_STEPS, rows_per_step=options.rows_per_step),
        options.rows_per_step,
    )
    for model in models:
        case = make_case(model, N_STEPS * few, np.random.default_rng(0))
        against_floor(f"{model}, {N_STEPS} x {few:,} simulated rows", case, simulated, 3 * options.repeats)
        case = make_case(model, options.rows, np.random.default_rng(0))
        against_floor(f"{model}, {options.rows:,} real rows", case, real(), options.repeats)
        del case
        tables = {work: peak_of(work, model, options.rows) for work in ("table", "floor", "run")}
        print("    peak memory in tables:", ", ".join(f"{k} {v:.2f}" for k, v in tables.items()), "(goal <= 3)")


if __name__ == "__main__":
    main()
