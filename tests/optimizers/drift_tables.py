"""Awkward tables that every drift must live with, and one way to play a drift on them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimizers.drift import Drift
from tests import tiny


def play(drift: Drift, X, y, t=1.0, seed=7, X_step=None, y_step=None):
    """Learn from X and y, then shift them (or a step of other rows) at strength t."""
    world = drift.learn(X, y, np.random.default_rng([seed, 0]))
    rows = (X, y) if X_step is None else (X_step, y_step)
    return drift.shift(*rows, t, np.random.default_rng([seed, 1]), world)


def awkward() -> dict[str, tuple[pd.DataFrame, pd.Series]]:
    """Tables by what is awkward about them."""
    X, y = tiny.table("binary").X_test, tiny.table("binary").y_test
    values = tiny.table("regression").y_test
    whole = X.convert_dtypes()
    return {
        "mixed": (X, y),
        "three classes": (X, tiny.table("multiclass").y_test),
        "numeric target": (X, values),
        "nullable": (whole.astype({"income": "Float64", "member": "boolean"}), y.astype("string")),
        "nullable target": (X, values.astype("Float64")),
        "categories": (X.astype({"city": "category"}), y.astype("category")),
        "objects": (X.astype({"city": object, "member": object}), y.astype(object)),
        "narrow": (X.astype({"age": "int8", "income": "float32"}), (y == "yes").astype("int8")),
        "number categories": (X.assign(city=pd.Categorical(X["age"] % 4)), y == "yes"),
        "constant columns": (X.assign(rate=1.0, city="Bern", age=3), y),
        "whole column missing": (X.assign(rate=np.nan, city=np.nan), y),
        "duplicate index": (X.set_index(np.zeros(len(X), int)), y.set_axis(np.zeros(len(y), int))),
        "numbers only": (X[["age", "income", "rate"]], values.round().astype(int)),
        "text only": (X[["city"]], y),
        "true/false only": (X[["member"]], y),
        "one row": (X[:1], y[:1]),
        "one class": (X[y == "no"], y[y == "no"]),
        "infinite": (X.assign(rate=X["rate"].replace(X["rate"].max(), np.inf)), y),
    }


def steps() -> dict[str, slice | list[int]]:
    """Awkward steps of the mixed table: which of its rows they hold."""
    y = tiny.table("binary").y_test
    return {
        "no row": slice(0, 0),
        "one row": slice(0, 1),
        "two rows": slice(0, 2),
        "one class": list(np.flatnonzero(y == "yes")),
        "the same row again": [3] * 10,
    }
