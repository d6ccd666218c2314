"""The page over time, run whole: what is set is what is shown."""

import pytest

from tests.dashboard.apps import charts, noted, objected, ran, said, sentence, small, start, turn_to, values, widget

TABS = ["Features", "Play", "What costs what", "Alarms", "Without labels", "Numbers", "Take it home"]
MOVED = "Move*columns.income_eur*by_sd.1*start.2"

pytestmark = pytest.mark.usefixtures("session")


def test_zero_clicks_give_a_chart_and_a_sentence():
    app = start()
    assert app.title[0].value == "Loan decisions"
    assert charts(app)
    assert sentence(app).startswith("#### Accuracy falls from")
    assert objected(app) == []
    assert app.query_params["case"] == "loans"


def test_a_slider_changes_the_chart_the_sentence_and_the_link():
    app = start(**small("loans", MOVED))
    before, told = values(app), sentence(app)
    assert "income_eur moves by +1 sd" in told
    widget(app.slider, "By sd").set_value(4.0)
    ran(app.run())
    assert values(app) != before
    assert "income_eur moves by +4 sd" in sentence(app)
    assert app.query_params["drift"] == "Move*columns.income_eur*by_sd.4*start.2"


def test_the_same_link_draws_the_same_chart(session):
    query = small("loans", MOVED, seed="5", metric="brier", line="0.2")
    app = start(**query)
    shown = values(app), sentence(app)
    session.close()
    again = start(**app.query_params)
    assert (values(again), sentence(again)) == shown
    assert again.query_params == app.query_params


def test_another_seed_is_another_future():
    app = start(**small("loans", MOVED))
    before = values(app)
    widget(app.number_input, "Seed").set_value(9)
    assert values(ran(app.run())) != before


def test_a_drift_is_added_steered_and_taken_away():
    app = start(**small())
    widget(app.selectbox, "Add a drift").select("LabelNoise")
    ran(app.run())
    assert app.query_params["drift"].startswith("LabelNoise")
    noisy = values(app)
    widget(app.slider, "Share (of the rows)").set_value(0.5)
    ran(app.run())
    assert values(app) != noisy and "share.0.5" in app.query_params["drift"]
    widget(app.selectbox, "Add a drift").select("Move")
    ran(app.run())
    assert [d.split("*")[0] for d in app.query_params["drift"]] == ["LabelNoise", "Move"]
    next(b for b in app.button if b.label == "Take away").click()
    ran(app.run())
    assert app.query_params["drift"].startswith("Move")


def test_eight_drifts_are_enough():
    app = start(**small("loans", *["LabelNoise*share.0.01"] * 8))
    assert widget(app.selectbox, "Add a drift").disabled


def test_the_profile_is_told_in_the_names_of_the_steps():
    app = start(case="loans", timeline="month", drift=MOVED)
    picker = widget(app.select_slider, "From")
    assert picker.options[:3] == ["2022-01", "2022-02", "2022-03"]
    picker.set_value(10)
    ran(app.run())
    assert "start.10" in app.query_params["drift"]


def test_another_metric_is_another_axis():
    app = start(**small("loans", MOVED))
    widget(app.selectbox, "Metric").select("log_loss")
    ran(app.run())
    assert "Log loss" in charts(app)[0].to_json()
    assert sentence(app).startswith("#### Log loss rises")
    assert app.query_params["metric"] == "log_loss"


def test_a_line_is_drawn_and_said():
    app = start(**small("loans", MOVED))
    widget(app.number_input, "Your line").set_value(0.99)
    ran(app.run())
    assert "past your line of 0.99 from" in sentence(app)
    assert app.query_params["line"] == "0.99"


def test_a_story_is_another_experiment_of_the_same_case():
    app = start()
    app.segmented_control[0].set_value("As it really happened")
    ran(app.run())
    assert "drift" not in app.query_params and app.query_params["timeline"] == "month"
    app.segmented_control[0].set_value("With a drift added")
    ran(app.run())
    assert app.query_params["timeline"] == "simulated" and "drift" in app.query_params


def test_another_case_begins_with_its_own_experiment():
    app = start()
    widget(app.selectbox, "Case").select("diabetes")
    ran(app.run())
    assert app.query_params["case"] == "diabetes"
    assert charts(app) and objected(app) == []


