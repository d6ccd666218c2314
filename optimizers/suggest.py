"""First guesses for a form: which column is the target, and which the time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from optimizers.columns import columns_for
from optimizers.errors import CaseError
from optimizers.labels import class_for, label_classes
from optimizers.times import parse_times

LOOKED_AT = 500  # rows
TARGET = re.compile(
    r"(is_?)?(target|label|class|y|outcome|result|response|churn(ed)?|default(ed)?|price|cnt|count|diagnosis|survived)",
    re.IGNORECASE,
)
TIME = re.compile(
    r"(^|_|\b)(date|time|timestamp|datetime|month|year|day|week|when|datum|zeit|jahr|monat)s?($|_|\b)|_at$",
    re.IGNORECASE,
)


def suggest_target(model: Any, frame: pd.DataFrame) -> str | None:
    """The column that most likely holds what the model predicts; None if none fits."""
    used = columns_for(model)[0] or []
    classes = label_classes(model)
    rest = [name for name in frame.columns if name not in used]
    fitting = [name for name in rest if _fits(frame[name].dropna().head(LOOKED_AT), classes)]
    named = [name for name in fitting if TARGET.fullmatch(name)]
    if not used and not named and len(fitting) > 1 and frame.columns[0] in fitting and frame.columns[-1] not in fitting:
        return str(frame.columns[0])
    best = named or fitting
    return best[-1] if best else None


def _fits(values: pd.Series, classes: list[Any] | None) -> bool:
    if not len(values):
        return False
    if classes is None:
        return pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
    find = class_for(classes)
    return all(find(value) is not None for value in values.unique().tolist()) and values.nunique() > 1


def suggest_time(frame: pd.DataFrame, used_by_model: Iterable[str] = ()) -> str | None:
    """The column that most likely says when each row happened; None if none does."""
    used = set(used_by_model)
    order = sorted(frame.columns, key=lambda name: (name in used, not TIME.search(str(name))))
    return next((name for name in order if _tells_time(frame[name], str(name), name in used)), None)


def _tells_time(column: pd.Series, name: str, used: bool) -> bool:
    if pd.api.types.is_datetime64_any_dtype(column):
        return True
    values = column.dropna().head(LOOKED_AT).reset_index(drop=True)
    if not len(values) or (pd.api.types.is_numeric_dtype(column) and (used or not TIME.search(name))):
        return False
    try:
        return pd.api.types.is_datetime64_any_dtype(parse_times(values, name)[0])
    except CaseError:
        return False
