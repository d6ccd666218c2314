"""What the tables of the page "Deploy" show, and what is said about them."""

import numpy as np
import pandas as pd
import pytest

from dashboard import deploy_tables
from dashboard.deploy_exports import MADE, caption
from dashboard.measuring import at_time
from optimizers.deploy.rows_to_try import rows_to_try
from optimizers.operation.compare import COLUMNS, operation_of
from optimizers.operation.cost import Operation, bills
from tests.optimizers.strategy_models import MODELS
from tests.tiny import fitted


@pytest.fixture(scope="module")
def measured():
    model, rows, _ = fitted("tree")
    return operation_of({"as uploaded": model}, rows.X_test, batches=(1, 50), seconds=0.1)


def test_every_measure_has_a_title_with_its_unit_and_no_batch_of_zero(measured):
    assert list(measured) == list(COLUMNS)
    shown = deploy_tables.measurements(measured)
    assert not any("_" in title for title in [*shown, *shown["Measure"]])
    assert shown["Measure"].str.endswith(")").all()
    assert shown["Rows a call"].isna().sum() == (measured["batch"] == 0).sum() and 0 not in set(shown["Rows a call"])


def test_the_bill_is_in_percent_and_empty_where_the_target_is_out_of_reach(measured):
    fine = deploy_tables.bill(bills(measured, Operation())).iloc[0]
    assert fine["Cores needed"] == 1 and 0 < fine["Busy (% of the time)"] < 100
    missed = deploy_tables.bill(bills(measured, Operation(target_p95_ms=0.01))).iloc[0]
    assert missed[["Cores needed", "Machines", "Price of a year", "Busy (% of the time)"]].isna().all()


def test_the_caption_speaks_of_the_kinds_in_the_table_and_of_no_other():
    said = caption(["rows as given", "one row a call"])
    assert said.startswith("Asked for learning rows; some of them in a call each. At a tie")
    assert "gaps" not in said and "gaps" in caption(["missing values"])


@pytest.mark.parametrize("name", ["pipeline", "linear", "gradient_boosting"])
def test_every_kind_of_rows_has_words(name):
    model, table, _ = MODELS[name]()
    assert {part.name for part in rows_to_try(model, table.X_train, np.random.default_rng(0))} <= set(MADE)


def test_the_day_is_named_where_it_is_not_today():
    noon = pd.Timestamp("2026-03-01 14:02", tz="UTC").timestamp()
    assert at_time(noon, noon + 3600) == "Measured 14:02 UTC."
    assert at_time(noon, noon + 86_400) == "Measured 2026-03-01 14:02 UTC."
