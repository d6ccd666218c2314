"""A trial of the model on telling rows, and its error in plain words: which column, which row, what to do."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from optimizers.case import model_input
from optimizers.errors import CaseError
from optimizers.numbers import number_hint
from optimizers.words import columns, counted, listed, quoted

FIRST_ROWS = 100
VALUES_A_COLUMN = 500
MOST_ROWS = 5_000
NOT_A_NUMBER = re.compile(r"could not convert string to float: (?:np\.str_\()?(['\"])(.*?)\1\)?\s*$", re.S)
NEW_CATEGORY = re.compile(r"unknown categories \[(?:np\.str_\()?(['\"]?)(.*?)\1\)?[,\]]")


def check_model(model: Any) -> None:
    """Refuse what cannot be judged against a target: no `predict`, not fitted, a clusterer, an outlier detector."""
    from sklearn.base import BaseEstimator, is_clusterer, is_outlier_detector
    from sklearn.exceptions import NotFittedError
    from sklearn.utils.validation import check_is_fitted

    kind, remedy = type(model).__name__, "upload a classifier or a regressor"
    if not hasattr(model, "predict"):
        raise CaseError(f"{kind} has no predict, so nothing can be judged: {remedy}.")
    if not isinstance(model, BaseEstimator):
        return
    if is_clusterer(model):
        raise CaseError(f"{kind} finds groups and predicts no target: {remedy}.")
    if is_outlier_detector(model):
        raise CaseError(f"{kind} finds outliers and predicts no target: {remedy}.")
    if not hasattr(model, "fit"):  # an ONNX graph, a model of another version: they come fitted or not at all
        return
    try:
        check_is_fitted(model)
    except NotFittedError:
        raise CaseError(f"{kind} is not fitted: fit it, save it again and upload that.") from None


def try_rows(model: Any, X: pd.DataFrame, of: str = "") -> None:
    """Let the model predict the rows that are most likely to go wrong.

    Parameters
    ----------
    X : DataFrame
        The model's columns, with the table's row numbers, from 0, as index.
    of : str
        " of the test table", for sentences about a second table.

    Raises
    ------
    CaseError
        What the model takes amiss, with column and row.
    """
    try:
        predicted = np.asarray(model.predict(model_input(model, X.loc[telling_rows(X)])))
    except MemoryError:
        raise
    except Exception as error:
        raise CaseError(explained(error, X, of)) from error
    if predicted.ndim > 1 and predicted.shape[1] > 1:
        raise CaseError(f"The model answers {predicted.shape[1]} targets at once: upload a model of one target.")


def telling_rows(X: pd.DataFrame) -> pd.Index:
    """The first rows, and for each column its extremes, a missing value, an infinite one, each of its texts."""
    extremes, texts = [], [X.index[:FIRST_ROWS]]
    for name in X:
        column = X[name]
        extremes.append(X.index[column.isna()][:1])
        if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
            present = column.dropna()
            extremes.append(pd.Index([present.idxmin(), present.idxmax()] if len(present) else []))
        else:
            texts.append(column.drop_duplicates().index[:VALUES_A_COLUMN])
    rows = pd.unique(np.concatenate([np.asarray(index, dtype=np.int64) for index in extremes + texts]))
    return pd.Index(rows[:MOST_ROWS])


def explained(error: Exception, X: pd.DataFrame, of: str = "") -> str:
    """A model's error on these rows as one sentence."""
    text = " ".join(str(error).split())
    for explain in (_text, _category, _missing, _infinite, _date, _dtype):
        sentence = explain(text, X, of)
        if sentence:
            return sentence
    return (
        f"The model cannot predict these rows ({text[:150].rstrip('. ') or type(error).__name__}): check its columns."
    )


def _text(text: str, X: pd.DataFrame, of: str) -> str:
    value, name, row = _found(NOT_A_NUMBER, text, X)
    return _must_be_numbers(name, row, value, of) if row else ""


def _dtype(text: str, X: pd.DataFrame, of: str) -> str:
    """A booster that looks at the columns' types alone."""
    for name in X if "dtypes" in text else ():
        if not pd.api.types.is_numeric_dtype(X[name]):
            values = X[name].dropna().astype(str)
            words = values[pd.to_numeric(values, errors="coerce").isna()]
            if len(words):
                return _must_be_numbers(str(name), int(words.index[0]) + 1, words.iloc[0], of)
    return ""


def _must_be_numbers(name: str, row: int, value: str, of: str) -> str:
    hint = number_hint(value) or "replace it by a number, or upload a pipeline that encodes the column"
    return f"Column {quoted(name)} must be numbers for this model, but row {row:,}{of} holds {quoted(value)}: {hint}."


def _category(text: str, X: pd.DataFrame, of: str) -> str:
    value, name, row = _found(NEW_CATEGORY, text, X)
    if not row:
        return ""
    return (
        f"Column {quoted(name)} holds {quoted(value)} in row {row:,}{of}, which the model has never seen: "
        'leave such rows out, or fit its encoder with handle_unknown="ignore".'
    )


def _found(pattern: re.Pattern[str], text: str, X: pd.DataFrame) -> tuple[str, str, int]:
    """The value that an error names, and the column and first row, from 1, that hold it; row 0 if none does."""
    error = pattern.search(text)
    for name in X if error else ():
        if error and not pd.api.types.is_numeric_dtype(X[name]):
            same = X[name].astype(str) == error[2]
            if same.any():
                return error[2], str(name), _first(same) + 1
    return "", "", 0


def _first(marked: pd.Series) -> int:
    return int(marked.index[int(marked.to_numpy().argmax())])


def _missing(text: str, X: pd.DataFrame, of: str) -> str:
    lacking = X.isna().sum()
    lacking = lacking[lacking > 0]
    if not len(lacking) or not re.search(r"\bNaN\b|missing value|NoneType|\bNA\b|cannot convert NA", text):
        return ""
    row = _first(X[lacking.index[0]].isna()) + 1
    which = columns(lacking.index)
    verb = "lacks" if len(lacking) == 1 else "lack"
    return (
        f"The model takes no missing values, but {which[0].lower()}{which[1:]} {verb} "
        f"{counted(int(lacking.sum()), 'value')}, the first in row {row:,}{of}: fill them in, "
        "or upload a pipeline with an imputer."
    )


def _infinite(text: str, X: pd.DataFrame, of: str) -> str:
    if "infinity" not in text and "too large" not in text:
        return ""
    for name in X:
        if pd.api.types.is_float_dtype(X[name]):
            large = X[name].abs() > np.finfo(np.float32).max
            if large.any():
                row = _first(large)
                where = f"{X[name][row]:g} in row {row + 1:,}{of}"
                return f"Column {quoted(name)} holds {where}, which the model does not take: correct it."
    return ""


def _date(text: str, X: pd.DataFrame, of: str) -> str:
    dates = [name for name in X if X[name].dtype.kind in "mM" or isinstance(X[name].dtype, pd.DatetimeTZDtype)]
    if not dates or not re.search(r"Timestamp|datetime|DateTime|timedelta|promot", text):
        return ""
    return (
        f"The model takes numbers, but {listed(dates)} holds times{of}: write them as numbers, as when it was fitted."
    )
