"""Reading the steps before a model: scalers, imputers and encoders of columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from optimizers.deploy.models.columns import MISSING, Columns, Encoded, Numbers
from optimizers.deploy.models.direct import Steps
from optimizers.deploy.models.read_encoders import CannotRead, asked

ENCODERS = ("OneHotEncoder", "OrdinalEncoder", "TargetEncoder")


def before(steps: list[Any]) -> tuple[Columns | None, Steps]:
    """What a pipeline does before its model: a table of columns turned into numbers first, then arithmetic."""
    steps = flat(steps)
    if not steps:
        return None, []
    name = type(steps[0]).__name__
    if name == "ColumnTransformer":
        columns, rest = read_columns(steps[0]), steps[1:]
        if rest and steps[0].sparse_output_:
            raise CannotRead(f"The step {type(rest[0]).__name__} works on sparse columns, in an arithmetic of its own.")
        return columns, [op for step in rest for op in arithmetic(step)]
    if any(type(step).__name__ in ENCODERS for step in steps):
        return Columns([block(steps, list(range(steps[0].n_features_in_)))]), []
    return None, [op for step in steps for op in arithmetic(step)]


def flat(steps: list[Any]) -> list[Any]:
    """Steps of pipelines within pipelines, one after another, without those that pass on."""
    out: list[Any] = []
    for step in steps:
        if hasattr(step, "named_steps"):
            out += flat([inner for _, inner in step.steps])
        elif not passes(step):
            out.append(step)
    return out


def passes(step: Any) -> bool:
    if step is None or isinstance(step, str):
        return True
    if type(step).__name__ != "FunctionTransformer":
        return False
    called = getattr(step.func, "func", None)  # what histogram boosting looks at its numbers with
    return step.func is None or getattr(called, "__name__", "") == "check_array"


def read_columns(transformer: Any) -> Columns:
    """A fitted ColumnTransformer.

    Raises
    ------
    CannotRead
        If it does something else than scaling, filling and encoding.
    """
    if transformer.transformer_weights:
        raise CannotRead("The step ColumnTransformer weighs its parts; give the weights to the model.")
    places = getattr(transformer, "_transformer_to_input_indices", None)
    if places is None:
        raise CannotRead("This version of ColumnTransformer does not tell which columns it takes.")
    blocks = [
        block(flat([step]), list(places[name]))
        for name, step, _ in transformer.transformers_
        if not (isinstance(step, str) and step == "drop") and len(places[name])
    ]
    return Columns(blocks)


def block(steps: list[Any], places: list[int]) -> Numbers | Encoded:
    """What is done to some of the columns."""
    at = next((i for i, step in enumerate(steps) if type(step).__name__ in ENCODERS), None)
    if at is None:
        return Numbers(places, [op for step in steps for op in arithmetic(step)])
    if getattr(steps[at], "sparse_output", False) and len(steps) > at + 1:
        raise CannotRead(
            f"The step {type(steps[at + 1]).__name__} works on sparse columns, in an arithmetic of its own."
        )
    after = [op for step in steps[at + 1 :] for op in arithmetic(step)]
    known, tables, unknown = asked(steps[at])
    for step in reversed(steps[:at]):
        for own, value in zip(known, fillings(step)):
            own.pop(MISSING, None)
            if value in own:
                own[MISSING] = own[value]
    return Encoded(places, known, tables, unknown, after)


def fillings(step: Any) -> list:
    """What an imputer puts in place of a missing category, column by column."""
    if type(step).__name__ != "SimpleImputer" or step.add_indicator or not _is_nan(step.missing_values):
        raise CannotRead(f"The step {type(step).__name__} before an encoder is not read; SimpleImputer is.")
    values = np.asarray(step.statistics_).tolist()
    if any(v != v for v in values):
        raise CannotRead("The step SimpleImputer drops columns without values; leave them out of the table.")
    return values


def arithmetic(step: Any) -> Steps:
    """A step before the model as operations on whole columns."""
    name = type(step).__name__
    read_step = ARITHMETIC.get(name)
    if read_step is None or getattr(step, "clip", False):
        raise CannotRead(f"The step {name} is no arithmetic on columns.")
    return [(op, np.asarray(by)) for op, by in read_step(step) if by is not None]


def _standard(step: Any) -> list:
    return [("subtract as rows", step.mean_ if step.with_mean else None), ("divide as rows", step.scale_)]


def _robust(step: Any) -> list:
    return [("subtract", step.center_), ("divide", step.scale_)]


def _filled(step: Any) -> list:
    known = np.asarray(step.statistics_)
    missing = step.missing_values
    if step.add_indicator or known.dtype.kind != "f" or np.isnan(known).any() or not _is_nan(missing):
        raise CannotRead("The step SimpleImputer does more than fill gaps of numbers.")
    return [("fill", known)]


def _is_nan(value: Any) -> bool:
    return isinstance(value, float) and np.isnan(value)


ARITHMETIC: dict[str, Callable[[Any], list]] = {
    "StandardScaler": _standard,
    "RobustScaler": _robust,
    "MinMaxScaler": lambda step: [("multiply", step.scale_), ("add", step.min_)],
    "MaxAbsScaler": lambda step: [("divide", step.scale_)],
    "SimpleImputer": _filled,
}
