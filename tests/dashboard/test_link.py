"""Settings as a link and back, through a real address."""

from dataclasses import replace
from urllib.parse import parse_qs, urlencode

import pytest

from dashboard.link import MOST_DRIFTS, Settings, from_query, to_query
from optimizers.component import params
from optimizers.drift import DRIFTS, Move, Profile
from optimizers.experiment import Experiment
from optimizers.retrain.prices import Prices

HOSTILE = ["*", ".", "a*b.c", "%2A", "&x=1#y", "préfixe été", "列 1", "<b>", 'it\'s "so"', " ", ""]


def there_and_back(settings):
    address = urlencode(to_query(settings), doseq=True)
    query = parse_qs(address, keep_blank_values=True)
    return from_query(query, Settings(settings.case)), address


def edges(p):
    if p.kind == "choice":
        return p.choices
    if p.kind == "columns":
        return [tuple(HOSTILE), ("income",)]
    return [True, False] if p.kind == "bool" else [v for v in (p.low, p.high) if v is not None]


def at_the_edges():
    for name, cls in DRIFTS.items():
        for p in params(cls).values():
            for value in edges(p):
                yield pytest.param(cls(**{p.name: value}), id=f"{name}-{p.name}-{str(value)[:12]}")
    for p in params(Profile).values():
        for value in edges(p):
            yield pytest.param(Move(when=Profile(**{p.name: value})), id=f"Profile-{p.name}-{value}")


@pytest.mark.parametrize("drift", list(at_the_edges()))
def test_every_drift_comes_back_with_every_parameter_at_its_edges(drift):
    settings = Settings("loans", "accuracy", Experiment(drifts=(drift,)), 0.875)
    (back, notes), _ = there_and_back(settings)
    assert back == settings
    assert notes == []


@pytest.mark.parametrize("name", ["n_steps", "rows_per_step", "seed"])
def test_every_number_comes_back_at_its_edges(name):
    for value in edges(params(Experiment)[name]):
        settings = Settings("bikes", experiment=replace(Experiment(timeline="rows"), **{name: int(value)}))
        assert there_and_back(settings)[0] == (settings, [])


@pytest.mark.parametrize("metric", ["", "rmse"])
@pytest.mark.parametrize("line", [None, 0.0, -3.5, 1e-05])
def test_metric_and_line_come_back(metric, line):
    settings = Settings("bikes", metric, threshold=line)
    assert there_and_back(settings)[0] == (settings, [])


def test_eight_drifts_with_long_names_fit_into_two_kilobytes():
    name = "monthly_net_income_in_euros_per_household"
    drifts = [
        cls(**{p.name: (name,) for p in params(cls).values() if p.kind == "columns"}, when=Profile("gradual", 3, 20, 9))
        for cls in list(DRIFTS.values())[:MOST_DRIFTS]
    ]
    settings = Settings("upload-0123456789abcdef", "balanced_accuracy", Experiment(drifts=drifts), 0.815)
    (back, _), address = there_and_back(settings)
    assert back == settings
    assert len(address) < 2048


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"metric": "magic"}, "metric 'magic' is not known"),
        ({"steps": "many"}, "whole number; got 'many'"),
        ({"steps": "1"}, "between 2 and 400 steps"),
        ({"steps": "9" * 5000}, "steps was not taken"),
        ({"rows": "3.5"}, "whole number; got '3.5'"),
        ({"rows": "100000", "steps": "400"}, "at most 5,000,000 rows"),
        ({"seed": "-1"}, "Experiment.seed must be"),
        ({"delay": "soon"}, "whole number; got 'soon'"),
        ({"labelled": "2"}, "Experiment.label_share must be between 0.0 and 1.0"),
        ({"labelled": "all"}, "it must be a number; got 'all'"),
        ({"timeline": "hour"}, "timeline must be one of"),
        ({"line": "high"}, "'high' is not a number"),
        ({"line": "nan"}, "'nan' is not a number"),
        ({"line": "1e999"}, "'1e999' is not a number"),
        ({"drift": "Earthquake"}, "there is no drift 'Earthquake'"),
        ({"drift": "Move*by_sd.nan"}, "Move.by_sd must be a number"),
        ({"drift": "Move*by_sd.6"}, "between -5.0 and 5.0"),
        ({"drift": "Move*by_sd"}, "Move.by_sd must be"),
        ({"drift": "Move*by_sd.__import__('os')"}, "Move.by_sd must be a number"),
        ({"drift": "Move*colour.red"}, "Move has no parameter 'colour'"),
        ({"drift": "Move*when.now"}, "Move has no parameter 'when'"),
        ({"drift": "Move*start.soon"}, "Profile.start must be a whole number"),
        ({"drift": ""}, "there is no drift ''"),
        ({"drift": "\x00\ud800*\n"}, "there is no drift"),
    ],
)
def test_a_wrong_value_falls_back_with_a_note(query, says):
    default = Settings("loans", experiment=Experiment(n_steps=12))
    back, notes = from_query({k: [v] for k, v in query.items()}, default)
    assert [says in note for note in notes] == [True], notes
    assert back.experiment.drifts == () and back.metric == "" and back.threshold is None
    assert back.experiment.rows_per_step == default.experiment.rows_per_step
    assert all(len(note) < 500 for note in notes)


