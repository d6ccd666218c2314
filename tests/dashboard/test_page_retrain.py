"""The page "Retrain": whether to, when, and the bill of every policy."""

import pytest

from tests.dashboard.apps import charts, noted, ran, said, sentence, small, start, widget

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
    assert sentence(app).removeprefix("#### ").startswith(("Take '", "Retraining is a waste here"))
    table = next(d.value for d in app.dataframe if "Retrainings" in d.value)
    assert {"never", "every 2 steps"} < set(table["Policy"])
    assert table.loc[table["Policy"] == "never", "Retrainings"].item() == 0
    assert (table["Total"].diff().dropna() >= 0).all() and table["Regret"].min() >= -1e-9
    assert len(charts(app)) == 2


def test_prices_change_the_bill_and_play_nothing_again():
    app = played()
    widget(app.number_input, "Retraining").set_value(1000.0)
    ran(app.run())
    assert "Retraining is a waste here" in sentence(app)


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
    total = next(d.value for d in app.dataframe if "Retrainings" in d.value).set_index("Policy")["Total"]
    widget(app.toggle, "Errors differ in price").set_value(True)
    ran(app.run())
    same = next(d.value for d in app.dataframe if "Retrainings" in d.value).set_index("Policy")["Total"]
    assert same["never"] == pytest.approx(total["never"]) and not app.error
