"""A small table, and small models fitted on it."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.ensemble import VotingClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

N_ROWS = 120


@cache
def _rows() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    income, age = rng.normal(size=N_ROWS).round(3), rng.integers(20, 70, N_ROWS).astype(float)
    default = (income + rng.normal(size=N_ROWS) > 0).astype(int)
    town = rng.choice(["Bonn", "Ulm"], N_ROWS)
    day = pd.date_range("2013-01-01", periods=N_ROWS).strftime("%Y-%m-%d")
    return pd.DataFrame({"income": income, "age": age, "town": town, "day": day, "default": default})


def rows(**changes: Any) -> pd.DataFrame:
    """The table; `column=(row, value)` puts one value in, `column=None` takes it out."""
    frame = _rows().copy()
    for name, change in changes.items():
        if change is None:
            frame = frame.drop(columns=name)
        elif isinstance(change, tuple):
            column = frame[name].astype(str if isinstance(change[1], str) else frame[name].dtype)
            column[change[0] - 1] = change[1]
            frame[name] = column
        else:
            frame[name] = change
    return frame


NUMBERS = ["income", "age"]


@cache
def tree() -> Any:
    return DecisionTreeClassifier(max_depth=3, random_state=0).fit(rows()[NUMBERS], rows()["default"])


@cache
def linear() -> Any:
    return make_pipeline(StandardScaler(), LogisticRegression()).fit(rows()[NUMBERS], rows()["default"])


@cache
def encoded() -> Any:
    columns = make_column_transformer((OneHotEncoder(), ["town"]), remainder="passthrough")
    return make_pipeline(columns, LogisticRegression()).fit(rows()[["town", "age"]], rows()["default"])


@cache
def nameless() -> Any:
    return DecisionTreeClassifier(max_depth=3, random_state=0).fit(rows()[NUMBERS].to_numpy(), rows()["default"])


@cache
def regressor() -> Any:
    return LinearRegression().fit(rows()[["age"]], rows()["income"])


@cache
def texts() -> Any:
    return DecisionTreeClassifier(max_depth=3).fit(rows()[NUMBERS], rows()["default"].map({0: "no", 1: "yes"}))


@cache
def two_targets() -> Any:
    return DecisionTreeRegressor(max_depth=2).fit(rows()[["age"]], rows()[["income", "default"]])


@cache
def two_classes() -> Any:
    return DecisionTreeClassifier(max_depth=2).fit(rows()[["age"]], rows()[["town"]].assign(other="x"))


@cache
def margins() -> Any:
    return VotingClassifier([("tree", DecisionTreeClassifier())]).fit(rows()[NUMBERS], rows()["default"])
