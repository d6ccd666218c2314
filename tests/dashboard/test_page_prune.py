"""The page of a strategy family, run whole with pruning."""

import pytest

from tests.dashboard.apps import charts, ran, said, sentence, small, start, widget

pytestmark = pytest.mark.usefixtures("session")
LINEAR = "LinearColumns"


def played(case="breast_cancer", **query):
    app = start("prune", **small(case, strategy=[LINEAR], **query))
    for button in (b for b in app.button if b.label.startswith("Play")):  # none where the answer is kept
        button.click()
    return ran(app.run())


def test_it_offers_what_applies_and_says_why_the_rest_does_not():
    app = start("prune", **small("breast_cancer"))
    words = " ".join(m.value for m in app.markdown).replace("\\", "")
    assert "this is a LogisticRegression" in words
    assert any(b.label.startswith("Play") for b in app.button) and not charts(app)


def test_playing_draws_the_trade_off_and_recommends_or_says_that_nothing_qualifies():
    app = played()
    assert sentence(app).removeprefix("#### ").startswith(("Recommended: ", "Nothing qualifies: "))
    trade_off, over_time = charts(app)[:2]
    assert trade_off.layout.xaxis.type == "log" and len(trade_off.data) >= 2
    assert {"as uploaded"} < {t.name.split(",")[0] for t in over_time.data if t.name}


def test_who_tolerates_everything_is_recommended_the_smallest_of_all():
    app = played()
    widget(app.number_input, "Loss that is tolerated (Accuracy)").set_value(0.99)
    ran(app.run())
    table = next(d.value for d in app.dataframe if "KiB" in d.value)
    made = table[table["Strategy"] != "reference"]
    assert f"Recommended: {made.loc[made['KiB'].idxmin(), 'Candidate']}," in sentence(app)


def test_a_budget_picks_what_fits_and_says_so_when_nothing_does():
    app = played()
    app.segmented_control(key="pick-by").set_value("budget")
    ran(app.run())
    assert "Best within the budget" in sentence(app)
    widget(app.number_input, "At most: Size (KiB)").set_value(0.0)
    ran(app.run())
    assert "Nothing fits" in sentence(app)


def test_the_link_names_the_strategies_and_a_wrong_one_is_noted():
    app = start("prune", **small("breast_cancer", strategy=[f"{LINEAR}*choose_share.0.4", "Storm"]))
    assert app.query_params["strategy"] in (f"{LINEAR}*choose_share.0.4", [f"{LINEAR}*choose_share.0.4"])
    assert any("Storm" in note for note in said(app))


def test_without_a_strategy_the_page_says_so():
    app = start("prune", **small("breast_cancer"))
    widget(app.multiselect, "Strategies").set_value([])
    ran(app.run())
    assert any("No strategy is chosen" in note for note in said(app))


def test_labels_that_change_are_counted_when_asked_for():
    app = played()
    assert not any("judging rows" in m.value for m in app.markdown)
    app.session_state["labels-change"] = True
    ran(app.run())
    assert any("judging rows change their label" in m.value or "keeps its label" in m.value for m in app.markdown)
