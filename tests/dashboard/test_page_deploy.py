"""The page "Deploy": the same model run differently, measured side by side."""

import pytest

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
    assert "Fastest at" in told and "requests/s" in told
    widget(app.selectbox, "Candidate")
    assert widget(app.selectbox, "Format").options == ["joblib", "folder (zip)"]
    next(b for b in app.button if b.label == "Measure cores and memory").click()
    ran(app.run())
    told = told_by(app)
    assert "opens the model and answers" in told and "One core serves this traffic" in told
    names = {trace.name for chart in charts(app) for trace in chart.data}
    assert "threads of one process, measured" in names


def told_by(app):
    return " ".join(m.value for m in app.markdown).replace("\\", "")