def test_late_and_few_labels_travel_and_their_defaults_do_not():
    settings = Settings("bikes", experiment=Experiment(label_delay=2, label_share=0.25))
    (back, notes), address = there_and_back(settings)
    assert (back, notes) == (settings, []) and "delay=2" in address and "labelled=0.25" in address
    assert "delay" not in there_and_back(Settings("bikes"))[1]


def test_what_is_too_much_for_a_simulated_world_may_be_right_for_a_real_one():
    settings = Settings("bikes", experiment=Experiment(n_steps=400, rows_per_step=100_000, timeline="rows"))
    assert there_and_back(settings)[0] == (settings, [])


def test_a_note_stays_short_whatever_the_link_holds():
    _, notes = from_query({"drift": ["Move*by_sd." + "x" * 100_000]}, Settings("loans"))
    assert len(notes[0]) < 400


def test_one_wrong_drift_leaves_the_others():
    query = {"drift": ["Move*by_sd.2", "Nonsense", "Scale*factor.2"]}
    back, notes = from_query(query, Settings("loans"))
    assert [type(d).__name__ for d in back.experiment.drifts] == ["Move", "Scale"]
    assert len(notes) == 1


def test_more_drifts_than_a_page_holds_are_cut_with_a_note():
    back, notes = from_query({"drift": ["Move"] * 1000}, Settings("loans"))
    assert len(back.experiment.drifts) == MOST_DRIFTS
    assert notes == ["The link names 1000 drifts; the first 8 were taken."]


def test_a_link_that_says_nothing_of_the_experiment_takes_the_case_s_own():
    own = Settings("loans", experiment=Experiment(n_steps=7, drifts=(Move(),)))
    assert from_query({"case": ["loans"]}, own) == (own, [])


def test_a_link_without_drifts_has_none():
    own = Settings("loans", experiment=Experiment(drifts=(Move(),)))
    assert from_query({"seed": ["1"]}, own)[0].experiment == Experiment(seed=1)


@pytest.mark.parametrize("name", params(Prices))
def test_every_price_comes_back_at_its_edges(name):
    for value in edges(params(Prices)[name]):
        settings = Settings("flights", prices=Prices(**{name: value}))
        assert there_and_back(settings)[0] == (settings, [])


def test_prices_that_are_none_are_told_of_and_the_others_taken():
    got, notes = from_query({"prices": ["retraining.100*bribe.3*label.-1*error.much"]}, Settings("flights"))
    assert got.prices == Prices(retraining=100) and len(notes) == 3
    assert "there is no price 'bribe'" in notes[0] and "Prices.label" in notes[1]
    assert "prices" not in to_query(Settings("flights")) and to_query(got)["prices"] == "retraining.100"
    assert "prices" not in to_query(Settings("flights", prices=Prices(matrix=((0, 1), (2, 0)))))
