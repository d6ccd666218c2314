"""Rows that are few, scarce, constant, infinite, sparse or many-classed work, or are refused in one sentence."""

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier

import tests.tiny as tiny
from optimizers.diagnose.fit import diagnose_fit
from optimizers.diagnose.verdict import VERDICTS
from tests.optimizers.diagnose.fit_rows import noisy_line, noisy_slope


def diagnosed(model, X, y):
    found = diagnose_fit(model, X, y, with_curve=False)
    assert found.verdict in VERDICTS and found.sentence.endswith(".") and "nan" not in found.sentence
    return found


def refused(model, X, y):
    with pytest.raises(ValueError) as caught:
        diagnose_fit(model, X, y)
    said = str(caught.value)
    assert said.endswith(".") or "could not be fitted" in said
    return said


@pytest.fixture(scope="module")
def rows():
    return noisy_line(80)


@pytest.fixture(scope="module")
def linear(rows):
    return LogisticRegression().fit(*rows)


def test_twenty_rows_work_and_nineteen_do_not(rows, linear):
    X, y = rows
    assert diagnosed(linear, X[:20], y[:20]).n_rows == 20
    assert "at least 20 learning rows; there are 19" in refused(linear, X[:19], y[:19])


def test_fewer_than_two_classes(rows, linear):
    X, y = rows
    assert 'there is "no" alone' in refused(linear, X, pd.Series("no", index=y.index))


def test_a_class_of_one_row_is_left_out_and_told(rows):
    X, y = rows
    scarce = y.where(y.index != 7, "maybe")
    found = diagnosed(DecisionTreeClassifier(random_state=0).fit(X, scarce), X, scarce)
    assert found.n_rows == 79 and found.notes == ('Left out, with fewer rows than the 2 folds: 1 class ("maybe").',)


def test_constant_columns(rows, linear):
    X, y = rows
    assert "nothing to learn from" in refused(linear, X * 0, y)
    assert diagnosed(linear, X.assign(x3=1.0), y)


def test_infinite_and_missing_numbers(rows, linear):
    X, y = rows
    broken = X.copy()
    broken.loc[4, "x2"] = np.inf
    assert refused(linear, broken, y) == 'Column "x2" holds an infinite number, first in row 5: correct it.'
    broken.loc[4, "x2"] = np.nan
    assert "Input X contains NaN" in refused(linear, broken, y)
    assert diagnosed(DecisionTreeClassifier(random_state=0).fit(broken, y), broken, y)


def test_targets_that_cannot_be_learned(rows, linear):
    X, y = noisy_slope(40)
    ridge = Ridge().fit(X, y)
    assert "missing or infinite in row 1" in refused(ridge, X, y.where(y.index > 0))
    assert "same value in every row" in refused(ridge, X, y * 0)
    assert "no value in row 3" in refused(linear, rows[0], rows[1].where(rows[1].index != 2))
    assert "80 rows and the target 79" in refused(linear, rows[0], rows[1][:-1])


def test_fifty_classes_of_text():
    rng = np.random.default_rng(0)
    y = pd.Series([f"town {k}" for k in np.repeat(np.arange(50), 4)])
    X = pd.DataFrame(rng.normal(size=(200, 2))).add_prefix("x")
    assert diagnosed(KNeighborsClassifier(3).fit(X, y), X, y).n_rows == 200


def test_a_sparse_one_hot_pipeline_of_mixed_columns():
    model, table, _ = tiny.fitted("pipeline")
    found = diagnosed(model, table.X_train, table.y_train)
    assert set(found.frames["settings"]["regularizer"]) == {"", "C"}


def test_arrays_and_numbered_columns(rows):
    X, y = rows
    model = DecisionTreeClassifier(random_state=0).fit(X.to_numpy(), y.to_numpy())
    assert diagnosed(model, X.to_numpy(), y.to_numpy()).sentence == diagnosed(model, X, y).sentence


def test_a_model_that_needs_more_than_half_of_the_rows(rows):
    X, y = rows
    said = refused(KNeighborsClassifier(60).fit(X, y), X, y)
    assert said.startswith("The model could not be fitted again on 40 rows: Expected n_neighbors <= n_samples_fit")


def test_a_model_that_cannot_be_copied(rows):
    class Odd:
        classes_ = np.array(["no", "yes"])

        def predict(self, X):
            return np.repeat("no", len(X))

    assert "cannot be copied unfitted" in refused(Odd(), *rows)
