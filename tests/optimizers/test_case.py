"""The case: what it refuses, and a fingerprint that changes if and only if the model or a row does."""

import copy
import dataclasses

import pandas as pd
import pytest
from sklearn.cluster import AgglomerativeClustering
from sklearn.model_selection import GridSearchCV
from sklearn.tree import DecisionTreeClassifier

from .cases import classifier_case, regressor_case


def changed(**parts):
    return dataclasses.replace(classifier_case(), **parts)


def test_task_classes_and_metric_follow_the_model():
    assert (classifier_case().task, classifier_case().metric, classifier_case().classes) == (
        "classification",
        "accuracy",
        ("bad", "good"),
    )
    assert (regressor_case().task, regressor_case().metric, regressor_case().classes) == ("regression", "r2", ())


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"model": AgglomerativeClustering()}, "must have predict; AgglomerativeClustering has none"),
        ({"X_test": classifier_case().X_test[list("dcba")]}, "same columns in the same order"),
        ({"y_test": classifier_case().y_test[:3]}, "as many rows, at least one; got 400 and 3"),
        ({"time": classifier_case().time[:3]}, "one value for each of 400 judging rows; got 3"),
        ({"time": classifier_case().time[::-1]}, "in time order"),
        ({"metric": "r2"}, "must be one of accuracy, balanced_accuracy"),
    ],
)
def test_a_case_that_does_not_fit_is_one_sentence(parts, words):
    with pytest.raises(ValueError, match=words):
        changed(**parts)


def test_fingerprint_stays_when_nothing_changes():
    case = classifier_case()
    same = changed(model=copy.deepcopy(case.model), X_test=case.X_test.copy(), name="other", metric="brier")
    assert same.fingerprint == case.fingerprint and len(case.fingerprint) == 16


def one_cell(frame):
    out = frame.copy()
    out.iloc[-1, -1] += 1e-12
    return out


def another_tree(case):
    model = copy.deepcopy(case.model)
    model.tree_.threshold[0] += 1e-9
    return model


def test_a_search_has_a_fingerprint_too():
    case = classifier_case()
    search = GridSearchCV(DecisionTreeClassifier(random_state=0), {"max_depth": [1, 2]}, cv=2)
    found = changed(model=search.fit(case.X_train, case.y_train))
    assert found.fingerprint == changed(model=copy.deepcopy(search)).fingerprint != case.fingerprint


@pytest.mark.parametrize(
    "parts",
    [
        {"X_test": one_cell(classifier_case().X_test)},
        {"X_train": one_cell(classifier_case().X_train)},
        {"y_test": pd.Series(["good"] * 400)},
        {"model": another_tree(classifier_case())},
        {"time": None},
    ],
    ids=lambda p: next(iter(p)),
)
def test_fingerprint_changes_with_one_cell_one_label_one_threshold(parts):
    assert changed(**parts).fingerprint != classifier_case().fingerprint
