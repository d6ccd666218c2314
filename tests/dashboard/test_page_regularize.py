"""The page "Regularize": the diagnosis comes first, then what learning rows chose."""

import pytest

from tests.dashboard.apps import charts, ran, said, sentence, small, start

pytestmark = pytest.mark.usefixtures("session")
PATH = ["RegularizationPath*n_settings.3*n_folds.2"]


def played():
    app = start("regularize", **small("breast_cancer", strategy=PATH))
    for button in (b for b in app.button if b.label.startswith("Play")):
        button.click()
    return ran(app.run())


def test_what_the_learning_rows_chose_is_judged_by_rows_that_chose_nothing():
    app = played()
    assert sentence(app).removeprefix("#### ").startswith("Chosen on learning rows: C = ")
    told = " ".join(c.value for c in app.caption)
    assert "Score that chose it" in told and "corrected for having chosen the best of 3" in told
    path = charts(app)[1]
    assert path.layout.xaxis.title.text.startswith("C (") and len(path.data) >= 4


def test_coefficients_and_boundary_wait_until_they_are_opened():
    app = played()
    labels = [e.label for e in app.expander]
    assert {"Coefficients along the path", "Decision boundary over two features"} <= set(labels)
    assert len(charts(app)) == 3


def test_the_fit_is_diagnosed_when_asked_for():
    app = start("regularize", **small("diabetes", strategy=PATH))
    next(b for b in app.button if b.label == "Diagnose the fit").click()
    ran(app.run())
    verdicts = ("Inconclusive: ", "Well fitted: ", "Overfitted: ", "Underfitted: ", "Inconsistent: ")
    assert any(text.startswith(verdicts) for text in said(app))
    assert len(charts(app)) >= 2
