"""A whole regularization path against scikit-learn's own `enet_path`, and against fits from nothing.

    python -m benchmarks.regularization_path [--rows 10000] [--columns 500] [--alphas 100] [--repeats 3]

The peer is `enet_path` on the same centred rows and alphas in the same run; ours also makes a fitted model of each.
Fits from nothing are measured on a few of the alphas and scaled up.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable

import numpy as np

from optimizers.quiet import quiet
from optimizers.regularize.paths import fitted_path
from optimizers.regularize.settings import Settled

BAR = 1.5
COLD = 3


def rows(n: int, p: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """A tenth of the columns tell; half of the target's variance is noise."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, p)) + rng.normal(size=(n, 1))
    coef = np.where(np.arange(p) % 10 == 0, rng.normal(size=p), 0)
    signal = X @ coef
    return X, signal + rng.normal(0, signal.std(), n)


def seconds(work: Callable[[], object], repeats: int) -> float:
    """The quickest of some runs."""
    taken = []
    for _ in range(repeats):
        with quiet():
            begun = time.perf_counter()
            work()
            taken.append(time.perf_counter() - begun)
    return min(taken)


def main(argv: list[str] | None = None) -> None:
    from sklearn.linear_model import ElasticNet, Ridge, enet_path

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--columns", type=int, default=500)
    parser.add_argument("--alphas", type=int, default=100)
    parser.add_argument("--repeats", type=int, default=3)
    wished = parser.parse_args(argv)
    warnings.simplefilter("ignore")
    X, y = rows(wished.rows, wished.columns)
    X_mid, y_mid = X - X.mean(axis=0), y - y.mean()
    most = np.abs(X_mid.T @ y_mid).max() / len(y) / 0.5
    alphas = np.geomspace(most, most * 1e-3, wished.alphas).tolist()
    settings = [Settled({"alpha": a}) for a in alphas]
    peer = seconds(lambda: enet_path(X_mid, y_mid, alphas=alphas, l1_ratio=0.5), wished.repeats)
    print(f"enet_path: {len(alphas)} alphas on {wished.rows:,} x {wished.columns}: {peer:.3f} s", flush=True)
    for model in (ElasticNet(l1_ratio=0.5), Ridge()):
        name, bar = type(model).__name__, f" (bar {BAR})" if isinstance(model, ElasticNet) else ""
        ours = seconds(lambda model=model: fitted_path(model, settings, X, y), wished.repeats)
        print(f"{name}: {ours:.3f} s, ratio {ours / peer:.2f}{bar}", flush=True)
        some = settings[len(settings) // 4 :: max(1, len(settings) // COLD)]
        cold = seconds(lambda model=model, some=some: [fitted_path(model, [s], X, y) for s in some], 1)
        cold *= len(settings) / len(some)
        print(f"{name} from nothing: about {cold:.1f} s, {cold / ours:.0f} times as long", flush=True)


if __name__ == "__main__":
    main()
