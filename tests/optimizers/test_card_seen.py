"""A model that has seen the judging rows is caught; one that has not is left in peace."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

from optimizers.card.answers import judging
from optimizers.card.compared import compared
from optimizers.card.fitted import fitted_rows
from optimizers.card.seen import judged, seen
from optimizers.case import Case
from optimizers.metrics import METRICS, standard_error

from .cases import classifier_case

N = 200
MODELS = {
    "tree": lambda: DecisionTreeClassifier(),
    "forest": lambda: RandomForestClassifier(8),
    "nearest": lambda: KNeighborsClassifier(1),
}


def rows(rng, n=N):
    X = pd.DataFrame(rng.normal(size=(n, 5)), columns=list("abcde"))
    return X, X["a"] + X["b"] * X["c"] + rng.normal(0, 0.7, n)


def uploaded(make, seed, share, metric="accuracy"):
    """A case whose model has seen the learning rows and a share of the judging rows."""
    rng = np.random.default_rng(seed)
    (X, v), (X_test, v_test) = rows(rng), rows(rng)
    regression = METRICS[metric].task == "regression"
    y, y_test = (v, v_test) if regression else (pd.Series(np.where(z > 0, "x", "y")) for z in (v, v_test))
    k = int(share * N)
    model = make().fit(pd.concat([X, X_test[:k]]), pd.concat([y, y_test[:k]]))
    return Case("t", model, X, y, X_test, y_test, metric=metric)


def verdict_by_score(case):
    """The verdict if nothing in the model counted its rows."""
    metric = METRICS[case.metric]
    found = compared(case, metric, judging(case, case.model), 0, lambda _: None)
    return judged(found, metric, 0, 2 * N)


@pytest.mark.parametrize("name", MODELS)
def test_fitted_on_all_rows_is_caught_by_its_score(name):
    verdicts = [verdict_by_score(uploaded(MODELS[name], seed, 1.0)) for seed in range(6)]
    assert verdicts == ["likely"] * 6


@pytest.mark.parametrize("name,n_seeds", [("tree", 25), ("nearest", 20), ("forest", 6)])
def test_fitted_on_the_learning_rows_alone_is_left_in_peace(name, n_seeds):
    verdicts = [verdict_by_score(uploaded(MODELS[name], seed, 0.0)) for seed in range(n_seeds)]
    assert np.mean([v in ("no sign", "cannot tell") for v in verdicts]) >= 0.95


def test_a_well_regularised_linear_model_cannot_be_told_and_nothing_false_is_claimed():
    """Where its few more rows show at all, that is said, and not that it remembers."""
    for share, most_above in ((1.0, 2), (0.0, 0)):
        verdicts = [verdict_by_score(uploaded(lambda: LogisticRegression(C=0.1), seed, share)) for seed in range(6)]
        assert "likely" not in verdicts and verdicts.count("above") <= most_above
        assert verdicts.count("cannot tell") >= 4


@pytest.mark.parametrize("metric", ["roc_auc", "log_loss", "r2", "mae"])
def test_every_kind_of_metric_goes_the_right_way(metric):
    make = MODELS["forest"] if METRICS[metric].task == "classification" else lambda: RandomForestRegressor(8)
    assert verdict_by_score(uploaded(make, 1, 1.0, metric)) == "likely"
    assert verdict_by_score(uploaded(make, 1, 0.0, metric)) == "no sign"


def test_the_gain_is_the_paired_difference():
    case = uploaded(MODELS["nearest"], 2, 1.0)
    found = compared(case, METRICS["accuracy"], judging(case, case.model), 0, lambda _: None)
    alone = KNeighborsClassifier(1).fit(case.X_train, case.y_train).predict(case.X_test)
    ahead = (case.model.predict(case.X_test) == case.y_test).astype(int) - (alone == case.y_test)
    assert found.gain == pytest.approx(ahead.mean())
    half = 1.96 * standard_error((ahead - ahead.mean()).to_numpy() / N)[0]
    assert found.gain_high - found.gain == pytest.approx(half, rel=1e-3)


@pytest.mark.parametrize(
    "make",
    [
        lambda: make_pipeline(StandardScaler(), LogisticRegression()),
        lambda: DecisionTreeClassifier(max_depth=2, class_weight="balanced"),
        lambda: RandomForestClassifier(3),
        lambda: KNeighborsClassifier(9),
    ],
    ids=["scaler", "tree", "forest", "nearest"],
)
def test_a_model_that_counted_its_rows_gives_itself_away(make):
    case = uploaded(make, 3, 1.0)
    assert 2 * N in fitted_rows(case.model)
    found = seen(case, judging(case, case.model))
    assert found["verdict"] == "likely" and "remembers 400 rows" in found["sentence"]
    honest = uploaded(make, 3, 0.0)
    assert seen(honest, judging(honest, honest.model))["verdict"] == "no sign"


def test_a_model_without_a_recipe_cannot_be_told():
    class Foreign:
        classes_ = np.array(["bad", "good"])

        def predict(self, X):
            return np.full(len(X), "good")

    case = dataclasses.replace(classifier_case(), model=Foreign())
    found = seen(case, judging(case, case.model))
    assert found["verdict"] == "cannot tell" and "no recipe to refit" in found["sentence"]
