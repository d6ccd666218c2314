"""What the original refuses and an export in its place would answer: refused in the folder as well."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from optimizers.case import Case, model_input
from optimizers.takeaway.rows import typed
from optimizers.takeaway.schema import MOST_ASKED, UNSEEN, Ask, inferred, takes, with_odd

# Trees take no number that single precision does not hold, most other models none that is infinite.
SINGLE, DOUBLE = float(np.finfo(np.float32).max), float(np.finfo(np.float64).max)
HUGE = 1e300
MOST_LISTED = 1_000  # values of a column
Fields = list[dict[str, Any]]


def original_of(case: Case) -> Ask:
    """What asks the case's own model; columns that an export does without are those of some learning row."""
    own = {str(name): name for name in case.X_train}

    def ask(rows: pd.DataFrame) -> Any:
        if set(own) == set(rows):
            return case.model.predict(model_input(case.model, rows[list(own)].set_axis(list(own.values()), axis=1)))
        rest = case.X_train.iloc[[0] * len(rows)].reset_index(drop=True)
        parts = {name: rows[text].reset_index(drop=True) if text in rows else rest[name] for text, name in own.items()}
        return case.model.predict(model_input(case.model, pd.DataFrame(parts)))

    return ask


def both(export: Ask, original: Ask) -> Ask:
    """Asks the original first: what it refuses is not answered."""

    def ask(rows: pd.DataFrame) -> Any:
        original(rows)
        return export(rows)

    return ask


def as_strict(fields: Fields, case: Case, ask: Ask) -> None:
    """Add the constraints of what is asked: gaps, endless numbers, values that were never seen.

    Parameters
    ----------
    fields : list of dict
        Of the schema; they are changed.
    case : Case
    ask : callable
        Rows -> predictions; raises where the original, or the export, refuses them.
    """
    own = {str(name): name for name in case.X_train}
    names = [one["name"] for one in fields]
    X, judging = (part[[own[name] for name in names]].set_axis(names, axis=1) for part in (case.X_train, case.X_test))
    numbers = [one["name"] for one in fields if one["type"] == "number"]
    gaps = refused_alone(dict.fromkeys(names, np.nan), X, fields, ask)
    endless = refused_alone(dict.fromkeys(numbers, np.inf), X, fields, ask)
    huge = refused_alone({name: HUGE for name in numbers if name in endless}, X, fields, ask)
    new = refused_alone({one["name"]: never_there(one) for one in fields if open_ended(one)}, X, fields, ask)
    for one in fields:
        name, limits = one["name"], one.get("constraints", {})
        if name in gaps:
            limits = limits | {"required": True}
        if name in endless:
            limits = limits | within(SINGLE if name in huge else DOUBLE)
        if name in new:
            limits = limits | known(one, pd.concat([X[name], judging[name]]), X, fields, ask)
        if name in new and one["type"] == "string":
            one["unseenCategories"] = "refused"
        if limits:
            one["constraints"] = limits


def within(most: float, least: float | None = None) -> dict[str, float]:
    return {"minimum": -most if least is None else least, "maximum": most}


def open_ended(one: dict[str, Any]) -> bool:
    """Whether there are values that no learning row held."""
    return one["type"] == "string" or (one["type"] == "number" and len(one["seen"]) > 1)


def never_there(one: dict[str, Any]) -> Any:
    """A value that no learning row held, but not so far away that it is refused for its size."""
    if one["type"] == "string":
        return UNSEEN
    return 1.0 + (one["seen"]["highest"] if "highest" in one["seen"] else max(one["seen"]["categories"]))


def refused_alone(odd: dict[str, Any], X: pd.DataFrame, fields: Fields, ask: Ask) -> set[str]:
    """The columns in which the odd value is refused, each in a row and a call of its own.

    Beyond the first few hundred columns the others are asked for at once, and all of them count if one is refused:
    a graph does not say so by itself.
    """
    if not odd:
        return set()
    rows = with_odd(odd, X, fields)
    first = {name for i, name in enumerate(list(odd)[:MOST_ASKED]) if not takes(rows.iloc[[i]], ask)}
    rest = list(odd)[MOST_ASKED:]
    return first | set(rest) if rest and not takes(rows.iloc[MOST_ASKED:], ask) else first


def known(one: dict[str, Any], values: pd.Series, X: pd.DataFrame, fields: Fields, ask: Ask) -> dict[str, Any]:
    """The constraint of a column that takes no new value: a range where what lies between is taken, else a list."""
    plain = str if one["type"] == "string" else (int, float)
    found = sorted({value for value in values.dropna().tolist() if isinstance(value, plain)})
    taken = answered(one, found[:MOST_LISTED], X, fields, ask)
    if one["type"] == "number" and len(taken) > 1 and answered(one, [(taken[0] + taken[1]) / 2], X, fields, ask):
        return within(taken[-1], taken[0])
    return {"enum": taken}


def answered(one: dict[str, Any], values: list[Any], X: pd.DataFrame, fields: Fields, ask: Ask) -> list[Any]:
    """Those of the values of one column that are answered, in the fullest learning row."""
    column = typed(inferred(pd.Series(values, dtype=object), one), one)
    full = with_odd({one["name"]: values[0]}, X, fields).iloc[[0] * len(values)].reset_index(drop=True)
    rows = full.assign(**{one["name"]: column})
    if takes(rows, ask):
        return values
    return [value for i, value in enumerate(values) if takes(rows.iloc[[i]], ask)]
