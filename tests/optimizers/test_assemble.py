"""A case is assembled: columns by name, labels as the model's, the split, the notes, the guesses."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.base import BaseEstimator
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.tree import DecisionTreeClassifier

from optimizers.assemble import assemble, columns_for
from optimizers.case import Case
from tests.optimizers.small_cases import (
    N_ROWS,
    NUMBERS,
    encoded,
    linear,
    margins,
    nameless,
    regressor,
    rows,
    texts,
    tree,
)


def made(table: pd.DataFrame | None = None, model=None, **options) -> Case:
    return assemble("case", model or tree(), rows() if table is None else table, **{"target": "default", **options})


def test_columns_are_taken_by_name_in_the_models_order():
    case = made(rows()[["default", "town", "age", "day", "income"]])
    assert list(case.X_train) == list(case.X_test) == NUMBERS
    assert 'Columns "town", "day" are not used by the model and were ignored.' in case.notes
    assert (tree().predict(case.predict_input(case.X_test)) == tree().predict(case.X_test)).all()


def test_columns_for():
    assert columns_for(tree()) == (NUMBERS, 2)
    assert columns_for(nameless()) == (None, 2)
    assert columns_for(linear()) == (NUMBERS, 2)
    assert columns_for(object()) == (None, None)


def test_a_model_without_names_takes_the_columns_by_place():
    case = made(rows(town=None), nameless(), time="day")
    assert list(case.X_test) == NUMBERS
    assert case.notes[0] == 'The model was fitted without column names; it takes "income", "age" in this order.'
    stamped = rows(town=None, day=None).assign(when=np.arange(N_ROWS)).drop(columns="age")
    assert list(made(stamped, nameless(), time="when").X_test) == ["income", "when"]
    saved_with_index = pd.concat([pd.Series(range(N_ROWS), name="Unnamed: 0"), rows(town=None, day=None)], axis=1)
    assert list(made(saved_with_index, nameless()).X_test) == NUMBERS


def test_the_time_may_be_among_the_inputs():
    model = DecisionTreeClassifier(max_depth=2).fit(rows()[["age", "income"]], rows()["default"])
    case = made(rows(), model, time="age")
    assert list(case.X_test) == ["age", "income"] and case.time.is_monotonic_increasing


def test_rows_after_the_cut_judge_and_equal_times_stay_together():
    case = made(
        rows(day=np.repeat(pd.date_range("2013-01-01", periods=12), 10).astype(str)), time="day", test_share=0.42
    )
    assert len(case.X_test) == 50 and case.time.iloc[0] == pd.Timestamp("2013-01-08")
    assert case.notes[-1] == (
        "Rows 1 to 70 (2013-01-01 to 2013-01-07) may be learned from; rows 71 to 120 (2013-01-08 to 2013-01-12) judge."
    )


def test_one_time_for_all_rows_is_cut_through_and_said():
    assert "Rows of the same time are on both sides." in made(rows(day="2013-01-01"), time="day").notes


def test_unordered_rows_are_sorted_and_keep_their_targets():
    shuffled = rows().sample(frac=1, random_state=1)
    case, ordered = made(shuffled, time="day"), made(rows(), time="day")
    pd.testing.assert_frame_equal(case.X_test, ordered.X_test)
    pd.testing.assert_series_equal(case.y_train, ordered.y_train)
    assert 'Rows were put into the order of "day".' in case.notes
    assert case.fingerprint == ordered.fingerprint


def test_without_time_each_class_gives_the_same_share():
    case = made(rows(default=[1] * 30 + [0] * 90), test_share=0.4)
    assert case.y_test.sum() == 12 and len(case.y_test) == 48
    assert case.notes[-1] == (
        "72 rows may be learned from; 48 rows judge, drawn at random (seed 0), of each class the same share."
    )
    assert made(seed=1).fingerprint != made(seed=0).fingerprint == made(seed=0).fingerprint
    assert case.X_test.index.equals(pd.RangeIndex(48))


def test_a_class_of_one_row_is_learned_from():
    model = DecisionTreeClassifier().fit(rows()[NUMBERS], [0, 1, 2] * 40)
    case = made(rows(default=[2] + [0, 1] * 59 + [0]), model)
    assert (case.y_train == 2).sum() == 1 and not (case.y_test == 2).any()


def test_a_test_table_judges():
    case = made(rows(), test_table=rows().head(30), time="day")
    assert (len(case.X_train), len(case.X_test), len(case.time)) == (N_ROWS, 30, 30)
    assert case.notes[-1] == (
        "The table's 120 rows may be learned from; the 30 of the test table (2013-01-01 to 2013-01-30) judge."
    )


def test_rows_without_target_or_time_are_left_out_and_counted():
    table = rows()
    table.loc[:11, "default"] = np.nan
    table.loc[20, "day"] = None
    case = made(table, time="day")
    assert len(case.X_train) + len(case.X_test) == N_ROWS - 13
    assert "12 rows without a target were left out." in case.notes
    assert "1 row without a time was left out." in case.notes
    assert "Labels were read as the model's: 0.0 as 0, 1.0 as 1." in case.notes
    assert case.y_test.dtype == np.int64


@pytest.mark.parametrize(
    "labels",
    [["0", "1"], ["0.0", "1.0"], [False, True], [0.0, 1.0], ["False", "true"], [" 0", "1 "]],
    ids=lambda labels: repr(labels[0]),
)
def test_labels_are_put_into_the_models_own(labels):
    told = rows()["default"].map(dict(enumerate(labels)))
    case = made(rows(default=told))
    assert sorted(case.y_train.unique().tolist()) == [0, 1] and case.y_train.dtype == np.int64
    assert case.y_train.tolist() == made().y_train.tolist()
    assert any(note.startswith("Labels were read as the model's: ") for note in case.notes)


def test_labels_of_other_case_and_categories():
    yes = rows()["default"].map({0: "No", 1: "YES"}).astype("category")
    case = made(rows(default=yes), texts())
    assert sorted(case.y_test.unique()) == ["no", "yes"]
    model = DecisionTreeClassifier(max_depth=2).fit(rows()[NUMBERS], rows()["default"] == 1)
    assert made(rows(), model).y_test.dtype == bool


def test_unseen_labels_are_errors_in_judging_and_not_learned_from():
    case = made(rows(default=rows()["default"].where(rows().index % 10 > 0, 7)), time="day")
    assert not (case.y_train == 7).any() and (case.y_test == 7).sum() == 4
    assert (
        "12 rows have a label that the model has never seen (7): left out of learning, counted as errors in judging."
        in case.notes
    )


def test_labels_of_another_kind_are_left_out():
    mixed = rows()["default"].astype(str).where(rows().index % 10 > 0, "maybe")
    case = made(rows(default=mixed))
    assert len(case.X_train) + len(case.X_test) == 108
    assert '12 rows with a label of another kind ("maybe") were left out.' in case.notes


def test_a_regressors_target_becomes_floats():
    case = made(rows(), regressor(), target="default")
    assert case.y_test.dtype == float and case.metric == "r2" and case.task == "regression"


def test_the_metric_suits_the_target():
    assert made().metric == "accuracy"
    rare = made(rows(default=[1] * 8 + [0] * 112))
    assert rare.metric == "roc_auc"
    assert rare.notes[-1] == "Only 6.7% of the rows are 1, so ROC AUC is the primary metric."
    labels_only = made(rows(default=[1] * 8 + [0] * 112), margins())
    assert labels_only.metric == "balanced_accuracy"
    assert labels_only.notes[-1] == "93% of the rows are 0, so balanced accuracy is the primary metric."
    assert made(metric="log_loss").metric == "log_loss"


def test_a_pipeline_takes_texts_and_missing_values_where_it_can():
    case = made(rows(), encoded())
    assert list(case.X_test) == ["town", "age"]
    assert made(rows(age=(9, np.nan))).X_test.shape[1] == 2


def test_nothing_that_was_given_is_changed():
    table = rows(default=rows()["default"].astype(str)).sample(frac=1, random_state=2)
    before = table.copy(deep=True)
    made(table, time="day")
    pd.testing.assert_frame_equal(table, before)


def test_an_estimator_without_names_or_counts_takes_what_there_is():
    class Constant:
        def predict(self, X):
            return np.zeros(len(X))

    assert list(made(rows(town=None, day=None), Constant(), target="default").X_test) == NUMBERS


def test_many_columns_are_quick():
    wide = pd.DataFrame(np.random.default_rng(0).normal(size=(60, 400))).rename(columns=lambda i: f"c{i}")
    model = LinearRegression().fit(wide, wide["c0"])
    assert made(wide.assign(default=1.5 * wide["c1"]), model).X_test.shape == (24, 400)


def test_a_search_is_matched_by_its_best_model():
    from sklearn.model_selection import GridSearchCV

    search = GridSearchCV(LogisticRegression(), {"C": [1.0]}, cv=2).fit(rows()[NUMBERS], rows()["default"])
    assert list(made(rows(), search).X_test) == NUMBERS


class OnlyPredicts(BaseEstimator):
    """As an ONNX graph is: an estimator that came without fit."""

    classes_ = np.array([0, 1])

    def predict(self, X):
        return np.zeros(len(X), int)


def test_what_only_predicts_makes_a_case():
    frame = pd.DataFrame({"a": range(40), "y": [0, 1] * 20})
    assert assemble("c", OnlyPredicts(), frame, target="y").task == "classification"
