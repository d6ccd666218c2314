"""A time column of any common writing, read the same way on every machine: one format for the whole column."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from optimizers.errors import CaseError
from optimizers.words import quoted

YEAR = "janfebmaraprmayjunjulaugsepoctnovdec"
MONTHS = {YEAR[i : i + 3]: i // 3 + 1 for i in range(0, 36, 3)}
MONTH = re.compile(r"\b(" + "|".join(MONTHS) + r")[a-z]*\.?(?=[^a-z]|$)", re.IGNORECASE)
QUARTER = re.compile(r"^(\d{4})[- ]?Q([1-4])$", re.IGNORECASE)
CLOCK = re.compile(
    r"^(?P<date>.+?)(?:[T ,]+(?P<clock>\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(?P<half>[AP]M)?"
    r"\s*(?P<zone>Z|UTC|[+-]\d{2}:?\d{2})?)?$",
    re.IGNORECASE,
)
FORMATS = (  # as read by strptime, as told to the user
    ("%Y-%m-%d", "year-month-day"),
    ("%Y/%m/%d", "year/month/day"),
    ("%Y.%m.%d", "year.month.day"),
    ("%Y%m%d", "year, month and day in eight digits"),
    ("%Y-%m", "year-month"),
    ("%Y/%m", "year/month"),
    ("%Y%m", "year and month in six digits"),
    ("%Y", "years"),
    ("%d.%m.%Y", "day.month.year"),
    ("%d.%m.%y", "day.month.year"),
    ("%m/%d/%Y", "month/day/year"),
    ("%d/%m/%Y", "day/month/year"),
    ("%m/%d/%y", "month/day/year"),
    ("%d/%m/%y", "day/month/year"),
    ("%d-%m-%Y", "day-month-year"),
    ("%m-%d-%Y", "month-day-year"),
    ("%m/%Y", "month/year"),
    ("%m.%Y", "month.year"),
    ("%m-%Y", "month-year"),
    ("M%m %Y", "month name and year"),
    ("M%m-%Y", "month name and year"),
    ("%Y M%m", "year and month name"),
    ("%d M%m %Y", "day, month name and year"),
    ("%d. M%m %Y", "day, month name and year"),
    ("%d-M%m-%Y", "day, month name and year"),
    ("%d-M%m-%y", "day, month name and year"),
    ("M%m %d, %Y", "month name, day and year"),
    ("M%m %d %Y", "month name, day and year"),
)
DIGITS = {"%Y%m%d": 8, "%Y%m": 6, "%Y": 4}  # strptime alone would also take fewer
EPOCHS = (("s", 1), ("ms", 10**3), ("us", 10**6), ("ns", 10**9))
EPOCH_FROM, EPOCH_TO = 6e8, 4.2e9  # 1989 to 2103, in seconds


def parse_times(column: pd.Series, name: str, of: str = "") -> tuple[pd.Series, str]:
    """Read a column of times.

    Parameters
    ----------
    column : Series
        Without missing values, with the table's row numbers, from 0, as its index.
    name, of : str
        What the sentences call it, and " of the test table" for a second table.

    Returns
    -------
    times : Series
        datetime64 without a time zone (in UTC if it had one), or numbers if they are no dates.
    note : str
        How it was read; empty if there was nothing to decide.

    Raises
    ------
    CaseError
        Naming the first row that cannot be read.
    """
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        return column.dt.tz_convert(None), f"Times of {quoted(name)} were put into UTC."
    if isinstance(column.dtype, pd.PeriodDtype):
        return column.dt.to_timestamp(), ""
    if pd.api.types.is_datetime64_any_dtype(column):
        return column, ""
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return _numbers(column, name, of)
    return _texts(column, name, of)


def _numbers(column: pd.Series, name: str, of: str) -> tuple[pd.Series, str]:
    values = column.to_numpy(dtype=float)
    if not np.isfinite(values).all():
        row = column.index[int((~np.isfinite(values)).argmax())] + 1
        raise CaseError(f"The time column {quoted(name)} is infinite in row {row:,}{of}: correct it or leave it out.")
    if (values % 1 == 0).all():
        for form, low, high in (("%Y", 1900, 2100), ("%Y%m", 190001, 210012), ("%Y%m%d", 19000101, 21001231)):
            if low <= values.min() and values.max() <= high:
                times = pd.to_datetime(column.astype("int64").astype(str), format=form, errors="coerce")
                if times.notna().all():
                    return times, f"Times of {quoted(name)} were read as {dict(FORMATS)[form]}."
    for unit, scale in EPOCHS:
        if EPOCH_FROM * scale <= values.min() and values.max() <= EPOCH_TO * scale:
            times = pd.to_datetime(column, unit=unit)  # type: ignore[call-overload]  # stubs name the units one by one
            return times, f"Times of {quoted(name)} were read as {unit} since 1970 (UTC)."
    return column, f"Times of {quoted(name)} are plain numbers."


def _texts(column: pd.Series, name: str, of: str) -> tuple[pd.Series, str]:
    texts = column.astype(str).str.strip()
    distinct = texts.drop_duplicates()
    parts = distinct.map(_spelled).str.extract(CLOCK)
    readings = {form: _dates(parts["date"], form) for form in _possible(parts["date"])}
    shares = {form: dates.notna().mean() for form, dates in readings.items()}
    whole = [form for form, share in shares.items() if share == 1]
    if not whole:
        _refuse(texts, distinct, readings, shares, name, of)
    form = _in_order(whole, readings)
    times = readings[form] + _clock(parts)
    if times.isna().any():
        _refuse(texts, distinct, {form: times}, {form: times.notna().mean()}, name, of)
    doubt = f" (it could also be {dict(FORMATS)[(set(whole) - {form}).pop()]})" if len(whole) > 1 else ""
    note = "" if form == "%Y-%m-%d" else f"Times of {quoted(name)} were read as {dict(FORMATS)[form]}{doubt}."
    if parts["zone"].notna().any():
        note = f"Times of {quoted(name)} were put into UTC."
    read = texts.map(dict(zip(distinct, times)))
    return pd.Series(pd.to_datetime(read), index=column.index, name=column.name), note


def _spelled(text: str) -> str:
    """Month names and quarters as numbers, without the machine's language."""
    text = MONTH.sub(lambda found: f"M{MONTHS[found[1].lower()]:02}", text)
    return QUARTER.sub(lambda found: f"{found[1]}-{3 * int(found[2]) - 2:02}", text)


