"""Models with settings from far too free to far too tight, and the rows that say which is which."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

import numpy as np
import pandas as pd
from sklearn import datasets, ensemble, linear_model, naive_bayes, neighbors, pipeline, preprocessing, tree

N_TEST = 1500
WITH_ENSEMBLES = ("few features", "moons")
Rows = tuple[pd.DataFrame, pd.Series]


@dataclass(frozen=True)
class Source:
    """Where rows come from: `draw(seed)` gives learning and held-out rows, other ones for every seed."""

    name: str
    task: str
    n_rows: int
    make: Callable[[int, int], tuple[np.ndarray, np.ndarray]]
    real: bool = False

    def draw(self, seed: int) -> tuple[Rows, Rows]:
        X, y = self.make(self.n_rows + N_TEST, seed)
        order = np.random.default_rng([seed, 7]).permutation(len(y))
        X, y = pd.DataFrame(X[order]).add_prefix("x"), pd.Series(y[order], name="y")
        n = self.n_rows
        return (X[:n], y[:n]), (X[n:].reset_index(drop=True), y[n:].reset_index(drop=True))


def problem(n: int, seed: int, **kind: Any) -> tuple[np.ndarray, np.ndarray]:
    """One classification problem, with another draw of its rows for every seed."""
    X, y = datasets.make_classification(n_samples=40_000, random_state=11, **kind)
    rows = np.random.default_rng([seed, 3]).choice(len(y), n, replace=False)
    return X[rows], y[rows]


def plane(n: int, seed: int, **kind: Any) -> tuple[np.ndarray, np.ndarray]:
    """One linear problem, with another draw of its rows for every seed; the target has unit scale."""
    X, y = datasets.make_regression(n_samples=8_000, random_state=5, **kind)
    rows = np.random.default_rng([seed, 3]).choice(len(y), n, replace=False)
    return X[rows], y[rows] / y.std()


def curve(n: int, seed: int, make: Callable, noise: float) -> tuple[np.ndarray, np.ndarray]:
    X, y = make(n_samples=n, random_state=seed, noise=noise)
    return X, y / 10 if make is datasets.make_friedman1 else y / y.std()


def known(n: int, seed: int, load: Callable) -> tuple[np.ndarray, np.ndarray]:
    X, y = load(return_X_y=True)
    return X, y / 50 if load is datasets.load_diabetes else y


def generated(n: int, seed: int, make: Callable, **kind: Any) -> tuple[np.ndarray, np.ndarray]:
    return make(n_samples=n, random_state=seed, **kind)


C, R = "classification", "regression"


def sources() -> list[Source]:
    """Eight problems of classification and six of regression; two and one of them are real tables."""
    few, many = dict(n_features=20, n_informative=5, flip_y=0.1), dict(n_features=60, n_informative=8, flip_y=0.05)
    three = dict(n_features=12, n_informative=6, n_classes=3, flip_y=0.05, class_sep=0.8)
    return [
        Source("few features", C, 1000, partial(problem, **few)),
        Source("many features", C, 1000, partial(problem, **many)),
        Source("three classes", C, 1000, partial(problem, **three)),
        Source("moons", C, 1000, partial(generated, make=datasets.make_moons, noise=0.3)),
        Source("circles", C, 1000, partial(generated, make=datasets.make_circles, noise=0.2, factor=0.5)),
        Source("shells", C, 1000, partial(generated, make=datasets.make_gaussian_quantiles, n_features=5, n_classes=3)),
        Source("digits", C, 800, partial(known, load=datasets.load_digits), True),
        Source("breast cancer", C, 380, partial(known, load=datasets.load_breast_cancer), True),
        Source("friedman 1", R, 1000, partial(curve, make=datasets.make_friedman1, noise=1.0)),
        Source("friedman 2", R, 800, partial(curve, make=datasets.make_friedman2, noise=100.0)),
        Source("friedman 3", R, 800, partial(curve, make=datasets.make_friedman3, noise=0.1)),
        Source("wide plane", R, 400, partial(plane, n_features=80, n_informative=10, noise=60.0)),
        Source("plane", R, 800, partial(plane, n_features=12, n_informative=6, noise=40.0)),
        Source("diabetes", R, 280, partial(known, load=datasets.load_diabetes), True),
    ]


def scaled(model: Any) -> Any:
    return pipeline.make_pipeline(preprocessing.StandardScaler(), model)


def classifiers() -> Iterator[tuple[str, str, Any]]:
    """(family, setting, unfitted model), from tight to free."""
    for c in (1e-4, 1.0, 1e3):
        yield "logistic", f"C={c:g}", scaled(linear_model.LogisticRegression(C=c, max_iter=200))
    for depth in (1, 5, None):
        yield "tree", f"max_depth={depth}", tree.DecisionTreeClassifier(max_depth=depth, random_state=0)
    for k in (60, 11, 1):
        yield "neighbours", f"n_neighbors={k}", scaled(neighbors.KNeighborsClassifier(k))
    yield "bayes", "var_smoothing=10", scaled(naive_bayes.GaussianNB(var_smoothing=10))


def regressors() -> Iterator[tuple[str, str, Any]]:
    """(family, setting, unfitted model), from tight to free."""
    for alpha in (1e3, 1.0, 1e-3):
        yield "ridge", f"alpha={alpha:g}", scaled(linear_model.Ridge(alpha))
    for alpha in (0.5, 0.03, 1e-4):
        yield "lasso", f"alpha={alpha:g}", scaled(linear_model.Lasso(alpha))
    for depth in (1, 5, None):
        yield "tree", f"max_depth={depth}", tree.DecisionTreeRegressor(max_depth=depth, random_state=0)
    for k in (60, 8, 1):
        yield "neighbours", f"n_neighbors={k}", scaled(neighbors.KNeighborsRegressor(k))


def ensembles() -> Iterator[tuple[str, str, Any]]:
    """(family, setting, unfitted model) of those that take long; for two sources alone."""
    for leaf in (60, 1):
        yield "forest", f"leaf={leaf}", ensemble.RandomForestClassifier(15, min_samples_leaf=leaf, random_state=0)
    for rate in (0.01, 1.0):
        boosted = ensemble.GradientBoostingClassifier(n_estimators=15, learning_rate=rate, random_state=0)
        yield "boosting", f"learning_rate={rate:g}", boosted


@dataclass(frozen=True, eq=False)
class FitCase:
    """One model on one source of rows."""

    source: Source
    family: str
    setting: str
    model: Any

    @property
    def name(self) -> str:
        return f"{self.source.name}, {self.family}, {self.setting}"


def cases(n_rows: int = 0, names: Sequence[str] = ()) -> list[FitCase]:
    """Every source with every family and setting of its task.

    Parameters
    ----------
    n_rows : int
        Learn from so many rows of every source instead of its own number.
    names : sequence of str
        Of these sources alone.
    """
    found = []
    for source in sources():
        if names and source.name not in names:
            continue
        source = replace(source, n_rows=n_rows) if n_rows else source
        families = [*(classifiers() if source.task == C else regressors())]
        families += ensembles() if source.name in WITH_ENSEMBLES and not n_rows else ()
        found += [FitCase(source, *one) for one in families]
    return found


@cache
def drawn(source: Source, seed: int) -> tuple[Rows, Rows]:
    return source.draw(seed)
