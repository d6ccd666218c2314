"""The page "Distil": what is wrong with the rows, how few are enough, the table to take home."""

import pytest

from tests.dashboard.apps import charts, ran, small, start, widget

pytestmark = pytest.mark.usefixtures("session")
FEW = ["RandomRows*n_sizes.2", "KDTreeLeaves*n_sizes.2"]


def played(strategy=FEW):
    app = start("distil", **small("breast_cancer", strategy=strategy))
    for button in (b for b in app.button if b.label.startswith("Play")):
        button.click()
    return ran(app.run())


def test_fewer_rows_are_held_against_draws_at_random():
    app = played()
    by_rows = charts(app)[1]
    assert any(t.name and t.name.startswith("random draws") for t in by_rows.data)
    assert by_rows.layout.xaxis.title.text == "Rows kept"
    widget(app.selectbox, "Distilled table").select_index(-1)
    ran(app.run())
    assert any("random" in m.value for m in app.markdown)


def test_the_distilled_table_is_prepared_when_asked_for():
    app = played()
    next(b for b in app.button if b.label == "Prepare the table").click()
    ran(app.run())
    assert not app.error and [d for d in app.get("download_button") if d.proto.label == "Save distilled.csv"]


def test_rows_that_were_ticked_off_play_alone():
    app = played(["WithoutRows*rows.3*rows.7*also.nothing"])
    assert "WithoutRows*rows.3*rows.7*also.nothing" in str(app.query_params["strategy"])
    assert any("without 2 rows" in str(o) for o in widget(app.selectbox, "Distilled table").options)
