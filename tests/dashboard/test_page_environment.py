"""The page "Environment": which versions open the model, whether it answers alike, and the way between versions."""

import pytest

from dashboard.versions import installed
from sandbox import environments
from sandbox.refusal import Refused
from tests.dashboard import uploads
from tests.dashboard.apps import charts, give, objected, open_upload, ran, said, sentence, small, start, turn_to, widget

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def no_network(monkeypatch):
    """Only the installed version is there, as on a machine that reaches no package index."""
    real = environments.environment

    def only_here(version, tell=lambda doing: None, folder=None):
        if version == installed():
            return real(version, tell, folder)
        raise Refused("unsupported", f"scikit-learn {version} is not in the cache, and cannot be fetched; connect.")

    for place in ("dashboard.version_trial.environment", "sandbox.rehost.environment"):
        monkeypatch.setattr(place, only_here)


def tried(app, *versions):
    widget(app.multiselect, "Versions of scikit-learn").set_value(list(versions))
    ran(app.run())
    next(b for b in app.button if b.label.startswith("Try")).click()
    return ran(app.run())


def test_versions_are_tried_and_what_cannot_be_set_up_says_why(no_network):
    app = tried(start("environment", **small("diabetes")), "1.2.2", installed())
    assert sentence(app) == "#### 1 of 2 versions opens the file unaided; 1.2.2 does not."
    table = app.dataframe[0].value
    assert table["Version"].tolist() == ["1.2.2", installed()] and table["Opens"].tolist() == [False, True]
    assert any("cannot be fetched; connect" in m.value for m in app.markdown) and len(charts(app)) == 1
    assert not objected(app)


def test_the_recipe_is_fitted_under_each_version_too(no_network):
    app = start("environment", **small("diabetes"))
    widget(app.toggle, "Also fit its recipe anew under each").set_value(True)
    app = tried(ran(app.run()), installed())
    assert app.dataframe[0].value["Which"].tolist() == ["saved the file", "recipe fitted there"]


def test_an_upload_moves_to_another_version_and_back(no_network, monkeypatch):
    app = turn_to(open_upload(start(**small())), "environment")
    assert any("runs in its own version" in c.value for c in app.caption)
    monkeypatch.setattr("dashboard.versions.own", lambda case: "1.7.2")
    ran(app.run())
    widget(app.button, "Re-host it with scikit-learn 1.7.2").click()
    ran(app.run())
    assert any("cannot be fetched; connect" in s for s in said(app))
    assert any("It is open here in the installed version" in m.value for m in app.markdown)


def test_a_file_that_only_its_own_version_opens_is_offered_that(no_network, monkeypatch):
    def refuse(case):
        if not case.version:
            raise Refused("too_old", "The model was saved by scikit-learn 1.2.2, too old.")
        return real(case)

    from dashboard.cases import OpenCase

    real = OpenCase.look
    monkeypatch.setattr(OpenCase, "look", refuse)
    monkeypatch.setattr("dashboard.opening.saved_by", lambda key, raw: "1.2.2")
    app = start("your_model")
    give(app, "model", "forest.joblib", uploads.forest())
    give(app, "table", "rows.csv", uploads.table())
    ran(app.run())
    widget(app.button, "Open it with scikit-learn 1.2.2, in a process of its own").click()
    ran(app.run())
    assert any("is not in the cache" in s for s in said(app))


def test_a_process_that_answers_nonsense_is_one_sentence(no_network, monkeypatch):
    monkeypatch.setattr("dashboard.version_trial.in_turn", lambda worker, base, rows: {}["rows"])
    app = tried(start("environment", **small("diabetes")), installed())
    assert any("answered nothing sensible" in m.value for m in app.markdown)
