"""What is known of the machines' world: its columns, its seasons, and which sensor fails when."""

from __future__ import annotations

from typing import Any

import pandas as pd

START, JUDGE_FROM, END = (pd.Timestamp(day) for day in ("2021-11-01", "2022-04-01", "2024-04-01"))
N_MACHINES, READINGS_A_DAY = 20, 2
FEATURES = ["air_c", "bearing_c", "vibration_mm_s", "current_a", "speed_rpm", "hours_since_service"]

STUCK = ("2022-11-01", "2022-12-31", "vibration_mm_s", range(0, 8))
SILENT = ("2023-02-01", "2023-02-28", "current_a", range(5, 17))

SCHEDULE = [
    {"first": "2022-05", "last": "2022-09", "kind": "recurring covariate", "features": ["air_c", "bearing_c"],
     "amount": 10.0, "unit": "degrees Celsius at the peak above the yearly mean",
     "words": "Summer: the hall is warm, so warm bearings no longer mean worn ones. It goes, and comes back."},
    {"first": "2022-11", "last": "2022-12", "kind": "stuck sensor", "features": ["vibration_mm_s"],
     "amount": 0.4, "unit": "share of machines", "words": "Machines 0 to 7 report one and the same vibration."},
    {"first": "2023-02", "last": "2023-02", "kind": "missing values", "features": ["current_a"],
     "amount": 0.6, "unit": "share of machines", "words": "The current of machines 5 to 16 is not delivered."},
    {"first": "2023-05", "last": "2023-09", "kind": "recurring covariate", "features": ["air_c", "bearing_c"],
     "amount": 10.0, "unit": "degrees Celsius at the peak above the yearly mean", "words": "Summer again."},
]  # fmt: skip

COLUMNS = {
    "read_at": "time of the reading",
    "machine": "M00 to M19; the model does not use it",
    "air_c": "air in the hall, degrees Celsius",
    "bearing_c": "bearing, degrees Celsius",
    "vibration_mm_s": "vibration, mm/s",
    "current_a": "motor current, ampere; missing for about 1 %",
    "speed_rpm": "speed, turns a minute",
    "hours_since_service": "hours",
    "failed": "1 if the machine failed within the next 24 hours, else 0",
}


N_DAYS, N_JUDGING_DAYS = (END - START).days, (END - JUDGE_FROM).days
FACTS: dict[str, Any] = {
    "title": "Machines and seasons",
    "line": "Will a machine fail within a day? Learned in one winter; then come summers, stuck and silent sensors.",
    "task": "classification",
    "target": "failed",
    "time": "read_at",
    "metric": "f1_macro",
    "test_share": N_JUDGING_DAYS / N_DAYS,
    "table": "table.parquet",
    "test_table": None,
    "model": "model.joblib",
    "columns": COLUMNS,
    "experiment": {"timeline": "month", "n_steps": 24, "rows_per_step": 1200, "seed": 0, "drifts": []},
    "schedule": SCHEDULE,
    "source": "Made by sample_data/sensors.py from a seed.",
    "licence": "MIT, as the project",
}
