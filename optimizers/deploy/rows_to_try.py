"""Rows on which an export and its original may part: as given, rare, on thresholds, between two labels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimizers.case import model_input

MOST_ROWS, MOST_MIXED = 400, 2000
PAIRS, HALVINGS = 16, 40
SOUGHT = ("on split thresholds", "between two labels")
UNSEEN = "a category that was never seen"


@dataclass(frozen=True, eq=False)
class RowsToTry:
    """Rows under a name.

    Attributes
    ----------
    name : str
    rows : DataFrame
    one_by_one : bool
        Ask for each row in a call of its own.
    needed : bool
        Must be answered; false where an export may rather refuse them.
    beside : DataFrame or None
        For each row one at a hair's breadth where the original answers otherwise: either answer will do.
    """

    name: str
    rows: pd.DataFrame
    one_by_one: bool = False
    needed: bool = True
    beside: pd.DataFrame | None = None


def rows_to_try(original: Any, X: pd.DataFrame, rng: np.random.Generator) -> Iterator[RowsToTry]:
    """Every kind of rows that can be made of these for this model."""
    given = X.iloc[np.sort(rng.choice(len(X), min(len(X), MOST_ROWS), replace=False))].reset_index(drop=True)
    yield RowsToTry("rows as given", given)
    yield RowsToTry("one row a call", given.iloc[:8], one_by_one=True)
    yield RowsToTry("columns mixed", mixed(X, rng))
    yield RowsToTry("missing values", with_gaps(given, rng), needed=bool(X.isna().any(axis=None)))
    if texts(given):
        yield RowsToTry("unseen categories", unseen(given))
    if len(numbers(given)):
        yield RowsToTry("far from the learning rows", far_away(given, rng))
    at = on_thresholds(original, given, rng)
    if len(at):
        yield RowsToTry(SOUGHT[0], at)
    tied = between_labels(original, given, rng)
    if half := len(tied) // 2:
        across = pd.concat([tied[half:], tied[:half]], ignore_index=True)
        yield RowsToTry(SOUGHT[1], tied, beside=across)


def numbers(X: pd.DataFrame) -> list:
    """Columns of numbers, truth values left out."""
    kinds = pd.api.types
    return [c for c in X if kinds.is_numeric_dtype(X[c].dtype) and not kinds.is_bool_dtype(X[c].dtype)]


def texts(X: pd.DataFrame) -> list:
    return [c for c in X if X[c].dtype == object or isinstance(X[c].dtype, pd.StringDtype)]


def mixed(X: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Rows whose columns come from different rows: models are less sure of them, and votes tie."""
    places = rng.integers(len(X), size=(X.shape[1], MOST_MIXED))
    return pd.DataFrame({c: X[c].iloc[p].reset_index(drop=True) for c, p in zip(X.columns, places)})


def with_gaps(X: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Each column missing in some rows; numbers of them become floats."""
    out = X.astype(dict.fromkeys(numbers(X), float))
    gaps = rng.integers(out.shape[1], size=len(out))
    for i, column in enumerate(out.columns):
        if column in numbers(X) or column in texts(X):
            out.loc[gaps == i, column] = np.nan
    return out


def unseen(X: pd.DataFrame) -> pd.DataFrame:
    """Every text replaced by one that no model knows, a column at a time."""
    out, columns = X.copy(), texts(X)
    for i, column in enumerate(columns):
        out.loc[out.index % len(columns) == i, column] = UNSEEN
    return out


def far_away(X: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Numbers up to ten times as far from their middle as any row, and zeros."""
    out = X.astype(dict.fromkeys(numbers(X), float))
    for column in numbers(X):
        values = out[column].to_numpy()
        middle, reach = np.nanmedian(values), np.nanmax(values) - np.nanmin(values)
        far = middle + 10 * reach * rng.uniform(-1, 1, len(values))
        out[column] = np.where(rng.random(len(values)) < 0.1, 0.0, far)
    return out


def on_thresholds(original: Any, X: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """One number of each row set to a threshold of the model's trees, or to its neighbour in single or double width."""
    cuts = thresholds(original)
    columns = list(X[list(getattr(original, "feature_names_in_", X.columns))].columns)
    if not len(cuts) or set(numbers(X)) != set(X.columns):
        return X.iloc[:0]
    out = X.astype(float)
    for i, (feature, threshold) in enumerate(cuts[rng.integers(len(cuts), size=len(out))]):
        near, far = np.float32(threshold), np.nextafter(threshold, np.inf)
        beside = (threshold, near, np.nextafter(near, np.float32(np.inf)), np.nextafter(near, np.float32(-np.inf)), far)
        out.iloc[i, X.columns.get_loc(columns[int(feature)])] = float(beside[i % 5])
    return out


def thresholds(original: Any) -> np.ndarray:
    """(feature, threshold) of every split of the model's own trees, a row each; none where it has no trees."""
    if hasattr(original, "_predictors") and getattr(original, "_preprocessor", None) is None:
        nodes = np.concatenate([tree.nodes for stage in original._predictors for tree in stage])
        nodes = nodes[(nodes["is_leaf"] == 0) & (nodes["is_categorical"] == 0)]
        return np.c_[nodes["feature_idx"], nodes["num_threshold"]]
    members = getattr(original, "estimators_", [original])
    members = members.ravel() if isinstance(members, np.ndarray) else members
    trees = [one.tree_ for one in members if hasattr(one, "tree_")]
    return np.concatenate([np.c_[t.feature, t.threshold][t.children_left >= 0] for t in trees] or [np.empty((0, 2))])


def between_labels(original: Any, X: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Where the label changes on the way from one row to another, to the last digits: ties."""
    columns = numbers(X)
    if not hasattr(original, "classes_") or not columns or len(X) < 2:
        return X.iloc[:0]
    start, end = (X.iloc[rng.integers(len(X), size=20 * PAIRS)].reset_index(drop=True) for _ in range(2))
    end = start.assign(**{c: end[c] for c in columns}).astype(dict.fromkeys(columns, float))
    start = start.astype(dict.fromkeys(columns, float))
    ask = labels_of(original)
    differ = np.flatnonzero(ask(start) != ask(end))[:PAIRS]
    low, high = start.iloc[differ].reset_index(drop=True), end.iloc[differ].reset_index(drop=True)
    if not len(differ):
        return X.iloc[:0]
    own, low_values, high_values = ask(low), low[columns].to_numpy(), high[columns].to_numpy()
    for _ in range(HALVINGS):
        middle = (low_values + high_values) / 2
        same = (ask(low.assign(**dict(zip(columns, middle.T)))) == own)[:, None]
        low_values, high_values = np.where(same, middle, low_values), np.where(same, high_values, middle)
    sides = [low.assign(**dict(zip(columns, values.T))) for values in (low_values, high_values)]
    return pd.concat(sides, ignore_index=True)


def labels_of(model: Any) -> Callable[[pd.DataFrame], np.ndarray]:
    return lambda X: np.asarray(model.predict(model_input(model, X)))
