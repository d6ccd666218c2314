"""What the model takes, as a Frictionless Table Schema: names, types, gaps, and what the learning rows held."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from optimizers.case import Case
from optimizers.takeaway.rows import typed
from optimizers.words import quoted

STANDARD = "https://datapackage.org/profiles/2.0/tableschema.json"
# What pandas takes for a gap when it reads a text file, as this workbench did.
GAPS = ("", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A",
        "NA", "NULL", "NaN", "None", "n/a", "nan", "null")  # fmt: skip
UNSEEN = "a category that was never seen"
MOST_CATEGORIES, MOST_ASKED = 100, 200
Ask = Callable[[pd.DataFrame], Any]


def table_schema(case: Case, model: Any, ask: Ask) -> dict[str, Any]:
    """The schema of the rows that the model takes; `seen`, `dtype`, `target` and `model` are properties of our own.

    Parameters
    ----------
    case : Case
        Its learning rows say what was seen.
    model : fitted model
    ask : callable
        Rows -> predictions; raises where the model refuses them.

    Raises
    ------
    ValueError
        If a column holds what a CSV file cannot.

    References
    ----------
    Data Package (2024). Table Schema, version 2.0. https://datapackage.org/standard/table-schema/
    """
    names = getattr(model, "feature_names_in_", None)
    X = case.X_train if names is None else case.X_train[list(names)]
    fields = [field(str(name), X[name]) for name in X]
    refusing(fields, gaps_refused(X, fields, ask), "constraints", {"required": True})
    texts = [one for one in fields if "categories" in one["seen"] and one["type"] == "string"]
    refused = unseen_refused(X, fields, texts, ask)
    for one in texts:
        one["unseenCategories"] = "refused" if one["name"] in refused else "answered"
    return {
        "$schema": STANDARD, "fieldsMatch": "subset", "missingValues": list(GAPS), "fields": fields,
        "target": target(case),
    }  # fmt: skip


def field(name: str, values: pd.Series) -> dict[str, Any]:
    """One column: its type, the dtype that the model was fitted on, and what its learning rows held."""
    kind = type_of(name, values)
    seen: dict[str, Any] = {"missing": int(values.isna().sum())}
    made = {"name": name, "type": kind, "dtype": str(values.dtype), "seen": seen}
    if kind == "datetime":
        made["format"] = "any"
    if isinstance(values.dtype, pd.CategoricalDtype):
        seen["categories"] = values.dtype.categories.tolist()
        return made | {"dtype": "category", "ordered": bool(values.dtype.ordered)}
    if kind == "string":
        found = sorted(set(values.dropna()) - {""})
        seen |= {"categories": found} if len(found) <= MOST_CATEGORIES else {"n_categories": len(found)}
        if wanted := set(found) & set(GAPS):  # a category of that name is no gap
            made["missingValues"] = [gap for gap in GAPS if gap not in wanted]
    if kind == "number":
        numbers = values.to_numpy(dtype=float, na_value=math.nan)
        numbers = numbers[np.isfinite(numbers)]
        seen |= {"lowest": float(numbers.min()), "highest": float(numbers.max())} if len(numbers) else {}
    return made


def type_of(name: str, values: pd.Series) -> str:
    """The Table Schema type of a column."""
    kinds, dtype = pd.api.types, values.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return type_of(name, dtype.categories.to_series())
    if kinds.is_bool_dtype(dtype):
        return "boolean"
    if kinds.is_numeric_dtype(dtype) and not kinds.is_complex_dtype(dtype):
        return "number"
    if kinds.is_datetime64_any_dtype(dtype):
        return "datetime"
    if isinstance(dtype, pd.StringDtype):
        return "string"
    found = {"boolean": bool, "string": str} if kinds.is_object_dtype(dtype) else {}
    present = values.dropna()
    for kind, own in found.items():
        if all(type(value) is own for value in present):
            return kind
    raise ValueError(
        f"Column {quoted(name)} holds {dtype} values of a kind that a CSV file cannot: take the model file instead."
    )


def gaps_refused(X: pd.DataFrame, fields: list[dict[str, Any]], ask: Ask) -> set[str]:
    """The columns in which the model takes no gap; beside other rows a gap may pass that does not pass alone."""
    together = {f["name"]: np.nan for f in fields if f["type"] == "number"}
    alone = [f["name"] for f in fields if f["type"] != "number"][:MOST_ASKED]
    return refused(together, X, fields, ask) | {
        name for name in alone if not takes(with_odd({name: np.nan}, X, fields), ask)
    }


def unseen_refused(X: pd.DataFrame, fields: list[dict[str, Any]], texts: list[dict[str, Any]], ask: Ask) -> set[str]:
    """The columns of text in which the model takes no category that it does not know."""
    return refused({f["name"]: UNSEEN for f in texts}, X, fields, ask)


def refused(odd: dict[str, Any], X: pd.DataFrame, fields: list[dict[str, Any]], ask: Ask) -> set[str]:
    """The columns in which the model refuses the odd value; all are asked for at once, then one by one.

    Beyond the first few hundred columns the model itself says so when it comes to that.
    """
    if not odd or takes(rows := with_odd(odd, X, fields), ask):
        return set()
    return {name for i, name in enumerate(list(odd)[:MOST_ASKED]) if not takes(rows.iloc[[i]], ask)}


def with_odd(odd: dict[str, Any], X: pd.DataFrame, fields: list[dict[str, Any]]) -> pd.DataFrame:
    """A copy of the fullest learning row for each odd value, in its column."""
    fullest = int(X.isna().sum(axis=1).to_numpy().argmin())
    places = {name: i for i, name in enumerate(odd)}
    made = {}
    for one, (_, values) in zip(fields, X.items()):
        column = pd.Series([values.iloc[fullest]] * len(odd), dtype=object)
        if one["name"] in odd:
            column.iloc[places[one["name"]]] = odd[one["name"]]
        made[one["name"]] = typed(inferred(column, one), one)
    return pd.DataFrame(made)


def inferred(column: pd.Series, one: dict[str, Any]) -> pd.Series:
    """Plain objects as what `typed` takes."""
    if one["type"] == "datetime":
        return pd.to_datetime(column, utc=True)
    return pd.to_numeric(column) if one["type"] == "number" else column


def takes(rows: pd.DataFrame, ask: Ask) -> bool:
    try:
        ask(rows)
    except Exception:  # whatever it is, the model does not answer such rows
        return False
    return True


def refusing(fields: list[dict[str, Any]], names: set[str], key: str, value: dict[str, Any]) -> None:
    for one in fields:
        if one["name"] in names:
            one[key] = value


def target(case: Case) -> dict[str, Any]:
    """What is predicted."""
    found = {"name": str(case.y_train.name or "target"), "task": case.task}
    if case.task == "regression":
        return found | {"type": "number"}
    kinds = {bool: "boolean", int: "integer", float: "number", str: "string"}
    kind = kinds.get(type(case.classes[0]))
    if kind is None:
        raise ValueError("The model's classes are neither text nor numbers: take the model file instead.")
    return found | {"type": kind, "classes": list(case.classes)}
