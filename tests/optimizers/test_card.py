"""The whole card: every panel, on every kind of model; what travels; what fails alone."""

import json

import numpy as np
import pandas as pd
import pytest
from sklearn.compose import make_column_transformer
from sklearn.datasets import make_classification
from sklearn.ensemble import HistGradientBoostingRegressor, VotingClassifier
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC, LinearSVC
from sklearn.tree import DecisionTreeClassifier

from optimizers.card import Card, card
from optimizers.card.panels import PANELS
from optimizers.card.what import what
from optimizers.case import Case

from .cases import classifier_case, regressor_case

QUICK = ("what", "scores", "calibration", "errors", "seen")


def case_of(model, n_classes=3, n=150):
    X, y = make_classification(2 * n, 5, n_informative=4, n_redundant=0, n_classes=n_classes, random_state=0)
    X, y = pd.DataFrame(X, columns=list("abcde")), pd.Series(np.array(["red", "green", "blue"])[y])
    model.fit(X[:n], y[:n])
    return Case("t", model, X[:n], y[:n], X[n:], y[n:])


@pytest.mark.parametrize("case", [classifier_case(), regressor_case()], ids=["classes", "values"])
def test_every_panel_is_filled_and_travels(case):
    told = []
    made = card(case, on_progress=told.append, saved_by={"scikit-learn": "0.1"})
    head, frames = made.to_wire()
    back = Card.from_wire(json.loads(json.dumps(head, allow_nan=False)), frames)
    assert back.head["seen"]["sentence"] == made.head["seen"]["sentence"]
    assert not set(made.notes) - {"errors", "operation"}
    expected = {"steps", "parameters", "scores", "calibration", "importance", "operation", "latency"}
    kind = {"confusion"} if case.task == "classification" else {"points", "histogram", "bias"}
    assert set(frames) == expected | kind
    assert told[0] == {"done": 0, "of": 100, "doing": "looking at the model"} and told[-1]["done"] == 100
    assert [t["done"] for t in told] == sorted(t["done"] for t in told)


def test_operation_has_every_measure_with_honest_bounds():
    frame = card(classifier_case(), panels=("operation",)).frames["operation"].set_index("measure")
    assert list(frame.index) == [
        *("size_kib", "compressed_kib", "memory_kib", "load_ms", "latency_p50_us", "latency_p99_us"),
        "throughput_rows_s",
    ]
    timed = frame.loc[["load_ms", "latency_p50_us", "throughput_rows_s"]]
    assert ((timed["low"] <= timed["value"]) & (timed["value"] <= timed["high"])).all()
    assert frame.loc["compressed_kib", "value"] < frame.loc["size_kib", "value"]


def test_same_seed_same_card_and_a_panel_alone_is_the_panel_among_others():
    case = classifier_case()
    whole, alone = card(case, seed=3, panels=QUICK), card(case, seed=3, panels=("scores",))
    assert whole.frames["scores"].equals(alone.frames["scores"])
    assert not card(case, seed=4, panels=("scores",)).frames["scores"].equals(alone.frames["scores"])


@pytest.mark.parametrize("panel", PANELS)
def test_a_model_that_refuses_leaves_a_sentence_not_a_crash(panel):
    class Refuses:
        classes_ = np.array(["bad", "good"])

        def predict(self, X):
            raise RuntimeError("no answer today")

    case = classifier_case()
    parts = [getattr(case, k) for k in ("X_train", "y_train", "X_test", "y_test")]
    made = card(Case("t", Refuses(), *parts), panels=(panel,))
    assert panel == "what" or "no answer today" in made.notes[panel][-1]


@pytest.mark.parametrize(
    "model,kind,count",
    [
        (LogisticRegression(), "coefficients", 3 * 6),
        (MLPClassifier((4,), max_iter=5, tol=1e3, n_iter_no_change=1), "network weights", 5 * 4 + 4 + 4 * 3 + 3),
        (make_pipeline(StandardScaler(), DecisionTreeClassifier(max_leaf_nodes=6)), "tree nodes", 11),
        (
            VotingClassifier([("l", LogisticRegression()), ("t", DecisionTreeClassifier(max_depth=1))], voting="soft"),
            "tree nodes",
            3,
        ),
        (GridSearchCV(LogisticRegression(), {"C": [0.1, 1]}, cv=2), "coefficients", 18),
    ],
    ids=["linear", "network", "pipeline", "voting", "search"],
)
def test_fitted_parameters_are_counted(model, kind, count):
    case = case_of(model)
    assert what(case)[0]["fitted"][kind] == count
    made = card(case, panels=QUICK)
    assert not made.notes and {"scores", "confusion"} <= set(made.frames)


def test_support_vectors_and_boosted_trees_are_counted():
    case = case_of(SVC())
    assert what(case)[0]["fitted"]["support vectors"] == len(case.model.support_)
    r = regressor_case()
    model = HistGradientBoostingRegressor(max_iter=7, max_leaf_nodes=4).fit(r.X_train, r.y_train)
    fitted = what(Case("t", model, r.X_train, r.y_train, r.X_test, r.y_test))[0]["fitted"]
    assert fitted == {"trees": 7, "tree nodes": 7 * 7}


@pytest.mark.parametrize("library,name", [("lightgbm", "LGBMClassifier"), ("xgboost", "XGBClassifier")])
def test_boosters_of_other_libraries_are_counted(library, name):
    module = pytest.importorskip(library)
    X, y = make_classification(200, random_state=0)
    model = getattr(module, name)(n_estimators=4, n_jobs=1).fit(X, y)
    X, y = pd.DataFrame(X, columns=[f"c{k}" for k in range(20)]), pd.Series(y)
    fitted = what(Case("t", model, X, y, X, y))[0]["fitted"]
    frame = getattr(model, "booster_", None) or model.get_booster()
    assert fitted == {"trees": 4, "tree nodes": len(frame.trees_to_dataframe())}


def test_a_model_without_probabilities_has_the_rest_of_its_card():
    made = card(case_of(LinearSVC(), n_classes=2), panels=QUICK)
    assert made.notes["calibration"] == ["LinearSVC gives no probabilities, so there is nothing to calibrate."]
    assert "roc_auc" in set(made.frames["scores"]["metric"])


def test_steps_and_settings_that_differ_from_their_defaults():
    X = pd.DataFrame({"n": np.arange(20.0), "k": list("abcd") * 5})
    y = pd.Series(np.arange(20.0))
    columns = make_column_transformer((OneHotEncoder(min_frequency=2), ["k"]), (StandardScaler(), ["n"]))
    model = make_pipeline(columns, Ridge(alpha=3.0)).fit(X, y)
    head, frames = what(Case("t", model, X, y, X, y), {"scikit-learn": "1.2.0"})
    steps = dict(zip(frames["steps"]["step"], frames["steps"]["class"]))
    assert steps["columntransformer / onehotencoder"] == "OneHotEncoder" and steps["ridge"] == "Ridge"
    assert '"k"' in set(frames["steps"]["columns"])
    set_ones = frames["parameters"].set_index(["step", "parameter"])
    assert len(set_ones) == 2 and set_ones.loc[("ridge", "alpha")].tolist() == ["3.0", "1.0"]
    assert head["version_note"].startswith("Saved by scikit-learn 1.2.0 (here ")
