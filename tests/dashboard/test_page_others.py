"""The model card and the samples, run whole."""

import pytest

from dashboard.model_card import PANELS
from tests.dashboard.apps import arrived, charts, ran, start, turn_to, widget

pytestmark = pytest.mark.usefixtures("session")


@pytest.mark.parametrize(("key", "n_charts"), [("breast_cancer", 3), ("diabetes", 3), ("digits", 3)])
def test_the_card_shows_every_panel(key, n_charts):
    app = start("model_card", case=key)
    assert [s.value for s in app.subheader] == [title for title, _ in PANELS.values()]
    assert len(charts(app)) == n_charts
    assert not app.error and not app.warning and len(app.dataframe) >= 3


def test_the_card_of_another_case():
    app = start("model_card", case="diabetes")
    widget(app.selectbox, "Case").select("breast_cancer")
    ran(app.run())
    assert app.title[0].value.startswith("Model card: Breast cancer")
    assert app.query_params["case"] == "breast_cancer"


def test_every_sample_tells_what_is_true_about_it():
    import sample_data

    app = start("samples")
    for key in sample_data.keys():  # noqa: SIM118
        app.pills[0].set_value(key)
        ran(app.run())
        assert sample_data.about(key).strip() in [m.value for m in app.markdown]
        assert "Licence" in app.caption[-1].value


def test_a_sample_is_opened_from_its_page():
    app = start("samples")
    app.pills[0].set_value("diabetes")
    ran(app.run())
    next(b for b in app.button if b.label.startswith("Open ")).click()
    arrived(app)
    assert app.query_params["case"] == "diabetes" and charts(app)
    turn_to(app, "samples")
    assert app.pills[0].value == "diabetes"
