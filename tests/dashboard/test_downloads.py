"""What a spreadsheet would run is shown instead."""

import csv
import io

import pandas as pd
import pytest

from dashboard.downloads import formats_of, table_csv, without_formula
from optimizers.experiment import Experiment
from optimizers.result import Result
from tests.dashboard.apps import objected, ran, small, start, widget

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


@pytest.mark.usefixtures("session")
def test_a_folder_is_packed_with_made_up_rows_unless_real_ones_are_chosen():
    app = start(**small("breast_cancer"))
    app.session_state["over-time-tab"] = "Take it home"
    ran(app.run())
    ran(widget(app.selectbox, "Format").set_value("folder").run())
    assert widget(app.selectbox, "Model in it").options == ["skops", "joblib"]
    assert widget(app.selectbox, "Rows of its self-test").value is False
    assert any("each value is real, no row is" in c.value for c in app.caption)
    widget(app.button, "Pack the folder").click()
    ran(app.run())
    assert [b.label for b in app.download_button][-1] == "Save breast-cancer-as-uploaded.zip"
    ran(widget(app.selectbox, "Rows of its self-test").set_value(True).run())
    assert any(c.value.endswith("whoever gets the folder can read them.") for c in app.caption)
    assert not objected(app)


class Opened:
    """What of an opened case says which files it can become."""

    def __init__(self, form):
        self.opened = {"model": {"format": form}}


@pytest.mark.parametrize(
    ("form", "strategy", "offered"),
    [
        ("joblib", "reference", ["skops", "joblib", "forest"]),
        ("joblib", "CutForest", ["skops", "joblib", "forest"]),
        ("joblib", "DirectPredictor", ["joblib"]),
        ("joblib", "OnnxRuntime", ["onnx"]),
        ("onnx", "reference", ["onnx"]),
    ],
)
def test_a_candidate_is_offered_in_the_formats_that_it_can_have(form, strategy, offered):
    assert formats_of(Opened(form), strategy) == offered
