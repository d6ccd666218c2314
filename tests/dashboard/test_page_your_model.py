"""Upload, look, choose, open; and every way in which that ends with a sentence."""

import pytest

from tests.dashboard import uploads
from tests.dashboard.apps import charts, give, open_upload, ran, said, sentence, small, start, turn_to, widget
from tests.sandbox.waiting import wait_until

pytestmark = pytest.mark.usefixtures("session")


def looked(model=None, table=None):
    app = start("your_model")
    give(app, "model", "forest.joblib", uploads.forest() if model is None else model)
    give(app, "table", "rows.csv", uploads.table() if table is None else table)
    return ran(app.run())


def test_the_page_comes_up_and_says_what_the_sandbox_keeps_out():
    app = start("your_model")
    assert app.title[0].value == "Your model"
    assert app.expander[0].label.startswith("Sandbox:")
    assert len([m for m in app.markdown if "stopped" in m.value]) == 6


def test_two_files_are_looked_at_and_the_target_is_guessed():
    app = looked()
    assert any("RandomForestClassifier (joblib" in s and "200 rows, 6 columns" in s for s in said(app))
    assert widget(app.selectbox, "Target").value == "target"
    assert widget(app.selectbox, "Time column").value is None
    assert len(app.dataframe[0].value) == 50


def test_an_upload_is_opened_and_played():
    app = open_upload(start(**small()))
    assert app.title[0].value == "rows"
    assert charts(app) and sentence(app)
    assert app.query_params["case"].startswith("upload-")
    widget(app.selectbox, "Add a drift").select("Move")
    ran(app.run())
    assert list(app.query_params["drift"]) == ["Move", "Move"] and not app.error  # the first one came with the case
    assert any("better than its recipe" in words for words in said(app))  # it was fitted on all rows


def test_an_opened_upload_has_a_card_and_is_found_beside_the_samples():
    app = open_upload(start(**small()))
    key = app.query_params["case"]
    turn_to(app, "model_card")
    assert app.title[0].value == "Model card: rows"
    assert app.warning[0].icon == ":material/visibility:", "it was fitted on rows that judge it"
    widget(app.selectbox, "Case").select("diabetes")
    ran(app.run())
    widget(app.selectbox, "Case").select(key)
    ran(app.run())
    assert app.title[0].value == "Model card: rows"


def test_a_refused_upload_leaves_the_open_case_alone(tmp_path, session):
    app = open_upload(start(**small()))
    key = app.query_params["case"]
    turn_to(app, "your_model")
    give(app, "model", "other.pkl", uploads.hostile(tmp_path / "canary"))
    give(app, "table", "rows.csv", uploads.table())
    ran(app.run())
    assert "system" in app.error[0].value
    assert not (tmp_path / "canary").exists()
    turn_to(app, "over_time")
    assert app.query_params["case"] == key and charts(app) and not app.error
    assert session.cases[key]._worker.alive


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"table": b""}, "The file is empty"),
        ({"table": b"a;b\n"}, "row"),
        ({"model": b"not a model at all"}, "model"),
        ({"model": b"PK\x03\x04broken"}, "skops"),
        ({"table": b"PAR1" + b"\x00" * 50 + b"PAR1"}, "Parquet"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(files, says):
    app = looked(**files)
    assert len(app.error) == 1 and says in app.error[0].value
    assert not [b for b in app.button if b.label == "Open this case"]


def test_a_target_that_cannot_be_is_one_sentence_and_the_next_try_opens():
    app = looked()
    widget(app.selectbox, "Target").select("age")
    widget(app.button, "Open this case").click()
    ran(app.run())
    assert len(app.error) == 1 and "age" in app.error[0].value
    widget(app.selectbox, "Target").select("target")
    widget(app.button, "Open this case").click()
    assert charts(ran(app.run()))


def test_other_choices_for_the_same_files_are_other_answers():
    app = open_upload(start(**small()))
    before = sentence(app), app.query_params["case"]
    turn_to(app, "your_model")
    give(app, "model", "forest.joblib", uploads.forest())
    give(app, "table", "rows.csv", uploads.table())
    ran(app.run())
    widget(app.slider, "Rows that judge").set_value(0.8)
    widget(app.button, "Open this case").click()
    ran(app.run())
    assert app.query_params["case"] == before[1]
    assert sentence(app) != before[0]


def test_a_table_of_its_own_for_the_test_rows():
    app = looked()
    app.toggle(key="up-apart").set_value(True)
    ran(app.run())
    give(app, "test", "test.csv", uploads.table())
    ran(app.run())
    assert widget(app.slider, "Rows that judge").disabled
    widget(app.button, "Open this case").click()
    assert charts(ran(app.run()))


def test_a_link_to_an_upload_of_this_session_opens():
    key = open_upload(start(**small())).query_params["case"]
    app = start(**small(key, "Move*by_sd.3*start.2", seed="7"))
    assert charts(app) and "every numeric feature moves by +3 sd" in sentence(app)


def test_a_link_to_an_upload_of_another_session_asks_for_the_files(session):
    key = open_upload(start(**small())).query_params["case"]
    session.close()
    app = start(**small(key, "Move*columns.income*by_sd.3*start.2", seed="7"))
    assert not charts(app)
    assert key.removeprefix("upload-") in said(app)[0] and "upload the same model and table" in said(app)[0]
    open_upload(app)
    assert app.query_params["case"] == key and app.query_params["seed"] == "7"
    assert "income moves by +3 sd" in sentence(app)


def test_instead_of_the_files_a_sample_can_be_opened():
    app = start(**small("upload-0123456789abcdef"))
    widget(app.button, "Open a sample instead").click()
    ran(app.run())
    assert charts(app) and app.query_params["case"] == "loans"


def test_only_so_many_uploads_stay(session):
    app = start(**small())
    for n in range(4):
        open_upload(app, uploads.table() + b"\n" * n)
    keys = [k for k in session.cases if k.startswith("upload-")]
    assert len(keys) == 3 and app.query_params["case"] == keys[-1]


def test_names_from_outside_are_text():
    odd = b"<img src=x onerror=alert(1)>:red[x]$y$"
    app = looked(table=uploads.table().replace(b"rate", odd, 1))
    shown = " ".join(str(m.value) for kind in (app.markdown, app.caption, app.success, app.error) for m in kind)
    assert "<img" not in shown and ":red[" not in shown


def test_a_worker_that_is_killed_between_two_questions_is_not_noticed(session):
    app = open_upload(start(**small()))
    case = session.cases[app.query_params["case"]]
    case._worker.stop()
    assert wait_until(lambda: not case._worker.alive)
    widget(app.number_input, "Seed").set_value(5)
    assert charts(ran(app.run())) and not app.error
