"""Rows as the model takes them: the columns of schema.json, in order and type; what does not fit is a sentence."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

TRUE, FALSE = ("true", "1", "1.0"), ("false", "0", "0.0")
LONGEST, MOST = 40, 8  # characters of a value, names and notes that are shown


class WrongRows(ValueError):
    """Rows that the model cannot take: one sentence on what is wrong, where, and what to do."""


def as_model_takes(frame: pd.DataFrame, schema: dict[str, Any]) -> pd.DataFrame:
    """The columns that the model was fitted on, in their order, each of the type that it had.

    Parameters
    ----------
    frame : DataFrame
        Rows with at least the columns of the schema; others are left out.
    schema : dict
        The content of schema.json.

    Raises
    ------
    WrongRows
        For no rows, a missing or doubled column, a value of another kind, a gap or value that the model refuses.
    """
    names = [field["name"] for field in schema["fields"]]
    if missing := [name for name in names if name not in frame.columns]:
        raise WrongRows(f"{columns(missing)} not there; give all {len(names)} that the model was fitted on.")
    if twice := [name for name in names if (frame.columns == name).sum() > 1]:
        raise WrongRows(f"Column {shown(twice[0])} occurs more than once; give each its own name.")
    if not len(frame):
        raise WrongRows("There are no rows; give at least one beneath the names.")
    read = {field["name"]: column(frame[field["name"]].reset_index(drop=True), field) for field in schema["fields"]}
    return pd.DataFrame(read)


def column(values: pd.Series, field: dict[str, Any]) -> pd.Series:
    """One column in the type of its field, looked through for what the model refuses."""
    read = READ[field["type"]](values)
    gaps = read.isna()
    if lost := places(gaps & values.notna()):
        what = {"number": "a number", "boolean": "true or false", "datetime": "a time"}[field["type"]]
        refuse(values, lost, field, f"holds {shown(values[lost[0]])}, which is not {what}; correct it")
    limits = field.get("constraints", {})
    if limits.get("required") and (lost := places(gaps)):
        refuse(values, lost, field, "has no value; the model takes no gaps there, so fill it or leave the row out")
    if "maximum" in limits and (lost := places((read < limits["minimum"]) | (read > limits["maximum"]))):
        between = f"between {limits['minimum']:.4g} and {limits['maximum']:.4g}"
        among = f"and the model needs a number {between if np.isfinite(read[lost[0]]) else 'that is not endless'}"
        refuse(values, lost, field, f"holds {shown(values[lost[0]])}, {among}; correct it or leave the row out")
    if "enum" in limits and (lost := places(read.notna() & ~read.isin(limits["enum"]))):
        among = f"which is none of the {len(limits['enum']):,} values that the model knows"
        refuse(values, lost, field, f"holds {shown(values[lost[0]])}, {among}; correct it or leave the row out")
    return typed(read, field)


def refuse(values: pd.Series, at: list[int], field: dict[str, Any], why: str) -> None:
    """Raise the sentence on the first row; row 1 is the first one beneath the names."""
    more = f" ({len(at):,} rows in all)" if len(at) > 1 else ""
    raise WrongRows(f"Row {at[0] + 1:,}{more}: column {shown(field['name'])} {why}.")


def numbers(values: pd.Series) -> pd.Series:
    """Numbers as they are; whatever else can be read as one. What cannot becomes a gap, as in the other readers."""
    plain = pd.api.types.is_numeric_dtype(values.dtype) and not pd.api.types.is_bool_dtype(values.dtype)
    return values if plain else pd.to_numeric(values.astype(object), errors="coerce")


def truths(values: pd.Series) -> pd.Series:
    if pd.api.types.is_bool_dtype(values.dtype):
        return values
    known = dict.fromkeys(TRUE, True) | dict.fromkeys(FALSE, False)
    return values.astype(object).map(lambda v: np.nan if pd.isna(v) else known.get(str(v).strip().lower(), np.nan))


def texts(values: pd.Series) -> pd.Series:
    """Texts; a whole number stays one when it became a float beside a gap: 7.0 is "7"."""

    def text(value: Any) -> Any:
        if isinstance(value, str):
            return value
        return np.nan if pd.isna(value) else str(int(value) if isinstance(value, float) and value % 1 == 0 else value)

    return values.astype(object).map(text)


def times(values: pd.Series) -> pd.Series:
    return pd.to_datetime(values, errors="coerce", utc=True)


READ = {"number": numbers, "boolean": truths, "string": texts, "datetime": times}


def typed(read: pd.Series, field: dict[str, Any]) -> pd.Series:
    """In the type that the model was fitted on, where the values allow it: gaps and fractions need floats."""
    dtype = field["dtype"]
    if dtype == "category":
        known = field["seen"]["categories"]
        new = [value for value in read.dropna().unique().tolist() if value not in known]
        return read.astype(pd.CategoricalDtype([*known, *new], field["ordered"]))
    if field["type"] == "number" and pd.api.types.is_integer_dtype(dtype):
        whole = read.notna() & (read % 1 == 0)
        dtype = dtype if whole.all() else "float64"
    if dtype == "bool" and read.isna().any():
        dtype = "object"
    if field["type"] == "datetime" and "," not in dtype:  # no time zone
        read = read.dt.tz_localize(None)
    return read.astype(dtype)


def remarks(frame: pd.DataFrame, schema: dict[str, Any]) -> list[str]:
    """What is worth knowing of rows that the model does take: columns left out, values it has never seen."""
    names = [field["name"] for field in schema["fields"]]
    unused = [name for name in frame.columns if name not in names]
    said = [f"{columns(unused)} not used by the model."] if unused else []
    rows = as_model_takes(frame, schema)
    outside = {field["name"]: len(places(never_seen(rows[field["name"]], field["seen"]))) for field in schema["fields"]}
    for field in sorted(schema["fields"], key=lambda field: -outside[field["name"]]):  # worst first
        if (n := outside[field["name"]]) > 0:
            among = f"{field['seen']['lowest']:g} to {field['seen']['highest']:g}" if "lowest" in field["seen"] else (
                f"the {len(field['seen']['categories']):,} categories"
            )  # fmt: skip
            said.append(f"Column {shown(field['name'])}: {n:,} of {len(rows):,} rows outside {among} it learned from.")
    return [*said[:MOST], f"{len(said) - MOST} more remarks of this kind."] if len(said) > MOST else said


def never_seen(values: pd.Series, seen: dict[str, Any]) -> pd.Series:
    """Whether each value lies outside what the learning rows held."""
    if "categories" in seen:
        return values.notna() & ~values.isin(seen["categories"])
    if "lowest" in seen:
        return (values < seen["lowest"]).fillna(False) | (values > seen["highest"]).fillna(False)
    return pd.Series(False, index=values.index)


def places(where: Any) -> list[int]:
    return np.flatnonzero(np.asarray(where, dtype=bool)).tolist()


def columns(names: list[Any]) -> str:
    """ "Column 'a' is" or "Columns 'a', 'b' are", to begin a sentence."""
    more = f" and {len(names) - MOST:,} more" if len(names) > MOST else ""
    return f"Column{'s' * (len(names) > 1)} {', '.join(map(shown, names[:MOST]))}{more} {'are' if names[1:] else 'is'}"


def shown(value: Any) -> str:
    """A name or value on one line, short, in quotation marks if it is text."""
    text = "".join(c if c.isprintable() else " " for c in str(value))
    short = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return f'"{short}"' if isinstance(value, str) else short
