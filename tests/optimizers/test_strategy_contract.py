"""What every strategy owes: discovered, so a new file in a family's folder is held to it at once."""

import copy
import dataclasses
import io
import json
import pickle
import re

import joblib
import numpy as np
import pytest
from sklearn.base import clone

from optimizers.case import model_input
from optimizers.component import from_spec, params
from optimizers.reference import recipe
from optimizers.strategy import strategies
from sandbox.guard import load_model
from tests import tiny

from .strategy_models import MODELS, edges, joblib_bytes, made, once, predictions

STRATEGIES = strategies()
EVERY = [pytest.param(cls, id=name) for name, cls in STRATEGIES.items()]
FITTED_ANEW = ("tree", "pipeline", "regressor")


def meets(cls):
    """The models that a strategy is held to: all that it takes, or, if it only fits their recipes anew, three kinds."""
    taken = [name for name in MODELS if not cls().skip(MODELS[name]().model)]
    if cls.__module__.startswith(("optimizers.prune.", "optimizers.deploy.")):
        return taken
    return [name for name in FITTED_ANEW if name in taken] or taken[:2]


PAIRS = [pytest.param(cls, name, id=f"{kind}-{name}") for kind, cls in STRATEGIES.items() for name in meets(cls)]
OPENED_AGAIN = [p for p in PAIRS if not p.values[0].exports]
SMALLER = [p for p in PAIRS if p.values[0].__module__.startswith("optimizers.prune.")]


def offered(cls, name):
    """The candidates; an export that its own check refuses ends the test, with a sentence."""
    try:
        return once(cls, name)
    except ValueError as refused:
        assert cls.exports and str(refused).endswith(".") and "\n" not in str(refused)
        pytest.skip(str(refused))


@pytest.mark.parametrize("cls", EVERY)
def test_it_skips_with_a_sentence_or_applies(cls):
    for name in MODELS:
        why = cls().skip(MODELS[name]().model)
        assert why == "" or (why.endswith(".") and "\n" not in why and len(why) < 500), name


def needs_its_package(cls):
    """An optional package that is not there is a reason to skip; the sentence names it."""
    reasons = [cls().skip(MODELS[name]().model) for name in MODELS]
    missing = [why for why in reasons if "pip install" in why]
    if missing and all(reasons):
        pytest.skip(missing[0])


@pytest.mark.parametrize("cls", EVERY)
def test_it_applies_to_some_model(cls):
    needs_its_package(cls)
    assert any(not cls().skip(MODELS[name]().model) for name in MODELS), "add a tiny model that it takes"


@pytest.mark.parametrize(("cls", "name"), PAIRS)
def test_same_seed_same_candidates_and_the_case_is_left_alone(cls, name):
    fitted = MODELS[name]()
    X, y = fitted.table.X_train.copy(deep=True), fitted.table.y_train.copy(deep=True)
    before = pickle.dumps(fitted.model)
    first, second = offered(cls, name), made(cls(), fitted)
    assert pickle.dumps(fitted.model) == before
    assert fitted.table.X_train.equals(X) and fitted.table.y_train.equals(y)
    assert [c.label for c in first] == [c.label for c in second]
    assert 1 <= len(first) == len({c.label for c in first})
    for one, other in zip(first, second):
        assert np.array_equal(predictions(one.model, fitted), predictions(other.model, fitted), equal_nan=True)


@pytest.mark.parametrize(("cls", "name"), PAIRS)
def test_every_candidate_predicts_and_pickles(cls, name):
    fitted = MODELS[name]()
    for candidate in offered(cls, name):
        expected = predictions(candidate.model, fitted)
        assert expected.shape == predictions(fitted.model, fitted).shape
        if fitted.task != "regression":
            labels = candidate.model.predict(model_input(candidate.model, fitted.table.X_test))
            assert set(labels) <= set(fitted.table.y_train)
        raw = joblib_bytes(candidate.model)
        copies = [pickle.loads(pickle.dumps(candidate.model)), copy.deepcopy(candidate.model)]
        for again in (*copies, joblib.load(io.BytesIO(raw))):
            assert np.array_equal(expected, predictions(again, fitted), equal_nan=True)


