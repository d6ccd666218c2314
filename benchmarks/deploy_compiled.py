"""Trees compiled for themselves, beside the ways of running them that need no compiler.

    python -m benchmarks.deploy_compiled            a forest and a booster of 100 trees
    python -m benchmarks.deploy_compiled --quick    tiny
    python -m benchmarks.deploy_compiled --tl2cgen  with the code of tl2cgen too, which takes minutes to compile

The C file is what the page Deploy offers, compiled by the command in it; nothing of this happens in the sandbox. Each
is asked for probabilities or decision values of the same rows; times are CPU microseconds of a call, the median.
The call into the C file is made by ctypes, whose own cost is part of it.

Goals: answers equal bit for bit; single rows at least 8 times as fast as by the model itself.
"""

from __future__ import annotations

import argparse
import ctypes
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from optimizers.deploy.direct import direct
from optimizers.deploy.models.c_source import BUILD, c_source
from optimizers.deploy.models.interpreted import absent, interpreted
from optimizers.operation.rounds import paired, timed_rounds

Call = Callable[[np.ndarray], np.ndarray]


def models(quick: bool) -> dict[str, tuple[Any, str]]:
    from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier

    n = 5 if quick else 100
    return {
        "forest": (RandomForestClassifier(n, random_state=0), "predict_proba"),
        "hist boosting": (HistGradientBoostingClassifier(max_iter=n, random_state=0), "decision_function"),
    }


def compiled(model: Any, n_out: int, folder: Path) -> Call:
    """The model's C file, built by the command that it names."""
    begun = time.perf_counter()
    source = c_source(model)
    (folder / "model.c").write_text(source)
    written = time.perf_counter()
    subprocess.run(BUILD.split(), cwd=folder, check=True)
    print(
        f"    C source {len(source) / 1024:,.0f} KiB written in {written - begun:.2f} s, compiled in "
        f"{time.perf_counter() - written:.2f} s to {(folder / 'model.so').stat().st_size / 1024:,.0f} KiB"
    )
    run = ctypes.CDLL(str(folder / "model.so")).predict
    run.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p]

    def call(X: np.ndarray) -> np.ndarray:
        out = np.empty((len(X), n_out))
        run(X.ctypes.data, len(X), out.ctypes.data)
        return out

    return call


def by_tl2cgen(model: Any, folder: Path) -> Call:
    """The code that tl2cgen writes, one branch a node."""
    import tl2cgen
    import treelite

    begun = time.perf_counter()
    path = folder / "tl2cgen.so"
    trees = treelite.sklearn.import_model(model)
    tl2cgen.export_lib(trees, toolchain="gcc", libpath=str(path), params={"parallel_comp": 0}, verbose=False)
    print(f"    tl2cgen compiled in {time.perf_counter() - begun:.1f} s to {path.stat().st_size / 1024:,.0f} KiB")
    predictor = tl2cgen.Predictor(str(path), nthread=1)
    return lambda X: predictor.predict(tl2cgen.DMatrix(X), pred_margin=True)


def compare(calls: dict[str, Call], X: np.ndarray, n_rows: int, seconds: float) -> None:
    """CPU time of each way, and how many times less than the model's own."""
    rows = np.ascontiguousarray(X[np.resize(np.arange(len(X)), n_rows)])
    per_round = max(1, 30 // n_rows)
    bound = {name: (lambda call=call: call(rows)) for name, call in calls.items()}
    timed = timed_rounds(bound, seconds, np.random.default_rng(0), per_round)
    base = timed["model"][1]
    for name, (_, cpu) in timed.items():
        gain, low, high = paired(base, cpu)
        spent = np.median(cpu) / per_round * 1e6
        print(f"    {n_rows:6,} rows {name:18} {spent:12,.1f} us  {gain:7.1f} x ({low:.1f} to {high:.1f})")


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--tl2cgen", action="store_true")
    given = parser.parse_args(argv)
    from sklearn.datasets import make_classification

    X, y = make_classification(400 if given.quick else 3000, 15, n_informative=8, random_state=0)
    if not shutil.which(BUILD.split()[0]):
        print("There is no C compiler here; install one that answers to cc.")
        return
    for name, (model, method) in models(given.quick).items():
        print(name)
        own = getattr(model.fit(X, y), method)
        expected = own(X).reshape(len(X), -1)
        calls: dict[str, Call] = {"model": own, "direct predictor": getattr(direct(model), method)}
        with tempfile.TemporaryDirectory() as folder:
            if not absent():
                calls["treelite"] = getattr(interpreted(model, model), method)
            calls["C source"] = compiled(model, expected.shape[1], Path(folder))
            if given.tl2cgen:
                calls["tl2cgen"] = by_tl2cgen(model, Path(folder))
            for other, call in calls.items():
                gap = np.abs(call(X).reshape(expected.shape) - expected).max()
                print(f"    {other:18} {'equal bit for bit' if gap == 0 else f'differs by {gap:.2g} at most'}")
            for n_rows in (1, 20) if given.quick else (1, 32, 1000, 10_000):
                compare(calls, X, n_rows, 0.05 if given.quick else 4.0)


if __name__ == "__main__":
    main()
