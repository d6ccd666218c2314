"""Bike rides in two-hour windows over three years: demand grows, seasons turn, one month is in Fahrenheit.

The model learns from 2022. Trees cannot extrapolate, so a growing city leaves it behind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sample_data.world import World

if TYPE_CHECKING:
    from sklearn.ensemble import HistGradientBoostingRegressor

SEED = 2022
START, JUDGE_FROM, END = (pd.Timestamp(day) for day in ("2022-01-01", "2023-01-01", "2025-01-01"))
GROWTH_A_MONTH = 0.015
FAHRENHEIT_MONTH = "2024-01"
CAPES_FROM = pd.Timestamp("2024-07-01")
FEATURES = ["hour", "weekday", "month", "workday", "temperature_c", "rain_mm", "wind_kmh"]

SCHEDULE = [
    {"first": "2022-01", "last": "2024-12", "kind": "concept (trend)", "features": ["rides"],
     "amount": GROWTH_A_MONTH, "unit": "share per month, compounding", "words": "Every month 1.5 % more rides."},
    {"first": FAHRENHEIT_MONTH, "last": FAHRENHEIT_MONTH, "kind": "unit error", "features": ["temperature_c"],
     "amount": 1.8, "unit": "times, plus 32", "words": "For January 2024 the thermometer reports Fahrenheit."},
    {"first": "2024-07", "last": "2024-12", "kind": "concept", "features": ["rain_mm"],
     "amount": 0.5, "unit": "of the effect of rain is left", "words": "Free rain capes: rain deters half as much."},
]  # fmt: skip


def table() -> pd.DataFrame:
    """One row for each two hours, in time order."""
    rng = np.random.default_rng(SEED)
    times = pd.date_range(START, END, freq="2h", inclusive="left")
    n = len(times)
    rows = pd.DataFrame(
        {
            "from_time": times,
            "hour": times.hour.astype("int64"),
            "weekday": times.day_of_week.astype("int64"),
            "month": times.month.astype("int64"),
            "workday": (times.day_of_week < 5) & (rng.random(n // 12).repeat(12) > 0.04),
            "temperature_c": temperature_c(times, rng).round(1),
            "rain_mm": np.where(rng.random(n // 3).repeat(3) < 0.12, rng.exponential(1.6, n), 0.0).round(1),
            "wind_kmh": rng.gamma(4.0, 3.5, n).round(),
        }
    )
    expected = expected_rides(rows)
    rows["rides"] = rng.poisson(expected * rng.gamma(25.0, 1 / 25.0, n)).astype(float)
    in_fahrenheit = rows["from_time"].dt.strftime("%Y-%m") == FAHRENHEIT_MONTH
    wrong = (rows["temperature_c"] * 1.8 + 32).round(1)
    return rows.assign(temperature_c=rows["temperature_c"].where(~in_fahrenheit, wrong))


def temperature_c(times: pd.DatetimeIndex, rng: np.random.Generator) -> np.ndarray:
    """Season, hour and weather that lasts some days, in degrees Celsius."""
    season = -10 * np.cos(2 * np.pi * (times.day_of_year.to_numpy() - 20) / 365.25)
    day = -4 * np.cos(2 * np.pi * (times.hour.to_numpy() - 4) / 24)
    weather = np.convolve(rng.normal(0, 1, len(times) + 35), np.ones(36), "valid") * 0.6
    return 11 + season + day + weather


def expected_rides(rows: pd.DataFrame) -> np.ndarray:
    """The rule of this world: rides in each window."""
    hour, workday = rows["hour"].to_numpy(), rows["workday"].to_numpy()
    rush = 190 * np.exp(-(((hour - 8) / 1.6) ** 2)) + 210 * np.exp(-(((hour - 17) / 2.2) ** 2))
    leisure = 170 * np.exp(-(((hour - 14) / 4.0) ** 2))
    warmth = 1 / (1 + np.exp(-(rows["temperature_c"].to_numpy() - 9) / 6))
    deterred = np.where(rows["from_time"] >= CAPES_FROM, 0.5, 1.0) * 0.45 * np.sqrt(rows["rain_mm"].to_numpy())
    months = (rows["from_time"] - START).dt.days.to_numpy() / 30.44
    base = 8 + np.where(workday, rush + 0.4 * leisure, leisure)
    return (
        base
        * (0.25 + warmth)
        * np.exp(-deterred)
        * (1 - rows["wind_kmh"].to_numpy() / 120).clip(0.4)
        * (1 + GROWTH_A_MONTH) ** months
    )


def recipe() -> HistGradientBoostingRegressor:
    from sklearn.ensemble import HistGradientBoostingRegressor

    return HistGradientBoostingRegressor(max_iter=150, max_leaf_nodes=15, learning_rate=0.1, random_state=0)


def fitted(rows: pd.DataFrame, first: pd.Timestamp | str, end: pd.Timestamp | str) -> HistGradientBoostingRegressor:
    train = rows[(rows["from_time"] >= first) & (rows["from_time"] < end)]
    return recipe().fit(train[FEATURES], train["rides"])


def world() -> World:
    rows = table()
    model = fitted(rows, START, JUDGE_FROM)
    return World("bikes", rows, model, FACTS, numbers=numbers(rows, model))


def numbers(rows: pd.DataFrame, model: HistGradientBoostingRegressor) -> dict[str, float]:
    """What the words quote beside the scores."""
    a_year_later = fitted(rows, "2023-10-01", "2024-10-01")
    return {
        "r2_first_quarter_2023": r2(model, rows, "2023-01-01", "2023-04-01"),
        "r2_december_2023": r2(model, rows, "2023-12-01", "2024-01-01"),
        "r2_january_2024": r2(model, rows, "2024-01-01", "2024-02-01"),
        "r2_february_2024": r2(model, rows, "2024-02-01", "2024-03-01"),
        "r2_last_quarter_2024": r2(model, rows, "2024-10-01", "2025-01-01"),
        "r2_last_quarter_2024_taught_on_the_year_before": r2(a_year_later, rows, "2024-10-01", "2025-01-01"),
        "mean_temperature_column_january_2023": mean(rows, "temperature_c", "2023-01"),
        "mean_temperature_column_january_2024": mean(rows, "temperature_c", "2024-01"),
        **{f"mean_rides_{year}": mean(rows, "rides", year) for year in ("2022", "2023", "2024")},
    }


def r2(model: HistGradientBoostingRegressor, rows: pd.DataFrame, first: str, end: str) -> float:
    judged = rows[(rows["from_time"] >= first) & (rows["from_time"] < end)]
    return round(float(model.score(judged[FEATURES], judged["rides"])), 3)


def mean(rows: pd.DataFrame, column: str, month_or_year: str) -> float:
    chosen = rows["from_time"].astype("str").str.startswith(month_or_year)
    return round(float(rows.loc[chosen, column].mean()), 1)


FACTS: dict[str, Any] = {
    "title": "Bike rides",
    "line": "Rides every two hours for three years: demand grows and a model of trees cannot grow with it.",
    "task": "regression",
    "target": "rides",
    "time": "from_time",
    "metric": "r2",
    "test_share": (END - JUDGE_FROM).days / (END - START).days,
    "table": "table.csv.gz",
    "test_table": None,
    "model": "model.joblib",
    "columns": {
        "from_time": "begin of the two hours",
        "hour": "0, 2, ... 22",
        "weekday": "0 Monday to 6 Sunday",
        "month": "1 to 12",
        "workday": "true on working days",
        "temperature_c": "degrees Celsius",
        "rain_mm": "mm in two hours",
        "wind_kmh": "km/h",
        "rides": "rides begun in the two hours",
    },
    "experiment": {"timeline": "month", "n_steps": 24, "rows_per_step": 360, "seed": 0, "drifts": []},
    "schedule": SCHEDULE,
    "source": "Made by sample_data/bikes.py from a seed.",
    "licence": "MIT, as the project",
}
