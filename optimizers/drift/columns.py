"""Reading and replacing columns of a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd


def all_columns(X: pd.DataFrame) -> list[str]:
    """Every column, in the table's order."""
    return X.columns.tolist()


def numeric_columns(X: pd.DataFrame) -> list[str]:
    """Columns that can be moved and scaled: numbers, not booleans."""
    dtypes: dict[str, Any] = dict(X.dtypes)
    return [c for c, t in dtypes.items() if pd.api.types.is_numeric_dtype(t) and not pd.api.types.is_bool_dtype(t)]


def categorical_columns(X: pd.DataFrame) -> list[str]:
    """All columns that are not numeric: text, categories, booleans."""
    numeric = set(numeric_columns(X))
    return [c for c in all_columns(X) if c not in numeric]


def open_columns(X: pd.DataFrame) -> list[str]:
    """Categorical columns whose list of categories can grow and shrink: not true/false, no dates."""
    closed = (pd.api.types.is_bool_dtype, pd.api.types.is_datetime64_any_dtype)
    return [c for c in categorical_columns(X) if not any(is_closed(X[c].dtype) for is_closed in closed)]


KINDS: dict[str, Callable[[pd.DataFrame], list[str]]] = {
    "numeric": numeric_columns,
    "categorical": categorical_columns,
    "open": open_columns,
    "any": all_columns,
}


def chosen(X: pd.DataFrame, columns: tuple[str, ...], of: str = "numeric") -> list[str]:
    """The chosen columns, or all of that kind when none was named.

    Parameters
    ----------
    of : str
        "numeric", "categorical", "any", or "open": categorical without true/false columns.

    Raises
    ------
    ValueError
        If a named column is not in the table or of another kind.
    """
    there = KINDS[of](X)
    wrong = [c for c in columns if c not in there]
    if wrong:
        kind = {"any": "", "open": "categorical (and not true/false) "}.get(of, f"{of} ")
        raise ValueError(f"{wrong[0]!r} is not a {kind}column of the table; there are {', '.join(there) or 'none'}.")
    return list(dict.fromkeys(columns)) or there


def floats(X: pd.DataFrame, column: str) -> np.ndarray:
    """A numeric or boolean column as float64 of shape (n_rows,); missing values are nan."""
    return X[column].to_numpy(dtype=float, na_value=np.nan)


def finite(X: pd.DataFrame, column: str) -> np.ndarray:
    """The column's values that are neither missing nor infinite."""
    values = floats(X, column)
    return values[np.isfinite(values)]


def spread(X: pd.DataFrame, column: str) -> float:
    """The column's standard deviation; 0 where it is constant, empty or not finite."""
    values = finite(X, column)
    sd = float(values.std()) if len(values) else 0.0
    return sd if sd > 1e-12 * float(np.abs(values).max(initial=0.0)) else 0.0


def spreads(X: pd.DataFrame, columns: tuple[str, ...]) -> dict[str, float]:
    """The standard deviation of each chosen numeric column that varies."""
    sds = {c: spread(X, c) for c in chosen(X, columns)}
    return {c: sd for c, sd in sds.items() if sd > 0}


def with_columns(X: pd.DataFrame, new: Mapping[str, Any]) -> pd.DataFrame:
    """The table with some columns replaced; the others are shared, not copied.

    Floats keep the width that the column had; integers become float64.
    """
    dtypes = dict(zip(X.columns, X.dtypes))  # once: X[c] costs 20 us a time
    fitted = {c: fitting(v, dtypes[c], X.index) for c, v in new.items()}
    if len(fitted) > 4:  # setting a column costs 0.13 ms, building a table 1 ms, which also joins its blocks
        columns = {c: fitted[c] if c in fitted else X[c] for c in dtypes}
        return pd.DataFrame(columns, index=X.index).set_axis(X.columns, axis=1)
    out = X.copy(deep=False)
    for c, values in fitted.items():
        out[c] = values
    return out


def fitting(values: Any, dtype: Any, index: pd.Index) -> Any:
    """Floats in the float dtype of the column that they replace, objects as objects, anything else as it is."""
    if pd.api.types.is_object_dtype(values.dtype):
        return pd.Series(values, index=index, dtype=object)  # as an array it would be guessed to be text
    narrow = values.dtype == np.float64 and dtype != np.float64
    return pd.array(values, dtype=dtype) if narrow and pd.api.types.is_float_dtype(dtype) else values


def without_values(X: pd.DataFrame, column: str, gone: np.ndarray) -> Any:
    """The column with some values missing; true and false become 1.0 and 0.0, integers floats."""
    values: Any = X[column]
    if isinstance(values.dtype, np.dtype) and values.dtype.kind in "biuf":
        return np.where(gone, np.nan, values.to_numpy(dtype=float))
    new = values.array.copy()
    new[gone] = getattr(values.dtype, "na_value", np.nan)
    return new


def with_category(values: pd.Series, at: np.ndarray, category: Any) -> Any:
    """The column with one category written where `at` is true; a categorical dtype grows if it must."""
    if isinstance(values.dtype, pd.CategoricalDtype) and category not in values.cat.categories:
        values = values.cat.add_categories([category])
    new = values.array.copy()
    new[at] = category
    return new
