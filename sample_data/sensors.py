"""Twenty machines read twice a day for 29 months: seasons come back, sensors stick and fall silent.

The model learns from one winter; it has never felt a summer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sample_data import sensors_facts as known
from sample_data.world import World

if TYPE_CHECKING:
    from sklearn.ensemble import RandomForestClassifier

SEED = 24


def table() -> pd.DataFrame:
    """Every reading in time order."""
    rng = np.random.default_rng(SEED)
    times = pd.date_range(
        known.START, known.END, freq=f"{24 // known.READINGS_A_DAY}h", inclusive="left"
    ) + pd.Timedelta("6h")
    shape = (len(times), known.N_MACHINES)
    load = rng.normal(size=shape)
    hours = (rng.integers(0, 2000, known.N_MACHINES) + 12 * np.arange(len(times))[:, None]) % 2000
    air = air_in_the_hall(times, rng)[:, None] + rng.normal(0, 0.8, shape)
    worn = np.clip(rng.gamma(1.1, 0.55, shape) * (0.5 + hours / 1400), 0, 4)
    rows = pd.DataFrame(
        {
            "read_at": np.repeat(times, known.N_MACHINES),
            "machine": np.tile([f"M{i:02d}" for i in range(known.N_MACHINES)], len(times)),
            "air_c": air.ravel().round(1),
            "bearing_c": (air + 28 + 1.5 * load + 8 * worn + rng.normal(0, 0.8, shape)).ravel().round(1),
            "vibration_mm_s": (1.2 + 0.7 * worn * np.exp(rng.normal(0, 0.55, shape))).ravel().round(2),
            "current_a": (18 + 2.5 * load + 0.9 * worn + rng.normal(0, 0.8, shape)).ravel().round(1),
            "speed_rpm": (1480 - 14 * load + rng.normal(0, 6, shape)).ravel().round(0),
            "hours_since_service": hours.ravel(),
        }
    )
    risk = -10.5 + 4.2 * worn + 0.8 * load
    rows["failed"] = (rng.random(shape) < 1 / (1 + np.exp(-risk))).ravel().astype(int)
    return with_faults(rows, rng)


def air_in_the_hall(times: pd.DatetimeIndex, rng: np.random.Generator) -> np.ndarray:
    """Season, time of day and weather that lasts some days, in degrees Celsius."""
    season = -10 * np.cos(2 * np.pi * (times.day_of_year.to_numpy() - 20) / 365.25)
    weather = np.convolve(rng.normal(0, 1, len(times) + 9), np.ones(10), "valid")
    return 17 + season + weather * 0.8 + 1.5 * (times.hour.to_numpy() > 12)


def with_faults(rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The sensors' own failures; the machines do not care."""
    rows["current_a"] = rows["current_a"].mask(rng.random(len(rows)) < 0.01)
    for first, last, column, machines in (known.STUCK, known.SILENT):
        in_time = rows["read_at"].between(first, pd.Timestamp(last) + pd.Timedelta("1D"))
        touched = in_time & rows["machine"].isin([f"M{i:02d}" for i in machines])
        rows.loc[touched, column] = 1.3 if column == "vibration_mm_s" else np.nan
    return rows.astype({"machine": "category"})


def recipe() -> RandomForestClassifier:
    from sklearn.ensemble import RandomForestClassifier

    return RandomForestClassifier(60, max_leaf_nodes=40, min_samples_leaf=4, random_state=0)


def world() -> World:
    rows = table()
    model = fitted(rows, known.START, known.JUDGE_FROM)
    return World("sensors", rows, model, known.FACTS, numbers=numbers(rows, model))


def fitted(rows: pd.DataFrame, first: pd.Timestamp | str, end: pd.Timestamp | str) -> RandomForestClassifier:
    train = rows[(rows["read_at"] >= first) & (rows["read_at"] < end)]
    return recipe().fit(train[known.FEATURES], train["failed"])


def numbers(rows: pd.DataFrame, model: RandomForestClassifier) -> dict[str, float]:
    """What the words quote beside the scores; summer is June to August."""
    a_year = fitted(rows, "2022-04-01", "2023-04-01")
    learned = rows[rows["read_at"] < known.JUDGE_FROM]
    return {
        "failure_share": round(float(learned["failed"].mean()), 3),
        "f1_april_2022": f1_between(model, rows, "2022-04-01", "2022-05-01"),
        "f1_summer_2022": f1_between(model, rows, "2022-06-01", "2022-09-01"),
        "f1_stuck_nov_and_dec_2022": f1_between(model, rows, "2022-11-01", "2023-01-01"),
        "f1_silent_feb_2023": f1_between(model, rows, "2023-02-01", "2023-03-01"),
        "f1_summer_2023": f1_between(model, rows, "2023-06-01", "2023-09-01"),
        "f1_nov_and_dec_2023": f1_between(model, rows, "2023-11-01", "2024-01-01"),
        "f1_trained_on_a_year_summer_2023": f1_between(a_year, rows, "2023-06-01", "2023-09-01"),
        "alarm_share_july_2022": alarm_share(model, rows, "2022-07"),
        "alarm_share_april_2022": alarm_share(model, rows, "2022-04"),
        "mean_air_c_january_2023": mean_air_c(rows, "2023-01"),
        "mean_air_c_july_2022": mean_air_c(rows, "2022-07"),
    }


def f1_between(model: RandomForestClassifier, rows: pd.DataFrame, first: str, end: str) -> float:
    from sklearn.metrics import f1_score

    judged = rows[(rows["read_at"] >= first) & (rows["read_at"] < end)]
    return round(float(f1_score(judged["failed"], model.predict(judged[known.FEATURES]), average="macro")), 3)


def in_month(rows: pd.DataFrame, month: str) -> pd.DataFrame:
    return rows[rows["read_at"].dt.strftime("%Y-%m") == month]


def mean_air_c(rows: pd.DataFrame, month: str) -> float:
    return round(float(in_month(rows, month)["air_c"].mean()), 1)


def alarm_share(model: RandomForestClassifier, rows: pd.DataFrame, month: str) -> float:
    return round(float(model.predict(in_month(rows, month)[known.FEATURES]).mean()), 3)
