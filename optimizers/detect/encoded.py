"""Two tables as one of numbers, in a way that does not tell which row came from which table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimizers.detect.samples import _as_numbers, kind_of

MOST_LEVELS = 50
RARE_ROWS = 10  # a category with fewer, in both tables together, goes to the rare ones


def encoded(X_ref: pd.DataFrame, X_new: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Numbers as they are, dates in seconds, categories by how common they are in both tables together.

    A category's number depends on the pooled rows alone, and rare ones share a number: otherwise names that
    occur once would tell the tables apart without drift.

    Returns
    -------
    both : (n_ref + n_new, n_features) array of float
        The reference's rows first; missing numbers are NaN, missing categories a category.
    is_category : (n_features,) array of bool

    Raises
    ------
    ValueError
        If a table has no rows or no columns, a column is missing from the new rows, or text stands where
        the reference has numbers.
    """
    for where, X in (("The reference", X_ref), ("The new table", X_new)):
        if not X.shape[0] or not X.shape[1]:
            raise ValueError(f"{where} has no {'columns' if X.shape[0] else 'rows'}; there is nothing to compare.")
    lacking = X_ref.columns.difference(X_new.columns, sort=False)
    if len(lacking):
        raise ValueError(f"Column {lacking[0]!r} is missing from the new rows; give them the reference's columns.")
    kinds = [kind_of(X_ref[name]) for name in X_ref]
    columns = [
        numbers(X_ref[name], X_new[name]) if kind == "numeric" else category_ranks(X_ref[name], X_new[name])
        for name, kind in zip(X_ref, kinds)
    ]
    return np.column_stack(columns), np.array([kind != "numeric" for kind in kinds])


def numbers(reference: pd.Series, new: pd.Series) -> np.ndarray:
    both = np.concatenate((_as_numbers(reference, "the reference"), _as_numbers(new, "the new rows"))).astype(float)
    return np.where(np.isinf(both), np.sign(both) * np.finfo(np.float32).max, both)


def category_ranks(reference: pd.Series, new: pd.Series) -> np.ndarray:
    """0 for the rare, 1 for the commonest, 2 for the next; equally common ones in the order of their texts."""
    texts = [column.astype(object).where(column.notna(), None).map(str) for column in (reference, new)]
    labels, codes, counts = np.unique(np.concatenate(texts).astype(str), return_inverse=True, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    ranks = np.empty(len(labels))
    ranks[order] = np.arange(1, len(labels) + 1)
    ranks[counts < RARE_ROWS] = 0
    return ranks[codes]


def some_rows(n: int, most: int, rng: np.random.Generator) -> np.ndarray:
    """At most so many of n rows, in order."""
    return np.arange(n) if n <= most else np.sort(rng.choice(n, most, replace=False))


def standardised(both: np.ndarray, is_category: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Numbers in units of their interquartile range, a column for a number's gaps and for each category.

    Returns
    -------
    rows : (n_rows, n_columns) array, without missing values
    owner : (n_columns,) array
        The place of the feature that each column is made of.
    """
    made = [category_columns(v) if c else number_columns(v) for v, c in zip(both.T, is_category)]
    owner = np.repeat(np.arange(len(made)), [len(columns) for columns in made])
    return np.column_stack([column for columns in made for column in columns]), owner


def category_columns(ranks: np.ndarray) -> list[np.ndarray]:
    return [(ranks == level).astype(float) for level in np.unique(ranks)[:MOST_LEVELS]]


def number_columns(values: np.ndarray) -> list[np.ndarray]:
    missing = np.isnan(values)
    if missing.all():
        return [np.zeros(len(values))]
    low, middle, high = np.quantile(values[~missing], [0.25, 0.5, 0.75])
    column = np.clip(np.where(missing, 0, (values - middle) / ((high - low) or 1.0)), -10, 10)
    return [column, missing.astype(float)] if missing.any() else [column]