def test_every_sample_opens():
    import sample_data

    for key in sample_data.keys():  # noqa: SIM118
        app = start(**small(key))
        assert app.title[0].value == sample_data.describe(key)["title"]
        assert charts(app) and objected(app) == []


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"case": "../../etc/passwd"}, "case '../../etc/passwd' is not known; loans is shown."),
        ({"metric": "magic"}, "metric 'magic' is not known"),
        ({"metric": "rmse"}, "metric 'rmse' does not fit this classification; 'accuracy' is shown."),
        ({"timeline": "hour"}, "timeline was not taken"),
        ({"drift": "Move*columns.nowhere"}, "Move was left out: the case has no numeric column 'nowhere'."),
        ({"drift": "Move*columns.income_eur*columns.x"}, "Move acts without 'x'"),
        ({"drift": "TargetShift"}, "TargetShift was left out: it cannot act on this case."),
        ({"drift": "Move*by_sd.99"}, "between -5.0 and 5.0"),
        ({"seed": "<img src=x>"}, "got '&lt;img src=x&gt;'"),
    ],
)
@pytest.mark.parametrize("page", ["over_time", "model_card"])
def test_a_wrong_link_is_noted_and_falls_back(page, wrong, says):
    app = start(page, **small() | wrong)
    assert [says in note for note in noted(app)] == [True], said(app)
    assert app.query_params["case"] == "loans"
    if page == "over_time":
        assert charts(app)
        ran(app.run())
        assert objected(app) == []


def test_a_calendar_that_the_case_does_not_have_falls_back():
    app = start(**small("digits", timeline="month"))
    assert "no timeline by month" in said(app)[0]
    assert charts(app)


def test_too_many_rows_are_one_sentence():
    app = start(**small(steps="60", rows="20"))
    widget(app.number_input, "Rows a step").set_value(100_000)
    ran(app.run())
    assert "at most 5,000,000 rows" in said(app)[0]
    assert charts(app)


def test_a_drift_that_was_steered_is_still_so_after_another_page():
    for page in ("your_model", "model_card", "samples"):
        app = start(**small("loans", MOVED))
        widget(app.slider, "By sd").set_value(3.0)
        ran(app.run())
        turn_to(app, page)
        turn_to(app, "over_time")
        assert widget(app.slider, "By sd").value == 3.0
        assert "by_sd.3" in app.query_params["drift"]


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_is_drawn_when_it_is_open(tab):
    app = start(**small("loans", MOVED, "Scale*columns.debt_eur*factor.4*start.1"))
    app.session_state["over-time-tab"] = tab
    ran(app.run())
    assert objected(app) == []
    assert {"Numbers": app.dataframe, "Take it home": app.code}.get(tab) or len(charts(app)) > 1


def test_detectors_are_scored_in_names_to_read():
    app = start(**small("loans", MOVED))
    app.session_state["over-time-tab"] = "Alarms"
    ran(app.run())
    widget(app.button, "Score the detectors").click()
    ran(app.run())
    assert objected(app) == []
    card = next(d.value for d in app.dataframe if "Detector" in d.value)
    assert not any("_" in name for name in card) and "errors, ADWIN" in card["Detector"].tolist()
    told = " ".join(c.value for c in app.caption)
    assert "*False alarm*" in told and "The dashed line is the step" in told


def test_an_estimate_that_failed_is_not_said_to_be_made_to_fail():
    app = start(**small("loans", MOVED, steps="4"))
    app.session_state["over-time-tab"] = "Without labels"
    ran(app.run())
    doubted = any("contradict" in w.value for w in [*app.warning, *app.info])
    assert any("watch it fail" in c.value for c in app.caption) != doubted


def test_a_model_file_is_prepared_and_opens_again():
    app = start(**small())
    app.session_state["over-time-tab"] = "Take it home"
    ran(app.run())
    widget(app.button, "Prepare the file").click()
    ran(app.run())
    labels = [b.label for b in app.download_button]
    assert labels[:2] == ["Table (CSV)", "Report (HTML)"] and labels[2].startswith("Save model.skops (")
