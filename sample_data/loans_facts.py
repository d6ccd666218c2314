"""What is known of the loan world: its columns, and the schedule of its drifts.

The model learns from months 1 to 12; from month 18 on, one thing after another changes.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

SEED = 36
N_MONTHS, N_TRAIN_MONTHS, ROWS_PER_MONTH = 36, 12, 350
FIRST_MONTH = pd.Period("2021-01", "M")

INFLATION_FROM, INFLATION_RATE = 18, 0.03
PARTNER_FROM, PARTNER_SHARE, PARTNER_LOG_ODDS = 22, 0.35, 1.5
CENTS_MONTH, CENTS_FACTOR = 26, 100.0
POLICY_FROM, LONG_TERM_MONTHS, POLICY_LOG_ODDS = 28, 48, 2.5


def label(month: int) -> str:
    """Months 1 to 36 as a calendar has them."""
    return str(FIRST_MONTH + month - 1)


SCHEDULE = [
    {"first": label(INFLATION_FROM), "last": label(N_MONTHS), "month": INFLATION_FROM,
     "kind": "covariate and concept", "features": ["income_eur"],
     "amount": INFLATION_RATE, "unit": "share per month, compounding",
     "words": "Wages and prices rise by 3 % a month: the same income buys less."},
    {"first": label(PARTNER_FROM), "last": label(N_MONTHS), "month": PARTNER_FROM,
     "kind": "new category", "features": ["channel"],
     "amount": PARTNER_SHARE, "unit": "share of applications",
     "words": "A partner shop sends 35 % of the applications: a channel never seen before, and a riskier one."},
    {"first": label(CENTS_MONTH), "last": label(CENTS_MONTH), "month": CENTS_MONTH,
     "kind": "unit error", "features": ["debt_eur"],
     "amount": CENTS_FACTOR, "unit": "times",
     "words": "For this one month the web form sends debts in cents instead of euros."},
    {"first": label(POLICY_FROM), "last": label(N_MONTHS), "month": POLICY_FROM,
     "kind": "concept", "features": ["term_months"],
     "amount": POLICY_LOG_ODDS, "unit": "log-odds of default",
     "words": "Loans of 48 months or more are now repaid at their end: long loans become risky."},
]  # fmt: skip

COLUMNS = {
    "decided_on": "day of the decision",
    "income_eur": "net income, euros a year",
    "debt_eur": "other debts, euros",
    "loan_eur": "amount lent, euros",
    "term_months": "12, 24, 36, 48 or 60 months",
    "age": "years",
    "years_employed": "years with the present employer; missing for about 8 %",
    "credit_score": "bureau score, 300 to 850 points; missing for about 12 %",
    "housing": "own, rent or family",
    "purpose": "car, home, business, other; missing for about 3 %",
    "channel": "branch or web; partner from month 22",
    "outcome": "repaid or default",
}
NUMERIC = ["income_eur", "debt_eur", "loan_eur", "term_months", "age", "years_employed", "credit_score"]
CATEGORICAL = ["housing", "purpose", "channel"]
FEATURES = [*NUMERIC, *CATEGORICAL]


FACTS: dict[str, Any] = {
    "title": "Loan decisions",
    "line": "36 months of loans, repaid or not; from month 18 four known things change, one after another.",
    "task": "classification",
    "target": "outcome",
    "time": "decided_on",
    "metric": "accuracy",
    "test_share": (N_MONTHS - N_TRAIN_MONTHS) / N_MONTHS,
    "table": "table.parquet",
    "test_table": None,
    "model": "model.joblib",
    "columns": COLUMNS,
    "experiment": {
        "timeline": "simulated",
        "n_steps": 24,
        "rows_per_step": 350,
        "seed": 0,
        "drifts": [
            {
                "kind": "Move",
                "columns": ["income_eur"],
                "by_sd": -1.0,
                "when": {"kind": "Profile", "shape": "incremental", "start": 8, "over": 8},
            }
        ],
    },
    "schedule": SCHEDULE,
    "source": "Made by sample_data/loans.py from a seed; nobody's loan is in it.",
    "licence": "MIT, as the project",
}
