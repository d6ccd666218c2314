"""What a spreadsheet would run is shown instead."""

import csv
import io

import pandas as pd
import pytest

from dashboard.downloads import table_csv, without_formula
from optimizers.experiment import Experiment
from optimizers.result import Result

FORMULAS = ["=a\r=b", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("http://x")']


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_becomes_text(text):
    assert without_formula(text) == "'" + text


@pytest.mark.parametrize("text", ["", "income", "2013-04", "1", "a=b", "'=1"])
def test_what_is_no_formula_stays(text):
    assert without_formula(text) == text


def test_no_cell_of_the_table_begins_like_a_formula_and_numbers_stay_numbers():
    frame = pd.DataFrame(
        {"strategy": FORMULAS, "candidate": FORMULAS, "start": FORMULAS, "step": range(8), "value": [-0.5] * 8}
    )
    raw = table_csv(Result("c", "f", Experiment(), frame, {}, {}, 0))
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert len(rows) == len(FORMULAS)
    assert all(r[k][0] == "'" for r in rows for k in ("strategy", "candidate", "start"))
    assert {r["value"] for r in rows} == {"-0.5"}
    assert frame["strategy"].tolist() == FORMULAS
