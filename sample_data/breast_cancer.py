"""Breast cancer, Wisconsin 1995: the measured cell nuclei of 569 tumours, as scikit-learn carries them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from sample_data.world import World

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

SEED = 0


def table() -> pd.DataFrame:
    from sklearn.datasets import load_breast_cancer

    loaded = load_breast_cancer(as_frame=True)
    return loaded.data.assign(diagnosis=loaded.target.map(dict(enumerate(loaded.target_names))).astype("str"))


def recipe() -> Pipeline:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))


def world() -> World:
    from sklearn.model_selection import cross_val_score, train_test_split

    rows = table()
    learned, judging = train_test_split(rows, test_size=0.4, random_state=SEED, stratify=rows["diagnosis"])
    model = recipe().fit(learned.drop(columns="diagnosis"), learned["diagnosis"])
    tenfold = cross_val_score(recipe(), rows.drop(columns="diagnosis"), rows["diagnosis"], cv=10).mean()
    numbers = {
        "tenfold_accuracy": round(float(tenfold), 3),
        "malignant_share": round(float((rows["diagnosis"] == "malignant").mean()), 3),
    }
    learned, judging = learned.reset_index(drop=True), judging.reset_index(drop=True)
    return World("breast_cancer", learned, model, FACTS, judging, numbers)


FACTS: dict[str, Any] = {
    "title": "Breast cancer",
    "line": "569 tumours, benign or malignant, from 30 measures of their cells: a linear model to check by the book.",
    "task": "classification",
    "target": "diagnosis",
    "time": None,
    "metric": "accuracy",
    "test_share": 0.4,
    "table": "table.parquet",
    "test_table": "test.parquet",
    "model": "model.skops",
    "columns": {
        "mean ..., worst ..., ... error": "ten measures of the nuclei (radius, texture, ...): the mean, the mean of "
        "the three largest, the standard error; in units of the digitized image",
        "diagnosis": "malignant or benign",
    },
    "experiment": {"timeline": "simulated", "n_steps": 24, "rows_per_step": 200, "seed": 0, "drifts": [
        {"kind": "SensorNoise", "noise_sd": 1.0,
         "when": {"kind": "Profile", "shape": "incremental", "start": 6, "over": 12}},
    ]},
    "schedule": [],
    "source": "Wolberg, Mangasarian, Street: Breast Cancer Wisconsin (Diagnostic), UCI, doi:10.24432/C5DW2B; "
    "taken from sklearn.datasets.load_breast_cancer.",
    "licence": "CC BY 4.0 (UCI)",
}  # fmt: skip
