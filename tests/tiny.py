"""Tiny tables and fitted models, shared by contract tests; built on first use, the same in every run::

tiny.table("binary").X_test             80 rows of mixed columns
tiny.table("regression", numbers=True)  the same rows as numbers without gaps
tiny.models()                           {"tree": Fitted(model, table), ...}
tiny.case("pipeline")                   the same as a Case
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

N_TRAIN, N_TEST = 120, 80
TASKS = ("binary", "multiclass", "regression")


class Table(NamedTuple):
    """Rows to learn from and rows that judge; treat them as read-only, or copy."""

    X_train: pd.DataFrame
    y_train: pd.Series
    X_test: pd.DataFrame
    y_test: pd.Series


class Fitted(NamedTuple):
    model: Any
    table: Table
    task: str


@cache
def table(task: str = "binary", numbers: bool = False) -> Table:
    """120 training and 80 test rows of five columns.

    Parameters
    ----------
    task : str
        "binary" (labels "no", "yes"), "multiclass" ("high", "low", "mid") or "regression" (floats).
    numbers : bool
        False: `age` int, `income` float with missing values, `rate` float, `city` text with missing
        values, `member` bool. True: all five as float64 without missing values.
    """
    X, score = rows()
    y = target(score, task)
    X = as_numbers(X) if numbers else X
    split = [part.reset_index(drop=True) for part in (X[:N_TRAIN], y[:N_TRAIN], X[N_TRAIN:], y[N_TRAIN:])]
    return Table(*split)


@cache
def rows() -> tuple[pd.DataFrame, np.ndarray]:
    """All rows and the score that their targets come from."""
    rng, n = np.random.default_rng(20), N_TRAIN + N_TEST
    age, income = rng.integers(18, 80, n), rng.normal(30, 8, n).round(2)
    rate, member = rng.random(n).round(4), rng.random(n) < 0.4
    city = np.array(["Bern", "Cork", "Lodz"])[np.searchsorted([0.5, 0.8], rng.random(n))]
    score = (age - 49) / 18 + (income - 30) / 8 + 0.8 * member - 0.6 * (city == "Cork") + rng.normal(0, 0.5, n)
    X = pd.DataFrame({"age": age, "income": income, "rate": rate, "city": city, "member": member})
    X.loc[rng.random(n) < 0.05, "income"] = np.nan
    X.loc[rng.random(n) < 0.05, "city"] = np.nan
    return X, score


def target(score: np.ndarray, task: str) -> pd.Series:
    if task == "regression":
        return pd.Series(score.round(4) * 10 + 50, name="target")
    labels, cuts = {"binary": (["no", "yes"], [0.7]), "multiclass": (["low", "mid", "high"], [-0.7, 0.9])}[task]
    return pd.Series(np.array(labels)[np.searchsorted(cuts, score)], name="target")


def as_numbers(X: pd.DataFrame) -> pd.DataFrame:
    city = X["city"].map({"Bern": 0, "Cork": 1, "Lodz": 2})
    return X.assign(city=city).astype(float).fillna({"income": 30.0, "city": 0.0})


def pipeline(model: Any) -> Any:
    """Imputing, scaling and one-hot coding in front of a model: it takes the mixed table."""
    from sklearn.compose import make_column_transformer
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    numeric = make_pipeline(SimpleImputer(), StandardScaler())
    return make_pipeline(
        make_column_transformer(
            (numeric, ["age", "income", "rate"]), (OneHotEncoder(handle_unknown="ignore"), ["city", "member"])
        ),
        model,
    )


def recipes() -> dict[str, tuple[str, bool, Callable[[], Any]]]:
    """Name: (task, numbers, unfitted model)."""
    from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

    return {
        "tree": ("binary", True, lambda: DecisionTreeClassifier(random_state=0)),
        "forest": ("multiclass", True, lambda: RandomForestClassifier(10, random_state=0)),
        "boosted": ("binary", True, lambda: HistGradientBoostingClassifier(max_iter=10, random_state=0)),
        "linear": ("binary", True, lambda: LogisticRegression(max_iter=1000)),
        "pipeline": ("binary", False, lambda: pipeline(LogisticRegression(max_iter=1000))),
        "regressor": ("regression", True, lambda: DecisionTreeRegressor(max_depth=4, random_state=0)),
    }


@cache
def fitted(name: str) -> Fitted:
    """One model of `recipes`, fitted on the training rows of its table."""
    task, numbers, build = recipes()[name]
    rows = table(task, numbers)
    return Fitted(build().fit(rows.X_train, rows.y_train), rows, task)


def models() -> dict[str, Fitted]:
    """Every fitted model: tree, forest, boosted, linear, pipeline, regressor."""
    return {name: fitted(name) for name in recipes()}


@cache
def case(name: str) -> Any:
    """A fitted model with its table as a Case."""
    from optimizers.case import Case

    model, rows, _ = fitted(name)
    return Case(name, model, *rows)
