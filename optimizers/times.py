"""A time column of any common writing, read the same way on every machine: one format for the whole column."""

from __future__ import annotations

import re
from typing import NoReturn

import numpy as np
import pandas as pd

from optimizers.errors import CaseError
from optimizers.words import quoted

YEAR = "janfebmaraprmayjunjulaugsepoctnovdec"
MONTHS = {YEAR[i : i + 3]: i // 3 + 1 for i in range(0, 36, 3)}
MONTH = re.compile(r"\b(" + "|".join(MONTHS) + r")[a-z]*\.?(?=[^a-z]|$)", re.IGNORECASE)
QUARTER = re.compile(r"^(\d{4})[- ]?Q([1-4])$", re.IGNORECASE)
DAY_AND_CLOCK = re.compile(r"([^:]*[^:T ,])[T ,]+(\d{1,2}:.*)")
CLOCK = re.compile(
    r"(?P<clock>\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(?P<half>[AP]M)?\s*(?P<zone>Z|UTC|[+-]\d{2}:?\d{2})?",
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
    codes, distinct = pd.factorize(column.astype(str).to_numpy(dtype=object))
    # Days and clocks repeat: each is read once, however many rows there are.
    parts = [_day_and_clock(text) for text in distinct]
    day_of, days = pd.factorize(np.asarray([day for day, _ in parts], dtype=object))
    clock_of, clocks = pd.factorize(np.asarray([clock for _, clock in parts], dtype=object))
    readings, form = _readings(pd.Series([_spelled(day) for day in days], dtype=object))
    spans = pd.Series([_span(clock) for clock in clocks], dtype="timedelta64[ns]")
    times = readings[form].to_numpy()[day_of] + spans.to_numpy()[clock_of]
    if np.isnat(times).any():
        _refuse(column, codes, np.isnat(times), distinct, name, of)
    whole = [other for other, read in readings.items() if read.notna().all()]
    doubt = f" (it could also be {dict(FORMATS)[(set(whole) - {form}).pop()]})" if len(whole) > 1 else ""
    note = "" if form == "%Y-%m-%d" else f"Times of {quoted(name)} were read as {dict(FORMATS)[form]}{doubt}."
    if any(_zone(clock) for clock in clocks):
        note = f"Times of {quoted(name)} were put into UTC."
    return pd.Series(times[codes], index=column.index, name=column.name), note


def _day_and_clock(text: str) -> tuple[str, str]:
    found = DAY_AND_CLOCK.match(text)
    return (found[1].strip(), found[2].strip()) if found else (text.strip(), "")


def _zone(clock: str) -> str:
    found = CLOCK.fullmatch(clock)
    return (found["zone"] if found else None) or ""


def _readings(days: pd.Series) -> tuple[dict[str, pd.Series], str]:
    """Each format's reading of the days, and the best: one that reads all, if possible in time order."""
    start = days.head(50)
    forms = [form for form, _ in FORMATS if _dates(start, form).notna().any()] or ["%Y-%m-%d"]
    readings = {form: _dates(days, form) for form in forms}
    whole = [form for form in forms if readings[form].notna().all()]
    if not whole:
        return readings, max(forms, key=lambda form: readings[form].notna().sum())
    return readings, next((form for form in whole if readings[form].is_monotonic_increasing), whole[0])


def _spelled(text: str) -> str:
    """Month names and quarters as numbers, without the machine's language."""
    text = MONTH.sub(lambda found: f"M{MONTHS[found[1].lower()]:02}", text)
    return QUARTER.sub(lambda found: f"{found[1]}-{3 * int(found[2]) - 2:02}", text)


def _dates(dates: pd.Series, form: str) -> pd.Series:
    read = pd.to_datetime(dates, format=form, errors="coerce")
    return read.where(dates.str.len() == DIGITS[form]) if form in DIGITS else read


def _span(clock: str) -> np.timedelta64:
    """What to add to midnight UTC: "12:05 AM+01:00" is -55 minutes; not a time if the clock has no such hour."""
    found = CLOCK.fullmatch(clock or "0:00")
    if not found:
        return np.timedelta64("NaT", "ns")
    hours, minutes, seconds = (float(part) for part in (found["clock"] + ":0").split(":")[:3])
    half = (found["half"] or "").upper()
    if hours > (12 if half else 23) or minutes > 59 or seconds >= 60:
        return np.timedelta64("NaT", "ns")
    hours = hours % 12 + 12 * (half == "PM") if half else hours
    zone = _zone(clock)
    if zone[:1] in ("+", "-"):
        minutes -= int(zone[0] + "1") * (60 * int(zone[1:3]) + int(zone[-2:]))
    return np.timedelta64(round((hours * 3600 + minutes * 60 + seconds) * 1e9), "ns")


def _refuse(
    column: pd.Series, codes: np.ndarray, bad: np.ndarray, distinct: np.ndarray, name: str, of: str
) -> NoReturn:
    place = int(bad[codes].argmax())
    like = f"write it like {quoted(distinct[~bad][0])}" if not bad.all() else "write it like 2013-12-31"
    raise CaseError(
        f"The time column {quoted(name)} cannot be read in row {column.index[place] + 1:,}{of}, "
        f"{quoted(distinct[codes[place]])}: {like}, or choose another column."
    )
