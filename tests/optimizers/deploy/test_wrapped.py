"""Wrappers give the model's own answers, in its own order."""

import pickle

import numpy as np
import pandas as pd
import pytest
import sklearn
from sklearn.base import BaseEstimator

from optimizers.deploy.assume_finite import AssumeFinite
from optimizers.deploy.batch_size import BatchSize
from optimizers.deploy.float32_inputs import Float32Inputs
from optimizers.deploy.models.wrapped import InFloat32, InParts, WithoutChecks, narrowed
from optimizers.deploy.threads import Threads
from tests.optimizers.strategy_models import MODELS, made


class Noting(BaseEstimator):
    """Answers with the first column; remembers how it was asked."""

    def __init__(self):
        self.asked = []

    def predict(self, X):
        self.asked.append((X, sklearn.get_config()["assume_finite"]))
        return np.asarray(X)[:, 0].astype(float)


X = pd.DataFrame({"n": np.arange(1000.0), "text": ["a"] * 1000})


def test_checks_are_off_inside_of_the_call_alone():
    model = Noting()
    WithoutChecks(model).predict(X)
    assert model.asked[0][1] is True and sklearn.get_config()["assume_finite"] is False


def test_only_wide_numbers_are_narrowed():
    model = Noting()
    InFloat32(model).predict(X)
    assert model.asked[0][0]["n"].dtype == np.float32
    assert narrowed(X)["text"].equals(X["text"]) and narrowed(X[["text"]]) is not None
    assert narrowed(np.arange(3)).dtype.kind == "i" and narrowed(np.ones(3)).dtype == np.float32


@pytest.mark.parametrize(("n_threads", "part_rows", "n_parts"), [(3, 0, 3), (1, 300, 4), (2, 100, 10), (1, 5000, 1)])
@pytest.mark.parametrize("given", [X, X.to_numpy()], ids=["frame", "array"])
def test_parts_come_back_in_order(given, n_threads, part_rows, n_parts):
    model = Noting()
    assert np.array_equal(InParts(model, n_threads, part_rows).predict(given), np.arange(1000))
    assert len(model.asked) == n_parts


def test_few_rows_stay_one_call():
    model = Noting()
    InParts(model, 4).predict(X[:255])
    assert len(model.asked) == 1


def test_it_offers_what_the_model_offers():
    model, _, _ = MODELS["svc"]()
    wrapped = pickle.loads(pickle.dumps(WithoutChecks(model)))
    assert not hasattr(wrapped, "predict_proba") and hasattr(wrapped, "decision_function")
    assert list(wrapped.classes_) == list(model.classes_) and repr(wrapped) == "WithoutChecks(Pipeline)"


def test_candidates_are_named_by_their_setting():
    fitted = MODELS["forest"]()
    assert [c.label for c in made(Threads(n_threads=6), fitted)] == ["2 threads", "4 threads", "6 threads"]
    assert [c.label for c in made(BatchSize(), fitted)] == ["batches of 1,000", "batches of 8,000"]
    for strategy in (AssumeFinite(), Float32Inputs(), Threads(least_rows=2), BatchSize(smallest=16)):
        for candidate in made(strategy, fitted):
            expected = fitted.model.predict_proba(fitted.table.X_test)
            assert np.array_equal(candidate.model.predict_proba(fitted.table.X_test), expected)
