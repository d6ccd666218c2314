"""The page "Deploy": the same model run differently, measured side by side."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.cases import OpenCase
from tests.dashboard.apps import charts, ran, small, start, widget

pytestmark = pytest.mark.usefixtures("session")


def test_ways_of_running_are_measured_side_by_side_and_priced_and_so_is_hardware(monkeypatch):
    monkeypatch.setattr("dashboard.hardware.ROUND_S", 0.001)
    monkeypatch.setattr("dashboard.hardware.N_ROWS", 200)
    app = start("deploy", **small("breast_cancer", strategy=["DirectPredictor"]))
    next(b for b in app.button if b.label.startswith("Play")).click()
    ran(app.run())
    assert len(charts(app)) == 1
    next(b for b in app.button if b.label == "Measure side by side").click()
    ran(app.run())
    throughput = charts(app)[0]
    assert {"as uploaded", "direct predictor"} <= {t.name for t in throughput.data if t.name}
    told = told_by(app)
    assert "Fastest at" in told and told.count("95 % are then answered within") == 2
    assert {"Rows a call", "95 % answered within (ms)"} <= {c for frame in app.dataframe for c in frame.value}
    assert any(c.value.startswith("Measured ") and c.value.endswith("UTC.") for c in app.caption)
    widget(app.selectbox, "Candidate")
    assert set(widget(app.selectbox, "Format").options) == {"joblib", "folder (zip)"}
    next(b for b in app.button if b.label == "Measure cores and memory").click()
    ran(app.run())
    told = told_by(app)
    assert "opens the model and answers" in told and "One core serves this traffic" in told
    names = {trace.name for chart in charts(app) for trace in chart.data}
    assert "threads of one process, measured" in names
    again = [b for b in app.button if b.label == "Measure again"]
    assert len(again) == 2 and not any(b.label.startswith("Measure cores") for b in app.button)
    measured = []
    ask = OpenCase.ask
    monkeypatch.setattr(OpenCase, "ask", lambda *given, **more: measured.append(given[1]) or ask(*given, **more))
    again[0].click()
    ran(app.run())
    assert measured == ["operation"] and len([b for b in app.button if b.label == "Measure again"]) == 2
    next(b for b in app.button if b.label == "Measure again" and b.key == again[1].key).click()
    ran(app.run())
    assert "hardware rows" in measured and "opens the model and answers" in told_by(app)


def test_a_model_that_answers_from_a_process_of_its_own_has_no_cores_to_measure():
    def page():
        from types import SimpleNamespace

        from dashboard import bigger_machine

        bigger_machine.section(SimpleNamespace(version="1.5.2", identity="x"), None)

    app = ran(AppTest.from_function(page).run())
    assert not app.button and len(app.info) == 1
    assert app.info[0].value.replace("\\", "").endswith("carry it over to the installed version first.")


def told_by(app):
    return " ".join(m.value for m in app.markdown).replace("\\", "")
