"""Verification: equal, close, or what is wrong; rows that are made to part them."""

import numpy as np
import pandas as pd
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.tree import DecisionTreeClassifier

from optimizers.deploy.direct import direct
from optimizers.deploy.rows_to_try import UNSEEN, rows_to_try
from optimizers.deploy.ties import tied
from optimizers.deploy.verify import CLOSE, EQUAL, FAILS, verified
from tests.optimizers.strategy_models import MODELS

X, y = load_iris(return_X_y=True, as_frame=True)
X.columns = list("abcd")
KINDS = ["rows as given", "one row a call", "columns mixed", "missing values", "far from the learning rows"]


class Altered(ClassifierMixin, BaseEstimator):
    """Another's answers, changed."""

    def __init__(self, model, change=None, bias=0.0):
        self.model, self.change, self.bias, self.classes_ = model, change, bias, model.classes_

    def predict(self, X):
        labels = self.model.predict(X)
        return labels if self.change is None else self.change(X, labels)

    def predict_proba(self, X):
        return self.model.predict_proba(X) + self.bias


def kinds(model, rows=X):
    return {part.name: part for part in rows_to_try(model, rows, np.random.default_rng(0))}


def test_a_model_equals_itself_and_its_direct_predictor():
    forest, linear = RandomForestClassifier(8, random_state=0).fit(X, y), LogisticRegression(max_iter=500).fit(X, y)
    for model, found in ((forest, forest), (forest, direct(forest)), (linear, linear)):
        checked = verified(model, found, X)
        assert checked.verdict == EQUAL and checked.passed and "bit for bit" in checked.said
    assert verified(linear, direct(linear), X, tolerance=1e-12).passed


def test_small_differences_are_close_and_large_ones_fail():
    model = RandomForestClassifier(8, random_state=0).fit(X.to_numpy(), y)
    close = verified(model, Altered(model, bias=1e-6), X)
    assert close.verdict == CLOSE and close.said.startswith("Answers differ by 1e-06 at most; no label of")
    large = verified(model, Altered(model, bias=0.01), X)
    assert large.verdict == FAILS and "differ by up to 0.01 on rows as given, 0.0001 is allowed" in large.said


def test_a_label_that_changes_fails_unless_it_is_allowed():
    def change(X, labels):
        return np.where(np.arange(len(labels)) == 3, 2 - labels, labels)

    model = RandomForestClassifier(8, random_state=0).fit(X.to_numpy(), y)
    assert "1 of 150 labels change on rows as given" in verified(model, Altered(model, change), X).said
    assert verified(model, Altered(model, change), X, most_changed=0.05).verdict == CLOSE


class Leaning(ClassifierMixin, BaseEstimator):
    """Scores of two labels that part by so much, on every row; the label is the first."""

    def __init__(self, gap, label="a"):
        self.gap, self.label, self.classes_ = gap, label, np.array(["a", "bb"])

    def predict(self, X):
        return np.full(len(X), self.label)

    def predict_proba(self, X):
        return np.tile([0.5 + self.gap / 2, 0.5 - self.gap / 2], (len(X), 1))


@pytest.mark.parametrize(("gap", "passes"), [(0.0, True), (5e-7, True), (1e-5, False)])
def test_only_labels_that_are_no_ties_count_against_an_export(gap, passes):
    checked = verified(Leaning(gap), Leaning(gap, "bb"), X)
    assert checked.passed == passes
    assert (checked.table["n_changed"] == checked.table["n_rows"]).all()
    assert (checked.table["n_tied"] == checked.table["n_changed"] * passes).all()
    assert (", at ties" if passes else "150 of 150 labels change on rows as given") in checked.said


def test_ties_of_decision_values_and_of_several_labels():
    scores = np.array([[0.4, 0.4, 0.2], [0.5, 0.3, 0.2], [0.4, 0.2, 0.4]])
    three, own = type("", (), {"classes_": np.array([0, 1, 2])})(), np.array([0, 0, 0])
    for method in ("predict_proba", "decision_function"):
        found = tied(three, {"predict": own, method: scores}, {"predict": np.array([1, 1, 1])})
        assert found.tolist() == [True, False, False]
    two = {"predict": own, "decision_function": np.array([0.0, 1e-9, 0.1])}
    assert tied(three, two, {"predict": own + 1}).tolist() == [True, True, False]
    assert not tied(three, {"predict": own}, {"predict": own + 1}).any()


def test_an_export_that_refuses_what_the_original_answers_fails():
    def refuse(X, labels):
        if np.isnan(np.asarray(X, float)).any():
            raise ValueError("gaps")
        return labels

    gaps = X.mask(np.random.default_rng(0).random(X.shape) < 0.1)
    model = RandomForestClassifier(4, random_state=0).fit(gaps.to_numpy(), y)
    assert "the export does not (ValueError)" in verified(model, Altered(model, refuse), gaps).said
    checked = verified(model, Altered(model, refuse), X)  # these rows have none: it may
    assert checked.passed and checked.said.endswith("It refuses missing values.")


def test_kinds_that_the_original_refuses_are_left_out():
    model = LogisticRegression(max_iter=500).fit(X, y)
    assert "missing values" not in set(verified(model, model, X).table["rows"])


def test_every_kind_of_rows_is_made():
    found = kinds(DecisionTreeClassifier(random_state=0).fit(X, y))
    assert list(found) == [*KINDS, "on split thresholds", "between two labels"]
    assert all(list(part.rows) == list(X) for part in found.values())
    assert found["missing values"].rows.isna().sum(axis=1).max() == 1
    assert list(kinds(Ridge().fit(X, y))) == KINDS


def test_rows_on_thresholds_are_on_them():
    tree = DecisionTreeClassifier(random_state=0).fit(X, y)
    rows = kinds(tree)["on split thresholds"].rows.to_numpy()
    near = np.float32(tree.tree_.threshold[tree.tree_.children_left >= 0])
    assert (np.abs(rows[:, :, None] - near).min(axis=(1, 2)) < 1e-6).all()


def test_rows_between_labels_are_split_to_the_last_digits():
    model = LogisticRegression(max_iter=500).fit(X, y)
    rows = kinds(model)["between two labels"].rows
    half = len(rows) // 2
    assert (model.predict(rows[:half]) != model.predict(rows[half:])).mean() > 0.8
    top = np.sort(model.predict_proba(rows), axis=1)
    assert np.max(top[:, -1] - top[:, -2]) < 1e-6


def test_text_gets_categories_that_nobody_knows():
    model, table, _ = MODELS["pipeline"]()
    found = kinds(model, table.X_train)["unseen categories"].rows
    assert (found["city"] == UNSEEN).all() and isinstance(found, pd.DataFrame)
    assert verified(model, direct(model), table.X_train, tolerance=1e-12).passed


@pytest.mark.parametrize("name", ["forest_regressor", "linear", "gradient_boosting"])
def test_other_models(name):
    model, table, _ = MODELS[name]()
    assert verified(model, direct(model), table.X_train, tolerance=1e-12).passed
