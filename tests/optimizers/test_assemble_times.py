"""Times in every common writing are read the same way."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from optimizers.times import parse_times

DAYS = pd.Series(pd.to_datetime(["2013-01-31", "2013-02-01", "2013-04-15"]))
MONTHS = pd.Series(pd.to_datetime(["2013-01-01", "2013-02-01", "2013-04-01"]))


def same(values: list, expected: pd.Series, says: str = "") -> None:
    times, note = parse_times(pd.Series(values), "when")
    assert (times.to_numpy() == expected.to_numpy()).all(), times
    assert says in note and bool(says) == bool(note)


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ("%Y-%m-%d", ""),
        ("%Y-%m-%d 00:00:00", ""),
        ("%Y-%m-%dT00:00", ""),
        ("%Y/%m/%d", "year/month/day"),
        ("%Y%m%d", "eight digits"),
        ("%d.%m.%Y", "day.month.year"),
        ("%d.%m.%y", "day.month.year"),
        ("%m/%d/%Y", "month/day/year"),
        ("%d/%m/%Y", "day/month/year"),
        ("%m/%d/%y", "month/day/year"),
        ("%d-%m-%Y", "day-month-year"),
        ("%d %b %Y", "month name"),
        ("%d-%b-%Y", "month name"),
        ("%B %d, %Y", "month name"),
        ("%b %d %Y", "month name"),
    ],
)
def test_days(form, says):
    same(DAYS.dt.strftime(form).tolist(), DAYS, says)


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ("%Y-%m", "year-month"),
        ("%m/%Y", "month/year"),
        ("%b %Y", "month name"),
        ("%B %Y", "month name"),
        ("%Y%m", "six digits"),
        ("%Y %b", "year and month name"),
    ],
)
def test_months(form, says):
    same(MONTHS.dt.strftime(form).tolist(), MONTHS, says)


def test_years_and_quarters():
    years = pd.Series(pd.to_datetime(["2011-01-01", "2013-01-01"]))
    same([2011, 2013], years, "years")
    same([2011.0, 2013.0], years, "years")
    same(["2011", "2013"], years, "years")
    same(["2013Q1", "2013-Q2"], pd.Series(pd.to_datetime(["2013-01-01", "2013-04-01"])), "year-month")


def test_numbers_of_days_and_months():
    same([20130131, 20130201, 20130415], DAYS, "eight digits")
    same([201301, 201302, 201304], MONTHS, "six digits")


@pytest.mark.parametrize(("unit", "scale"), [("s", 1), ("ms", 10**3), ("us", 10**6), ("ns", 10**9)])
def test_seconds_since_1970(unit, scale):
    seconds = (DAYS - pd.Timestamp(0)) // pd.Timedelta(seconds=1)
    same((seconds * scale).tolist(), DAYS, f"{unit} since 1970")
    same((seconds * scale).astype(float).tolist(), DAYS, f"{unit} since 1970")


def test_plain_numbers_stay():
    times, note = parse_times(pd.Series([3, 1, 7]), "step")
    assert times.tolist() == [3, 1, 7] and note == 'Times of "step" are plain numbers.'


def test_the_whole_column_tells_days_from_months():
    same(
        ["01/02/2013", "02/02/2013", "13/02/2013"],
        pd.Series(pd.to_datetime(["2013-02-01", "2013-02-02", "2013-02-13"])),
        "day/month/year",
    )
    in_order = ["01/02/2013", "01/03/2013", "02/01/2013"]
    same(
        in_order,
        pd.Series(pd.to_datetime(["2013-01-02", "2013-01-03", "2013-02-01"])),
        "it could also be day/month/year",
    )
    same(
        ["01/02/2013", "02/02/2013", "01/03/2013"],
        pd.Series(pd.to_datetime(["2013-02-01", "2013-02-02", "2013-03-01"])),
        "could also be month",
    )


def test_clocks_halves_and_zones():
    noon = pd.Series(pd.to_datetime(["2013-01-31 00:05", "2013-01-31 12:00:30", "2013-01-31 23:59"], format="ISO8601"))
    same(["2013-01-31 00:05", "2013-01-31 12:00:30", "2013-01-31 23:59:00.000"], noon)
    same(["01/31/2013 12:05 AM", "01/31/2013 12:00:30 PM", "01/31/2013 11:59 pm"], noon, "month/day/year")
    same(["2013-01-31T00:05Z", "2013-01-31T13:00:30+01:00", "2013-01-31T18:59-0500"], noon, "UTC")
    same(["31.01.2013, 0:05", "31.01.2013, 12:00:30", "31.01.2013, 23:59"], noon, "day.month.year")
    zoned = pd.Series(noon.dt.tz_localize("UTC").dt.tz_convert("Europe/Berlin"))
    assert (parse_times(zoned, "when")[0].to_numpy() == noon.to_numpy()).all()


def test_rows_keep_their_numbers():
    column = pd.Series(["2013-02", "2013-01", "2013-02"], index=[4, 9, 2])
    times, _ = parse_times(column, "when")
    assert times.index.tolist() == [4, 9, 2] and times[4] == times[2] > times[9]


def test_a_million_rows_of_a_thousand_days_are_quick():
    days = pd.Series(pd.date_range("2010-01-01", periods=1000).strftime("%d.%m.%Y"))
    column = days.iloc[np.random.default_rng(0).integers(0, 1000, 100_000)].reset_index(drop=True)
    assert parse_times(column, "when")[0].notna().all()