def _possible(dates: pd.Series) -> list[str]:
    """Formats that read some of the first dates."""
    start = dates.head(50)
    found = [form for form, _ in FORMATS if _dates(start, form).notna().any()]
    return found or ["%Y-%m-%d"]


def _dates(dates: pd.Series, form: str) -> pd.Series:
    read = pd.to_datetime(dates, format=form, errors="coerce")
    return read.where(dates.str.len() == DIGITS[form]) if form in DIGITS else read


def _in_order(forms: list[str], readings: dict[str, pd.Series]) -> str:
    """Of several formats that fit, the first under which the rows are in time order, else the first."""
    return next((form for form in forms if readings[form].is_monotonic_increasing), forms[0])


def _clock(parts: pd.DataFrame) -> pd.Series:
    clock = parts["clock"].fillna("0:00")
    clock = clock.where(clock.str.count(":") == 2, clock + ":00")
    span = pd.to_timedelta(clock, errors="coerce")
    half, hour = parts["half"].str.upper(), span.dt.components["hours"]
    span += pd.to_timedelta(((half == "PM") & (hour < 12)) * 12 - ((half == "AM") & (hour == 12)) * 12, unit="h")
    zone = parts["zone"].where(parts["zone"].str.fullmatch(r"[+-].*", na=False), "+00:00").str.replace(":", "")
    minutes = zone.str[1:3].astype(int) * 60 + zone.str[3:5].astype(int)
    return span - pd.to_timedelta(minutes.where(zone.str[0] == "+", -minutes), unit="min")


def _refuse(
    texts: pd.Series,
    distinct: pd.Series,
    readings: dict[str, pd.Series],
    shares: dict[str, float],
    name: str,
    of: str,
) -> None:
    form = max(shares, key=shares.__getitem__)
    bad = readings[form].isna()
    row = distinct.index[int(bad.to_numpy().argmax())]
    like = f"write it like {quoted(distinct[~bad].iloc[0])}" if not bad.all() else "write it like 2013-12-31"
    raise CaseError(
        f"The time column {quoted(name)} cannot be read in row {row + 1:,}{of}, {quoted(texts[row])}: "
        f"{like}, or choose another column."
    )
