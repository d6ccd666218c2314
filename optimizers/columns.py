"""Which columns of a table the model takes, and the sentences for those that do not fit."""

from __future__ import annotations

from collections import Counter
from difflib import get_close_matches
from typing import Any

import pandas as pd

from optimizers.errors import CaseError
from optimizers.words import columns, counted, listed, quoted

MOST = 8  # names in a sentence


def columns_for(model: Any) -> tuple[list[str] | None, int | None]:
    """The columns that a model was fitted on.

    Returns
    -------
    names : list of str or None
        In the model's order; None when it was fitted without names.
    n_features : int or None
        None when the model does not tell.
    """
    names, n_features = _told(model, "feature_names_in_"), _told(model, "n_features_in_")
    listed_names = None if names is None else [str(name) for name in names]
    return listed_names, len(listed_names or ()) or (None if n_features is None else int(n_features))


def _told(model: Any, attribute: str) -> Any:
    try:
        return getattr(model, attribute, None)
    except Exception:  # a wrapper may raise its own error for what it was not given
        return None


def check_columns(frame: pd.DataFrame, target: str, time: str | None, of: str = "") -> None:
    """Refuse an empty table, twin names, and a target or time column that is not there."""
    table = f"The {of or 'table'}"
    if not len(frame):
        raise CaseError(f"{table} has no rows: upload one with rows beneath the names.")
    twins = [name for name, times in Counter(frame.columns).items() if times > 1]
    if twins:
        raise CaseError(f"{columns(twins)} of the {of or 'table'} occurs more than once: give each its own name.")
    for role, name in (("target", target), ("time column", time)):
        if name is not None and name not in frame.columns:
            raise CaseError(
                f"{table} has no column {quoted(name)}{_near(name, frame)}: choose its {role} among its columns."
            )
    if target == time:
        raise CaseError(f"Column {quoted(target)} cannot be both the target and the time: choose another time column.")


def features(
    model: Any, frame: pd.DataFrame, target: str, time: str | None, of: str = ""
) -> tuple[list[str], list[str]]:
    """The table's columns in the model's order, and notes on those that are left out.

    Parameters
    ----------
    of : str
        "test table" for sentences about a second table.

    Raises
    ------
    CaseError
        If columns are missing, too few or too many, or if the target is among them.
    """
    names, n_features = columns_for(model)
    if names is None:
        return _by_place(frame, n_features, target, time, of)
    if target in names:
        raise CaseError(
            f"The target {quoted(target)} is among the columns that the model uses, so it would see the answer: "
            "choose another target, or a model fitted without it."
        )
    missing = [name for name in names if name not in frame.columns]
    if missing:
        raise CaseError(_lack(missing, frame, of))
    unused = [name for name in frame.columns if name not in {*names, target, time}]
    verb = "is not used by the model and was" if len(unused) == 1 else "are not used by the model and were"
    return names, [f"{columns(unused)} {verb} ignored."] if unused else []


def _lack(missing: list[str], frame: pd.DataFrame, of: str) -> str:
    shown = ", ".join(quoted(name) + _near(name, frame) for name in missing[:MOST])
    more = f" and {len(missing) - MOST:,} more" if len(missing) > MOST else ""
    remedy = "rename or add it" if len(missing) == 1 else "rename or add them"
    return f"The {of or 'table'} lacks {counted(len(missing), 'column')} that the model uses, {shown}{more}: {remedy}."


def _near(name: str, frame: pd.DataFrame) -> str:
    """ " (did you mean ...?)" for a column that differs in case, spaces or a letter."""
    plain = {_plain(column): column for column in frame.columns}
    close = get_close_matches(_plain(name), plain, n=1, cutoff=0.8)
    return f" (did you mean {quoted(plain[close[0]])}?)" if close else ""


def _plain(name: Any) -> str:
    return "".join(c for c in str(name).casefold() if c.isalnum())


def _by_place(
    frame: pd.DataFrame, n_features: int | None, target: str, time: str | None, of: str
) -> tuple[list[str], list[str]]:
    rest = [name for name in frame.columns if name not in (target, time)]
    note = f"The model was fitted without column names; it takes {listed(rest, MOST)} in this order."
    if n_features in (None, len(rest)):
        return rest, [note]
    with_time = [name for name in frame.columns if name != target]
    if len(with_time) == n_features:
        return with_time, [
            f"The model was fitted without column names; it takes {listed(with_time, MOST)} in this order."
        ]
    named = [name for name in rest if not name.startswith("Unnamed: ")]
    if len(named) == n_features:
        unnamed = columns([name for name in rest if name not in named])
        return named, [f"{unnamed} of no name was ignored.", f"The model takes {listed(named, MOST)} in this order."]
    beside = "beside the target" + (" and the time" if time else "")
    raise CaseError(
        f"The model takes {counted(n_features or 0, 'feature')}, but the {of or 'table'} has "
        f"{counted(len(rest), 'column')} {beside} ({listed(rest, MOST)}): bring the columns that it was fitted on."
    )
