"""Models of older scikit-learns open here and predict what they predicted when they were saved."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
import sklearn
from sklearn.base import clone

from sandbox.guard import load_model, preload, saved_by
from sandbox.older import RULES, rules_of
from sandbox.older_covered import CLASSES
from sandbox.refusal import Refused
from tests.corpus.reading import TOLERANCE, difference, entries, versions
from tests.corpus.recipes import recipes
from tests.corpus.worlds import INPUTS, TARGETS, frame

VERSIONS = versions()
VOTES = (
    "AdaBoostClassifier of scikit-learn {} {}, which the installed {} does not have; open the model in its own version"
)
ODD_VOTES = {"adaboost_real": "votes by SAMME.R", "adaboost": "makes probabilities by an older formula"}


@pytest.fixture(scope="module", autouse=True)
def warm():
    preload()


@pytest.fixture(scope="module", params=VERSIONS)
def opened(request):
    """Every model of one version: its entry and what came of it."""
    found = []
    for entry in entries(request.param):
        try:
            found.append((entry, load_model(entry.raw, entry.file)))
        except Refused as refused:
            found.append((entry, refused))
    return request.param, found


def test_the_corpus_is_there():
    assert [v.rpartition(".")[0] for v in VERSIONS] == ["1.0", "1.2", "1.3", "1.5", "1.7"]


def test_models_predict_what_they_did(opened):
    _, found = opened
    differences = {e.name: difference(m.model, e) for e, m in found if not isinstance(m, Refused)}
    assert {name: far for name, far in differences.items() if far > TOLERANCE} == {}
    assert sum(far == 0 for far in differences.values()) > len(found) / 2  # bit for bit; numpy 1 added otherwise
    assert len(differences) >= 0.98 * len(found)


def test_what_cannot_be_carried_is_named(opened):
    version, found = opened
    refused = {e.name: m for e, m in found if isinstance(m, Refused)}
    assert set(refused) <= set(ODD_VOTES) and all(r.code == "too_old" for r in refused.values())
    for name, r in refused.items():
        assert r.sentence.startswith(VOTES.format(version, ODD_VOTES[name], sklearn.__version__))


def test_the_note_says_that_it_was_carried_over(opened):
    version, found = opened
    said = f"Saved by scikit-learn {version} and carried over to {sklearn.__version__} through its fitted arrays."
    assert {e.name for e, m in found if not isinstance(m, Refused) and m.notes[:1] != (said,)} == set()


def test_each_rule_tells_one_plain_sentence(opened):
    version, found = opened
    told = {line for _, m in found if not isinstance(m, Refused) for line in m.carried}
    assert all(line.count(". ") == 0 and line.endswith(".") and " of " in line for line in told)
    if version < "1.4":
        assert f"Trees of scikit-learn {version}: counts became fractions." in told


def test_the_version_is_read_without_building_anything(opened):
    version, found = opened
    assert {saved_by(e.raw).get("sklearn") for e, _ in found} == {version}
    numpies = {saved_by(e.raw).get("numpy") for e, _ in found} - {None}
    assert numpies == {">=2" if version >= "1.5" else "<2"}


def test_what_was_opened_passes_the_guard_again(opened):
    import pickle

    _, found = opened
    again = [m for _, m in found if not isinstance(m, Refused)][::5]
    for loaded in again:
        assert load_model(pickle.dumps(loaded.model)).carried == ()


def test_the_recipe_can_be_fitted_again(opened):
    _, found = opened
    known = {recipe.name: recipe for recipe in recipes()}
    failed = {}
    for entry, loaded in found[::3]:
        recipe = known.get(entry.name)
        if isinstance(loaded, Refused) or recipe is None:
            continue
        X = INPUTS[recipe.input]("train")
        y = recipe.y if recipe.y is not None else TARGETS[recipe.target]()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                clone(loaded.model).fit(frame(X) if recipe.input == "words" else X, y)
        except Exception as error:
            failed[entry.name] = f"{type(error).__name__}: {error}"
    assert failed == {}


def test_every_rule_names_a_class_that_is_there():
    from importlib import import_module

    for rule in RULES:
        module, _, name = rule.of.rpartition(".")
        kind = getattr(import_module(module), name)
        assert rule in rules_of(kind) and rule.carry.__doc__, rule.of


def test_classes_said_to_be_covered_are_in_the_corpus():
    assert {"RandomForestClassifier", "HistGradientBoostingRegressor", "SVC", "Pipeline"} <= CLASSES
    assert "LocalOutlierFactor" not in CLASSES


def test_a_class_outside_the_corpus_keeps_the_note():
    import pickle

    from sklearn.isotonic import IsotonicRegression
    from sklearn.linear_model import QuantileRegressor
    from sklearn.pipeline import make_pipeline

    X, y = np.arange(12.0).reshape(-1, 1), np.arange(12.0)
    for model, note in (
        (QuantileRegressor(alpha=0).fit(X, y), "may predict differently"),
        (make_pipeline(IsotonicRegression()).fit(X.ravel(), y), "carried over"),
    ):
        raw = pickle.dumps(model).replace(sklearn.__version__.encode(), b"1.7.9")
        assert note in load_model(raw).notes[0]


def test_values_a_hair_below_an_edge_stay_in_the_next_bin():
    from sandbox.older_tables import carry_bins

    edges = np.array([-2.0, -0.7, 0.3, 1.1, 4.0])
    x = np.concatenate([e * (1 + np.array([-3e-5, -9e-6, -1e-9, 0, 1e-9, 9e-6, 3e-5])) for e in edges[1:-1]])
    then = np.digitize(x + 1e-8 + 1e-5 * np.abs(x), edges[1:])  # as 1.0.2 did it, values beyond the ends apart
    state = {"bin_edges_": np.array([edges], dtype=object)}
    assert carry_bins(None, state)
    assert (np.searchsorted(state["bin_edges_"][0][1:-1], x, side="right") == then).all()
