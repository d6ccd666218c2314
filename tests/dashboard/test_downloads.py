"""What a spreadsheet would run is shown instead."""

import csv
import io

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.downloads import formats_of, size, table_csv, without_formula
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


@pytest.mark.usefixtures("session")
def test_a_skops_file_says_how_it_opens_and_how_large_it_is():
    app = start(**small("breast_cancer"))
    app.session_state["over-time-tab"] = "Take it home"
    ran(app.run())
    assert widget(app.selectbox, "Format").options[0] == "skops"
    assert any("trusted=skops.io.get_untrusted_types" in c.value for c in app.caption)
    widget(app.button, "Prepare the file").click()
    ran(app.run())
    label = [b.label for b in app.download_button][-1]
    assert label.startswith("Save model.skops (") and label.endswith(" KB)")


def of_an_export():
    """A page of nothing but one candidate's formats."""
    from dashboard.downloads import model_file
    from tests.dashboard.test_downloads import Opened

    model_file(Opened("joblib"), None, ("DirectPredictor", "direct"))


def test_of_an_export_the_folder_comes_first():
    app = ran(AppTest.from_function(of_an_export).run())
    form = widget(app.selectbox, "Format")
    assert form.options == ["folder (zip)", "joblib"] and form.value == "folder"
    assert any("it runs without this workbench" in c.value for c in app.caption)
    assert not any("whose code answers" in c.value for c in app.caption)


@pytest.mark.parametrize(
    ("n", "shown"), [(999, "999 bytes"), (17_400, "17 KB"), (999_600, "1.0 MB"), (2_340_000, "2.3 MB")]
)
def test_a_size_is_said_as_file_managers_round_it(n, shown):
    assert size(n) == shown
