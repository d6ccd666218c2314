"""Loan decisions over 36 months: a made world whose every drift is known.

What changes when stands in `sample_data.loans_facts`; this is how it comes about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sample_data import loans_facts as known
from sample_data.world import World

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline


def month_of_applications(month: int, rng: np.random.Generator) -> pd.DataFrame:
    """The applications of one month (1 to 36) with their outcome, as the bank recorded them."""
    n = known.ROWS_PER_MONTH
    prices = (1 + known.INFLATION_RATE) ** max(0, month - known.INFLATION_FROM + 1)
    ability = rng.normal(size=n)
    real_income = 32_000 * np.exp(0.35 * ability + 0.3 * rng.normal(size=n))
    share = known.PARTNER_SHARE if month >= known.PARTNER_FROM else 0.0
    channel = np.where(rng.random(n) < share, "partner", np.where(rng.random(n) < 0.45, "branch", "web"))
    rows = pd.DataFrame(
        {
            "decided_on": known.FIRST_MONTH.to_timestamp() + pd.DateOffset(months=month - 1)
            + pd.to_timedelta(np.sort(rng.integers(0, 28, n)), unit="D"),
            "income_eur": real_income * prices,
            "debt_eur": real_income * rng.gamma(1.5, 0.25, n),
            "loan_eur": real_income * rng.gamma(4.0, 0.09, n),
            "term_months": rng.choice([12, 24, 36, 48, 60], n, p=[0.15, 0.25, 0.25, 0.2, 0.15]),
            "age": np.clip(rng.normal(41, 12, n), 19, 78).round(),
            "years_employed": rng.gamma(1.6, 4.0, n),
            "credit_score": np.clip(620 + 70 * ability + 50 * rng.normal(size=n), 300, 850).round(),
            "housing": rng.choice(["own", "rent", "family"], n, p=[0.38, 0.47, 0.15]),
            "purpose": rng.choice(["car", "home", "business", "other"], n, p=[0.35, 0.3, 0.15, 0.2]),
            "channel": channel,
        }
    )  # fmt: skip
    risk = log_odds_of_default(rows, real_income, month)
    rows["outcome"] = np.where(rng.random(n) < 1 / (1 + np.exp(-risk)), "default", "repaid")
    return as_recorded(rows, month, rng)


def log_odds_of_default(rows: pd.DataFrame, real_income: np.ndarray, month: int) -> np.ndarray:
    """The rule of this world. It looks at what an income buys, not at its number."""
    risk = (
        -4.3
        - 4.2 * np.log(real_income / 32_000)
        + 3.0 * (rows["debt_eur"] / real_income - 0.4)
        + 3.6 * (rows["loan_eur"] / real_income - 0.36)
        - 0.022 * (rows["credit_score"] - 620)
        - 0.09 * (rows["years_employed"] - 6)
        + rows["purpose"].map({"car": 0.0, "home": -0.5, "business": 1.4, "other": 0.4})
        + rows["housing"].map({"own": -0.7, "rent": 0.4, "family": 0.2})
        + known.PARTNER_LOG_ODDS * (rows["channel"] == "partner")
    )
    if month >= known.POLICY_FROM:
        risk = risk + known.POLICY_LOG_ODDS * (rows["term_months"] >= known.LONG_TERM_MONTHS)
    return risk.to_numpy()


def as_recorded(rows: pd.DataFrame, month: int, rng: np.random.Generator) -> pd.DataFrame:
    """What reaches the table: rounded, with gaps, and once in the wrong unit."""
    rows = rows.round({"income_eur": -2, "debt_eur": -2, "loan_eur": -2, "years_employed": 1})
    if month == known.CENTS_MONTH:
        rows["debt_eur"] *= np.where(rows["channel"] == "web", known.CENTS_FACTOR, 1.0)
    for column, share in {"years_employed": 0.08, "credit_score": 0.12, "purpose": 0.03}.items():
        rows[column] = rows[column].mask(rng.random(len(rows)) < share)
    return rows


def table() -> pd.DataFrame:
    rng = np.random.default_rng(known.SEED)
    rows = pd.concat([month_of_applications(m, rng) for m in range(1, known.N_MONTHS + 1)], ignore_index=True)
    return rows.astype(dict.fromkeys([*known.CATEGORICAL, "outcome"], "str"))


def recipe() -> Pipeline:
    from sklearn.compose import ColumnTransformer
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    numeric = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    categorical = OneHotEncoder(handle_unknown="ignore")
    columns = ColumnTransformer([("numeric", numeric, known.NUMERIC), ("categorical", categorical, known.CATEGORICAL)])
    return make_pipeline(columns, LogisticRegression(C=1.0, max_iter=500))


def world() -> World:
    rows = table()
    train = months(rows, 1, known.N_TRAIN_MONTHS)
    model = recipe().fit(train[known.FEATURES], train["outcome"])
    return World("loans", rows, model, known.FACTS, numbers=numbers(rows, model))


def months(rows: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    return rows.iloc[(first - 1) * known.ROWS_PER_MONTH : last * known.ROWS_PER_MONTH]


def numbers(rows: pd.DataFrame, model: Pipeline) -> dict[str, float]:
    """What the words quote beside the scores."""
    spans = {
        "13_to_17": (13, 17),
        "18_to_25": (18, 25),
        "26": (26, 26),
        "28_to_36": (28, 36),
        "34_to_36": (34, 36),
    }
    found = {f"accuracy_months_{name}": accuracy(model, months(rows, *span)) for name, span in spans.items()}
    recent = months(rows, 28, 33)
    retrained = recipe().fit(recent[known.FEATURES], recent["outcome"])
    found["retrained_on_28_to_33_accuracy_months_34_to_36"] = accuracy(retrained, months(rows, 34, 36))
    for month in (5, 20, 36):
        found[f"mean_income_eur_month_{month}"] = float(months(rows, month, month)["income_eur"].mean().round())
    for first, last in ((1, 12), (28, 36)):
        found[f"default_share_months_{first}_to_{last}"] = round(
            float((months(rows, first, last)["outcome"] == "default").mean()), 3
        )
    return found


def accuracy(model: Pipeline, rows: pd.DataFrame) -> float:
    return round(float((model.predict(rows[known.FEATURES]) == rows["outcome"]).mean()), 3)
