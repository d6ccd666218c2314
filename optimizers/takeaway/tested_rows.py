"""The rows of the self-test, made up or real, and what the model says of them today."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimizers.case import Case
from optimizers.takeaway.rows import as_model_takes
from optimizers.takeaway.schema import UNSEEN, Ask, takes

N_ROWS, MOST_GAPS, MOST_UNSEEN = 40, 5, 3
REAL, MADE_UP = "a judging row", "made up"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, eq=False)
class TestedRows:
    """Rows of the self-test, and what each is.

    Attributes
    ----------
    rows, refused : DataFrame
        Those that are answered, and those of which each is refused.
    kinds, refused_kinds : list of str
    """

    rows: pd.DataFrame
    kinds: list[str]
    refused: pd.DataFrame
    refused_kinds: list[str]


def tested_rows(case: Case, schema: dict[str, Any], ask: Ask, real: bool, rng: np.random.Generator) -> TestedRows:
    """Some fifty rows that the model answers, and what each is.

    Made-up rows take each column from a judging row of its own: every value is real, no row is, but by chance. To
    them come rows with gaps, with a category never seen, and with the lowest and the highest numbers, as far as the
    model takes them.

    Parameters
    ----------
    case : Case
    schema : dict
        As `table_schema` gives it.
    ask : callable
        Rows -> predictions.
    real : bool
        Judging rows as they are instead of made-up ones; the odd rows are made of these.
    rng : Generator
    """
    fields = schema["fields"]
    X = plain(case.X_test[[case_name(case, one["name"]) for one in fields]], fields)
    base = drawn(X, real, rng)
    kinds = [REAL if real else MADE_UP] * len(base)
    odd = list(odd_rows(base.iloc[[0]], fields))
    rows = pd.concat([base, *(row for _, row in odd)], ignore_index=True)
    kinds += [kind for kind, _ in odd]
    if not answered(rows, schema, ask):
        kept = [i for i in range(len(rows)) if answered(rows.iloc[[i]], schema, ask)]
        rows, kinds = rows.iloc[kept].reset_index(drop=True), [kinds[i] for i in kept]
    if not len(rows):
        raise ValueError("The model answers none of the rows for the self-test: take the model file instead.")
    bad = [(kind, row) for kind, row in bad_rows(rows.iloc[[0]], fields) if not answered(row, schema, ask)]
    without = schema | {"fields": [one | {"constraints": {}} for one in fields]}
    refused = as_model_takes(pd.concat([row for _, row in bad], ignore_index=True), without) if bad else rows.head(0)
    return TestedRows(as_model_takes(rows, schema), kinds, refused, [kind for kind, _ in bad])


def answered(rows: pd.DataFrame, schema: dict[str, Any], ask: Ask) -> bool:
    """Whether predict.py would answer these rows."""
    return takes(rows, lambda rows: ask(as_model_takes(rows, schema)))


def case_name(case: Case, name: str) -> Any:
    return next(own for own in case.X_test if str(own) == name)


def plain(X: pd.DataFrame, fields: list[dict[str, Any]]) -> pd.DataFrame:
    """As plain objects, with gaps where a CSV file would show one."""
    out = X.astype(object).set_axis([one["name"] for one in fields], axis=1)
    for one in fields:
        if one["type"] == "string":
            gaps = one.get("missingValues", [""])
            out[one["name"]] = out[one["name"]].where(~out[one["name"]].isin(gaps), np.nan)
    return out


def drawn(X: pd.DataFrame, real: bool, rng: np.random.Generator) -> pd.DataFrame:
    if real:
        return X.iloc[np.sort(rng.choice(len(X), min(N_ROWS, len(X)), replace=False))].reset_index(drop=True)
    return pd.DataFrame({name: X[name].iloc[rng.integers(len(X), size=N_ROWS)].to_numpy() for name in X})


def odd_rows(base: pd.DataFrame, fields: list[dict[str, Any]]):
    """(what it is, a row), of one ordinary row."""
    open_to_gaps = [one for one in fields if not one.get("constraints", {}).get("required")]
    for one in sorted(open_to_gaps, key=lambda one: -one["seen"]["missing"])[:MOST_GAPS]:
        yield f"{one['name']} missing", base.assign(**{one["name"]: np.nan})
    for one in [one for one in fields if one.get("unseenCategories") == "answered"][:MOST_UNSEEN]:
        yield f"{one['name']} never seen", base.assign(**{one["name"]: UNSEEN})
    for end in ("lowest", "highest"):
        ends = {one["name"]: one["seen"][end] for one in fields if end in one["seen"]}
        if ends:
            yield f"{end} numbers", base.assign(**ends)


def bad_rows(base: pd.DataFrame, fields: list[dict[str, Any]]):
    """(what it is, a row) that the schema says is refused, of one ordinary row."""
    limits = {one["name"]: one.get("constraints", {}) for one in fields}
    for one in [one for one in fields if limits[one["name"]].get("required")][:MOST_GAPS]:
        yield f"{one['name']} missing", base.assign(**{one["name"]: np.nan})
    for one in [one for one in fields if one.get("unseenCategories") == "refused"][:MOST_UNSEEN]:
        yield f"{one['name']} never seen", base.assign(**{one["name"]: UNSEEN})
    for one in [one for one in fields if "maximum" in limits[one["name"]]][:1]:
        yield f"{one['name']} endless", base.assign(**{one["name"]: np.inf})


def as_file(rows: pd.DataFrame, stem: str = "rows") -> tuple[str, bytes]:
    """Name and bytes: CSV to be looked at, Parquet where a spreadsheet would take some text for a formula."""
    texts = {text for name in rows for text in rows[name].unique() if isinstance(text, str)} | set(rows.columns)
    if any(text[:1] in FORMULA or not text.isprintable() for text in texts if text):
        out = io.BytesIO()
        rows.to_parquet(out, index=False)
        return f"{stem}.parquet", out.getvalue()
    return f"{stem}.csv", rows.to_csv(index=False, quoting=csv.QUOTE_NONNUMERIC).encode()
