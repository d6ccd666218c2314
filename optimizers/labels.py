"""The target, put into the model's own labels or into numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from optimizers.errors import CaseError
from optimizers.numbers import number_hint
from optimizers.words import counted, listed, quoted

NEVER_SEEN = 0.5  # share of rows from which a target is not this model's


@dataclass(frozen=True)
class Labels:
    """The target without rows that cannot be used; `unseen` marks labels that the model does not know."""

    y: pd.Series
    unseen: pd.Series
    notes: tuple[str, ...] = ()


def label_classes(model: Any) -> list[Any] | None:
    """The labels that a classifier can give, as Python values; None for a regressor.

    Raises
    ------
    CaseError
        If the model answers several targets at once.
    """
    classes = getattr(model, "classes_", None)
    if classes is None:
        return None
    if isinstance(classes, list) and classes and np.ndim(classes[0]):
        raise CaseError("The model answers several targets at once: upload a model of one target.")
    return np.asarray(classes).tolist()


def class_for(classes: list[Any]) -> Callable[[Any], Any]:
    """A function from a value to the class that it means (0 for "0", 0.0 or False), or None."""
    keys = Counter(_key(label) for label in classes)
    meant = {_key(label): label for label in classes if keys[_key(label)] == 1}
    exact = {(_is_text(label), label): label for label in classes}
    return lambda value: exact.get((_is_text(value), value), meant.get(_key(value)))


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _key(value: Any) -> tuple[str, Any]:
    if not _is_text(value):
        try:
            return ("number", float(value))
        except (TypeError, ValueError):
            return ("text", str(value))
    text = value.strip().casefold()
    if text in ("true", "false"):
        return ("number", float(text == "true"))
    try:
        return ("number", float(text))
    except ValueError:
        return ("text", text)


def read_target(y: pd.Series, model: Any, of: str = "") -> Labels:
    """Put a target into the model's labels, or into floats for a regressor.

    Parameters
    ----------
    y : Series
        With the table's row numbers, from 0, as its index; missing values are left out and counted.
    of : str
        " of the test table", for sentences about a second table.
    """
    present = y[y.notna()]
    if not len(present):
        raise CaseError(f"The target {quoted(y.name)}{of} has no value in any row: choose another column.")
    n_missing = len(y) - len(present)
    notes = (f"{counted(n_missing, 'row')}{of} without a target {_was(n_missing)} left out.",) if n_missing else ()
    if isinstance(present.dtype, pd.CategoricalDtype):
        present = present.astype(present.cat.categories.dtype)
    classes = label_classes(model)
    read = _values(present, model, of) if classes is None else _labels(present, classes, of)
    return Labels(read.y, read.unseen, notes + read.notes)


def _values(y: pd.Series, model: Any, of: str) -> Labels:
    kind = type(model).__name__
    if pd.api.types.is_datetime64_any_dtype(y):
        raise CaseError(
            f"The target {quoted(y.name)}{of} holds times, but {kind} predicts numbers: choose another column."
        )
    if not pd.api.types.is_numeric_dtype(y):
        numbers = pd.to_numeric(y.astype(str), errors="coerce")
        wrong = int(numbers.isna().to_numpy().argmax())
        hint = number_hint(y.iloc[wrong]) or "choose another target, or upload a classifier"
        raise CaseError(
            f"The target {quoted(y.name)} must be numbers for {kind}, but row {y.index[wrong] + 1:,}{of} "
            f"holds {quoted(str(y.iloc[wrong]))}: {hint}."
        )
    values = y.astype(float)
    infinite = np.isinf(values.to_numpy())
    if infinite.any():
        row = y.index[int(infinite.argmax())] + 1
        raise CaseError(f"The target {quoted(y.name)} is infinite in row {row:,}{of}: correct it or leave it out.")
    return Labels(values, pd.Series(False, index=y.index))


def _labels(y: pd.Series, classes: list[Any], of: str) -> Labels:
    find, found = class_for(classes), {}
    for value in y.unique().tolist():
        found[value] = find(value)
    unseen = ~y.isin([value for value, label in found.items() if label is not None])
    if unseen.mean() > NEVER_SEEN:
        raise CaseError(_foreign(y, classes, of))
    lost = [value for value, label in found.items() if label is None and _is_text(value) != _is_text(classes[0])]
    left_out = y.isin(lost)
    kept, unseen = y[~left_out], unseen[~left_out]
    notes = [*_alignment(found), *_never_seen(y[left_out], kept[unseen], of)]
    if all(label is None or (type(label) is type(value) and label == value) for value, label in found.items()):
        return Labels(kept, unseen, tuple(notes))
    told = {value: value if label is None else label for value, label in found.items()}
    return Labels(pd.Series([told[value] for value in kept.tolist()], kept.index, name=y.name), unseen, tuple(notes))


def _foreign(y: pd.Series, classes: list[Any], of: str) -> str:
    n_values = y.nunique()
    if pd.api.types.is_float_dtype(y) and n_values > 2 * len(classes) and (y % 1 != 0).any():
        example = f"{y[y % 1 != 0].iloc[0]:g}"
        return (
            f"The target {quoted(y.name)}{of} holds {n_values:,} different numbers, such as {example}, but the "
            f"model answers the classes {listed(classes)}: choose the column of classes, or upload a regressor."
        )
    return (
        f"The target {quoted(y.name)}{of} holds {listed(y.value_counts().index.tolist())}, but the model answers "
        f"{listed(classes)}: choose another target, or write its labels as the model does."
    )


def _alignment(found: dict[Any, Any]) -> list[str]:
    changed = [(value, label) for value, label in found.items() if label is not None and type(value) is not type(label)]
    changed += [
        (value, label) for value, label in found.items() if _is_text(label) and _is_text(value) and value != label
    ]
    shown = ", ".join(f"{quoted(value)} as {quoted(label)}" for value, label in sorted(changed, key=repr)[:8])
    return [f"Labels were read as the model's: {shown}."] if changed else []


def _never_seen(lost: pd.Series, unseen: pd.Series, of: str) -> list[str]:
    notes = []
    if len(lost):
        labels = listed(lost.unique().tolist())
        notes.append(
            f"{counted(len(lost), 'row')}{of} with a label of another kind ({labels}) {_was(len(lost))} left out."
        )
    if len(unseen):
        labels = listed(unseen.unique().tolist())
        have = "has" if len(unseen) == 1 else "have"
        notes.append(
            f"{counted(len(unseen), 'row')}{of} {have} a label that the model has never seen ({labels}): "
            "left out of learning, counted as errors in judging."
        )
    return notes


def _was(n: int) -> str:
    return "was" if n == 1 else "were"