@pytest.mark.parametrize(("cls", "name"), OPENED_AGAIN)
def test_every_candidate_gets_through_the_guard(cls, name):
    fitted = MODELS[name]()
    for candidate in once(cls, name):
        again = load_model(joblib_bytes(candidate.model)).model
        assert np.array_equal(predictions(candidate.model, fitted), predictions(again, fitted), equal_nan=True)


@pytest.mark.parametrize(("cls", "name"), SMALLER)
def test_a_pruned_model_is_of_its_class_and_not_larger(cls, name):
    fitted = MODELS[name]()
    original = len(joblib_bytes(fitted.model))
    for candidate in once(cls, name):
        assert type(candidate.model) is type(fitted.model) or not getattr(cls, "keeps_class", True)
        assert len(joblib_bytes(candidate.model)) <= original, candidate.label
        clone(candidate.model), recipe(candidate.model, 0)


@pytest.mark.parametrize(("cls", "name"), OPENED_AGAIN)
def test_it_survives_skops(cls, name):
    import skops.io

    fitted = MODELS[name]()
    for candidate in once(cls, name)[:2]:
        raw = skops.io.dumps(candidate.model)
        again = skops.io.loads(raw, trusted=skops.io.get_untrusted_types(data=raw))
        assert np.array_equal(predictions(candidate.model, fitted), predictions(again, fitted), equal_nan=True)


@pytest.mark.parametrize("cls", EVERY)
def test_it_runs_at_both_edges_of_every_parameter(cls):
    needs_its_package(cls)
    fitted = next(f for f in (MODELS[name]() for name in MODELS) if not cls().skip(f.model))
    for strategy in edges(cls, most=4):
        try:
            found = made(strategy, fitted)
        except ValueError as refused:  # too few rows to hold that share out
            assert str(refused).endswith(".") and cls.__name__ in str(refused)
        else:
            assert len({c.label for c in found}) == len(found)


@pytest.mark.parametrize("cls", EVERY)
def test_it_refuses_values_out_of_range_with_one_sentence(cls):
    for p in params(cls).values():
        if p.kind in ("int", "float"):
            assert p.low is not None and p.high is not None, f"{p.name} needs a range"
            for wrong in (p.low - 1, p.high + 1):
                with pytest.raises(ValueError, match=f"{cls.__name__}.{p.name} must be between"):
                    cls(**{p.name: wrong})


@pytest.mark.parametrize("cls", EVERY)
def test_spec_pickle_and_repr_round_trip(cls):
    for strategy in (cls(), *edges(cls)):
        assert from_spec(json.loads(json.dumps(strategy.spec())), STRATEGIES) == strategy
        assert pickle.loads(pickle.dumps(strategy)) == strategy == dataclasses.replace(strategy)
        assert eval(repr(strategy), dict(STRATEGIES)) == strategy
    assert cls().spec() == {"kind": cls.__name__}


@pytest.mark.parametrize("cls", EVERY)
def test_it_is_written_up(cls):
    assert cls.__doc__.splitlines()[0].endswith(".") and len(cls.title()) < 60
    assert "References\n" in cls.__doc__ and re.search(r"\((19|20)\d\d\)", cls.__doc__)
    assert all(p.doc.endswith(".") for p in params(cls).values())


def test_rows_that_cannot_choose_are_one_sentence():
    fitted = tiny.fitted("tree")
    rows = fitted.table._replace(X_train=fitted.table.X_train[:30], y_train=fitted.table.y_train[:30])
    with pytest.raises(ValueError, match="needs at least 20 rows to choose by"):
        made(STRATEGIES["CostComplexity"](), fitted._replace(table=rows))
    one_class = fitted.table._replace(y_train=fitted.table.y_train.sort_values())
    with pytest.raises(ValueError, match="hold one class only"):
        made(STRATEGIES["CostComplexity"](), fitted._replace(table=one_class))
