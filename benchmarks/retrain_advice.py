"""Is the advice on retraining right? Worlds whose truth is known: `python -m benchmarks.retrain_advice`.

Five kinds of change to four made worlds (two rules, a linear model, a forest, a regressor), a seed each: nothing
changes; inputs move and the model copes; new labels are noisy; the relation of inputs to target changes; a sensor
breaks. With `--samples` the real year of flights too, where retraining does not pay.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from optimizers.advise.advice import gather
from optimizers.advise.answer import CLEAN, EVERY, NO_HELP, RECENT, REPAIR, WAIT, decide

RIGHT = {
    "nothing": {WAIT},
    "covariate": {WAIT},
    "noise": {CLEAN, NO_HELP},
    "concept": {RECENT, EVERY},
    "sensor": {REPAIR},
}
COLUMNS = ["load", "heat", "age", "speed", "width", "mass"]
WORLDS = ("linear", "curved", "forest", "values")


def rows(world: str, n: int, rng: np.random.Generator, changed: bool = False, moved: float = 0.0) -> tuple:
    """Inputs and target of a world; `changed` has another rule, `moved` other inputs."""
    X = pd.DataFrame(rng.normal(size=(n, 6)) + moved * np.array([1, 1, 0, 0, 0, 0]), columns=COLUMNS)
    a, b = ("age", "speed") if changed else ("load", "heat")
    score = 1.5 * X[a] - X[b] + 0.5 * X["width"]
    if world in ("curved", "forest"):
        score = score + 0.7 * X["mass"] * X["width"]
    if world == "values":
        return X, pd.Series(score + rng.normal(0, 0.7, n))
    return X, pd.Series(np.where(rng.random(n) < 1 / (1 + np.exp(-2 * score)), "yes", "no"))


def model_of(world: str) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
    from sklearn.linear_model import LinearRegression, LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return {
        "linear": make_pipeline(StandardScaler(), LogisticRegression()),
        "curved": HistGradientBoostingClassifier(max_iter=60, random_state=0),
        "forest": RandomForestClassifier(60, min_samples_leaf=3, random_state=0),
        "values": make_pipeline(StandardScaler(), LinearRegression()),
    }[world]


def scenario(kind: str, world: str, seed: int, n_old: int, n_new: int) -> tuple[Any, tuple, tuple]:
    """A fitted model, its learning rows, and labelled rows of now."""
    rng = np.random.default_rng([seed, WORLDS.index(world)])
    X, y = rows(world, n_old, rng)
    X_new, y_new = rows(world, n_new, rng, kind == "concept", 0.5 if kind == "covariate" else 0.0)
    if kind == "noise":
        hit = rng.random(n_new) < 0.25
        y_new = y_new.where(~hit, pd.Series(rng.permutation(y_new)) if world == "values" else flipped(y_new))
    if kind == "sensor":
        X_new.loc[rng.random(n_new) < 0.8, "load"] = float(X["load"].iloc[0])
    return model_of(world).fit(X, y), (X, y), (X_new, y_new)


def flipped(y: pd.Series) -> pd.Series:
    return y.map({"yes": "no", "no": "yes"})


def flights(n_points: int) -> list[str]:
    """The answers at points of the real year of flights, each from rows up to then."""
    import sample_data

    case = sample_data.load("flights")
    cuts = np.linspace(3000, len(case.X_test), n_points).astype(int)
    return [
        decide(gather(case.model, (case.X_train, case.y_train), (case.X_test[c - 3000 : c], case.y_test[c - 3000 : c])))
        .answer
        for c in cuts
    ]  # fmt: skip


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=1, help="seeds a kind and world")
    parser.add_argument("--old", type=int, default=3000)
    parser.add_argument("--new", type=int, default=1500)
    parser.add_argument("--kinds", nargs="*", default=list(RIGHT), choices=list(RIGHT))
    parser.add_argument("--worlds", nargs="*", default=list(WORLDS), choices=WORLDS)
    parser.add_argument("--samples", action="store_true", help="the real year of flights too")
    given = parser.parse_args(argv)
    hits = []
    for kind in given.kinds:
        for world in given.worlds:
            for seed in range(given.seeds):
                advice = decide(gather(*scenario(kind, world, seed, given.old, given.new)))
                hits.append(advice.answer in RIGHT[kind])
                print(f"{'right' if hits[-1] else 'WRONG'}  {kind:9} {world:7} seed {seed}: {advice.sentence}")
    print(f"{sum(hits)} of {len(hits)} scenarios right")
    if given.samples:
        print("flights:", dict(Counter(flights(6))))


if __name__ == "__main__":
    main()
