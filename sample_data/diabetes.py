"""Diabetes, Efron and others 2004: 442 patients and how far the disease went in a year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from sample_data.world import World

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

SEED = 0
# A body mass index from pounds and inches whose factor 703 was forgotten.
FORGOTTEN_FACTOR = 0.001422


def table() -> pd.DataFrame:
    from sklearn.datasets import load_diabetes

    loaded = load_diabetes(as_frame=True, scaled=False)
    return loaded.data.assign(progression=loaded.target)


def recipe() -> Pipeline:
    from sklearn.linear_model import Ridge
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(StandardScaler(), Ridge(alpha=1.0))


def world() -> World:
    from sklearn.linear_model import LinearRegression
    from sklearn.model_selection import train_test_split

    rows = table()
    learned, judging = (
        part.reset_index(drop=True) for part in train_test_split(rows, test_size=0.4, random_state=SEED)
    )
    X, y = rows.drop(columns="progression"), rows["progression"]
    model = recipe().fit(learned.drop(columns="progression"), learned["progression"])
    numbers = {
        "r2_of_least_squares_on_all_rows": round(float(LinearRegression().fit(X, y).score(X, y)), 3),
        "r2": round(float(model.score(judging.drop(columns="progression"), judging["progression"])), 3),
        "mae_bmi_without_its_factor": mae(model, judging.assign(bmi=judging["bmi"] * FORGOTTEN_FACTOR)),
        "mean_progression": round(float(y.mean()), 1),
    }
    return World("diabetes", learned, model, FACTS, judging, numbers)


def mae(model: Pipeline, rows: pd.DataFrame) -> float:
    return round(float((model.predict(rows.drop(columns="progression")) - rows["progression"]).abs().mean()), 1)


FACTS: dict[str, Any] = {
    "title": "Diabetes",
    "line": "How far diabetes goes in a year, from ten measures of 442 patients: a regression to check by the book.",
    "task": "regression",
    "target": "progression",
    "time": None,
    "metric": "mae",
    "test_share": 0.4,
    "table": "table.parquet",
    "test_table": "test.parquet",
    "model": "model.joblib",
    "columns": {
        "age": "years",
        "sex": "1 or 2",
        "bmi": "body mass index, kg/m2",
        "bp": "mean blood pressure, mmHg",
        "s1": "total serum cholesterol, mg/dl",
        "s2": "low-density lipoproteins, mg/dl",
        "s3": "high-density lipoproteins, mg/dl",
        "s4": "total cholesterol over high-density lipoproteins",
        "s5": "logarithm of serum triglycerides",
        "s6": "blood sugar, mg/dl",
        "progression": "disease progression one year after, a score from 25 to 346",
    },
    "experiment": {"timeline": "simulated", "n_steps": 24, "rows_per_step": 200, "seed": 0, "drifts": [
        {"kind": "UnitChange", "columns": ["bmi"], "factor": FORGOTTEN_FACTOR,
         "when": {"kind": "Profile", "start": 12, "end": 16}},
    ]},
    "schedule": [],
    "source": "Efron, Hastie, Johnstone, Tibshirani (2004), Least Angle Regression, Annals of Statistics 32(2); "
    "taken from sklearn.datasets.load_diabetes.",
    "licence": "as carried by scikit-learn (BSD-3-Clause); the authors published the rows with their paper",
}  # fmt: skip
