"""A parameter is declared once: the check, the range's words, the spec and the discovery all follow."""

from dataclasses import dataclass, field

import pytest

from optimizers.component import Component, from_spec, param, params
from optimizers.drift import DRIFTS, Drift, Profile
from optimizers.experiment import Experiment


@dataclass(frozen=True)
class Cut(Component):
    """Cut something. More words."""

    n_alphas: int = param(8, 2, 50, "candidates", "Points kept along the pruning path.")
    share: float = param(0.5, 0, 1, "", "How much.")
    how: str = param("fast", doc="Which way.", choices=("fast", "slow"))
    gently: bool = param(False, doc="Or not.")
    columns: tuple[str, ...] = param((), doc="Which.", of="numeric")
    rows: tuple[int, ...] = param((), doc="Which.", of="rows")
    when: Profile = field(default=Profile(), kw_only=True)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"n_alphas": 99}, "Cut.n_alphas must be between 2 and 50 candidates; got 99."),
        ({"n_alphas": 2.5}, "Cut.n_alphas must be a whole number; got 2.5."),
        ({"n_alphas": True}, "Cut.n_alphas must be a whole number; got True."),
        ({"share": float("nan")}, "Cut.share must be a number; got nan."),
        ({"share": "0.5"}, "Cut.share must be a number; got '0.5'."),
        ({"share": -1}, "Cut.share must be between 0 and 1; got -1."),
        ({"how": "sideways"}, "Cut.how must be one of fast, slow; got 'sideways'."),
        ({"gently": 1}, "Cut.gently must be True or False; got 1."),
        ({"columns": "a"}, "Cut.columns must be a tuple of column names; got 'a'."),
        ({"rows": (1, -1)}, "Cut.rows must be a tuple of places of rows, counted from 0; got (1, -1)."),
        ({"rows": (True,)}, "Cut.rows must be a tuple of places of rows, counted from 0; got (True,)."),
    ],
)
def test_a_wrong_value_is_one_sentence(given, sentence):
    with pytest.raises(ValueError) as refused:
        Cut(**given)
    assert str(refused.value) == sentence


def test_spec_holds_what_is_not_the_default_and_comes_back():
    cut = Cut(3, columns=("a", "b"), rows=(4, 7), when=Profile(start=2))
    assert cut.spec() == {
        "kind": "Cut",
        "n_alphas": 3,
        "columns": ["a", "b"],
        "rows": [4, 7],
        "when": {"kind": "Profile", "start": 2},
    }
    assert from_spec(cut.spec(), {"Cut": Cut}) == cut and hash(cut) == hash(from_spec(cut.spec(), {"Cut": Cut}))


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ({"kind": "Saw"}, "kind must be one of Cut; got 'Saw'."),
        ({"kind": "Cut", "n_alpha": 3}, "Cut has no parameter 'n_alpha'"),
        ({"kind": "Cut", "when": {"kind": "Cut"}}, "kind must be one of Profile"),
        ("Cut", "kind must be one of Cut; got 'Cut'."),
    ],
)
def test_a_wrong_spec_is_one_sentence(spec, words):
    with pytest.raises(ValueError, match=words.replace("'", ".")):
        from_spec(spec, {"Cut": Cut})


def test_params_carry_all_that_a_form_needs():
    p = params(Cut)["n_alphas"]
    assert (p.kind, p.default, p.low, p.high, p.unit) == ("int", 8, 2, 50, "candidates")
    assert [q.kind for q in params(Cut).values()] == ["int", "float", "choice", "bool", "columns", "rows"]
    assert Cut.title() == "Cut something. More words"


def test_drifts_are_discovered_and_the_base_is_not_among_them():
    assert all(issubclass(d, Drift) for d in DRIFTS.values()) and "Drift" not in DRIFTS


def test_experiment_round_trips_with_all_its_drifts():
    e = Experiment(drifts=tuple(d() for d in DRIFTS.values()), seed=3, timeline="rows")
    assert Experiment.from_spec(e.spec()) == e


def test_experiment_refuses_more_rows_than_one_can_wait_for():
    with pytest.raises(ValueError, match="at most 5,000,000 rows; got 40,000,000"):
        Experiment(n_steps=400, rows_per_step=100_000)
    with pytest.raises(ValueError, match="Experiment.drifts must hold drifts only"):
        Experiment(drifts=("Move",))
