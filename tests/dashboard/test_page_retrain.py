"""The page "Retrain": whether to, when, and the bill of every policy."""

import pandas as pd
import pytest

from dashboard import retrain_bill
from tests.dashboard.apps import charts, noted, ran, said, sentence, small, start, turn_to, widget

pytestmark = pytest.mark.usefixtures("session")
POLICIES = ["Never", "EveryKSteps*every.2", "Oracle"]


def begun(**more):
    return start("retrain", **small("breast_cancer", strategy=POLICIES, **more))


def played(**more):
    app = begun(**more)
    for button in (b for b in app.button if b.label.startswith("Play")):
        button.click()
    return ran(app.run())


def test_every_policy_is_sent_its_bill():
    app = played()
    assert sentence(app).removeprefix("#### ").startswith(("Take '", "Retraining is "))
    table = next(d.value for d in app.dataframe if "Retrainings" in d.value)
    assert {"never", "every 2 steps"} < set(table["Policy"])
    assert table.loc[table["Policy"] == "never", "Retrainings"].item() == 0
    assert (table["Total cost"].diff().dropna() >= 0).all() and table["Regret"].min() >= -1e-9
    assert all(" to " in span for span in table["Total cost, 95 %"])
    assert list(table)[:6] == ["Policy", "Total cost", "Total cost, 95 %", "Accuracy", "Retrainings", "Labels read"]
    assert any("a wrong prediction costs 1, a retraining 10" in c.value for c in app.caption)
    assert len(charts(app)) == 4


def test_the_old_saying_is_put_to_the_test():
    app = played()
    verdicts = ("Not so here", "Half true here", "Partly true here", "So it is here")
    assert any(m.value.removeprefix("**").startswith(verdicts) for m in app.markdown)


def through_time(app):
    return next(m.value.replace("\\", "") for m in app.markdown if " models over " in m.value or "one model" in m.value)


def test_one_scrubs_through_a_policys_time():
    app = played(delay="1")
    widget(app.selectbox, "Policy").set_value("every 2 steps")
    ran(app.run())
    assert "every 2 steps: 3 models over 6 steps. At step 6 model 2 (retrained) answers." in through_time(app)
    widget(app.select_slider, "Step").set_value(1)
    ran(app.run())
    told = through_time(app)
    assert "At step 2 the model as uploaded answers" in told and "no labels had come" in told
    assert "Accuracy there: it scores " in told and told.endswith(").")


def test_a_policy_has_one_colour_on_the_page():
    app = played()
    label = widget(app.selectbox, "Policy").value
    colors = {
        t.line.color if t.mode != "markers" else t.marker.line.color
        for chart in charts(app)[:3] for t in chart.data
        if (t.name or "").replace("<br>", " ").startswith(label) and t.mode
    }  # fmt: skip
    assert len(colors) == 1


@pytest.mark.parametrize("late", [dict(labelled="0"), dict(delay="50")])
def test_labels_that_never_come_are_told_of_and_end_nothing(late):
    app = played(**late)
    told = said(app)
    assert any("all of them are the model as uploaded" in t or "all policies are the model" in t for t in told)
    assert "Never costs least" in sentence(app) and len(charts(app)) == 4
    if "labelled" in late:
        assert any("nothing to weigh" in t for t in told)


def test_prices_change_the_bill_and_play_nothing_again():
    app = played()
    widget(app.number_input, "Retraining").set_value(1000.0)
    ran(app.run())
    assert "Retraining is a waste here" in sentence(app)


def test_prices_are_kept_when_the_page_is_left_and_travel_in_the_link():
    app = played()
    widget(app.number_input, "Retraining").set_value(1000.0)
    ran(app.run())
    assert app.query_params["prices"] in ("retraining.1000", ["retraining.1000"])
    turn_to(app, "over_time")
    turn_to(app, "retrain")
    assert widget(app.number_input, "Retraining").value == 1000 and "Retraining is a waste here" in sentence(app)


def test_late_labels_travel_in_the_link():
    app = begun(delay="3", labelled="0.5")
    assert widget(app.number_input, "Labels come after (steps)").value == 3 and not noted(app)
    assert widget(app.slider, "Rows that get a label (%)").value == 50
    assert app.query_params["delay"] in ("3", ["3"])


def test_advice_rests_on_what_is_known():
    app = begun()
    next(b for b in app.button if b.label == "Look at the evidence").click()
    ran(app.run())
    told = said(app) + [e.value for e in app.error]
    assert any(": " in text and text.rstrip("*").endswith(".") for text in told)


def test_errors_may_differ_in_price():
    app = played()
    total = next(d.value for d in app.dataframe if "Retrainings" in d.value).set_index("Policy")["Total cost"]
    widget(app.toggle, "Errors differ in price").set_value(True)
    ran(app.run())
    same = next(d.value for d in app.dataframe if "Retrainings" in d.value).set_index("Policy")["Total cost"]
    assert same["never"] == pytest.approx(total["never"]) and not app.error


def test_advice_and_bill_that_differ_are_reconciled_in_a_sentence():
    bill = pd.DataFrame({"hindsight": [True, False], "total": [1.0, 2.0], "retrainings": [1, 3]})
    assert retrain_bill.differing("", bill) == retrain_bill.differing("retrain on all rows", bill) == ""
    said = retrain_bill.differing("retraining would not help", bill)
    assert "'retraining would not help', speaks of now" in said and "a policy that retrains is the cheapest" in said
    never = bill.assign(retrainings=0)
    assert "never retraining is the cheapest" in retrain_bill.differing("retrain on all rows", never)
    assert retrain_bill.differing("wait, nothing that matters has changed", never) == ""
