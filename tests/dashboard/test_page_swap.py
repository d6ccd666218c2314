"""The page "Swap": another estimator, the code that it takes, and whether it is worth it."""

import pytest

from tests.dashboard.apps import charts, ran, small, start

pytestmark = pytest.mark.usefixtures("session")


def test_a_swap_is_shown_as_a_change_of_code_with_its_verdict():
    app = start("swap", **small("breast_cancer", strategy=["Student"]))
    next(b for b in app.button if b.label.startswith("Play")).click()
    ran(app.run())
    assert not any(b.label.startswith("Play") for b in app.button) and len(charts(app)) == 2
    code = app.code[0].value
    assert code.startswith("--- before\n+++ after") and "-from sklearn.linear_model import LogisticRegression" in code
    assert any("Effort: " in m.value.replace("\\", "") for m in app.markdown)
