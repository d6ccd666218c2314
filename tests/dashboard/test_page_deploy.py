"""The page "Deploy": the same model run differently, measured side by side."""

import pytest

from tests.dashboard.apps import charts, ran, small, start, widget

pytestmark = pytest.mark.usefixtures("session")


def test_ways_of_running_are_measured_side_by_side_and_priced():
    app = start("deploy", **small("breast_cancer", strategy=["DirectPredictor"]))
    next(b for b in app.button if b.label.startswith("Play")).click()
    ran(app.run())
    assert len(charts(app)) == 1
    next(b for b in app.button if b.label == "Measure side by side").click()
    ran(app.run())
    throughput = charts(app)[0]
    assert {"as uploaded", "direct predictor"} <= {t.name for t in throughput.data if t.name}
    told = " ".join(m.value for m in app.markdown).replace("\\", "")
    assert "Fastest at" in told and "requests/s" in told
    widget(app.selectbox, "Candidate")
    assert widget(app.selectbox, "Format").options == ["joblib", "folder (zip)"]
