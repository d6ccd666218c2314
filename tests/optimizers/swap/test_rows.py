"""Rows of every kind: a swap works on them, or says in one sentence why not."""

import numpy as np
import pandas as pd
import pytest
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import TransformedTargetRegressor, make_column_transformer
from sklearn.ensemble import GradientBoostingClassifier, HistGradientBoostingClassifier
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC, SVR

from optimizers.swap import HistogramBoosting, LinearKernel, OtherLibrary, Student
from optimizers.swap.placing import innermost
from tests import tiny


def made(strategy, model, X, y):
    model.fit(X, y)
    assert strategy.skip(model) == ""
    return list(strategy.candidates(model, X, y, np.random.default_rng(0)))


def test_sparse_columns_become_dense():
    rows = tiny.table("multiclass", False)
    coded = make_column_transformer((OneHotEncoder(handle_unknown="ignore"), ["city", "age"]), sparse_threshold=1)
    model = make_pipeline(coded, GradientBoostingClassifier(n_estimators=3))
    (new,) = made(HistogramBoosting(), model, rows.X_train, rows.y_train)
    assert len(new.model.predict(rows.X_test)) == 80
    assert "sparse_threshold=0" in new.changes and "sparse_output=False" in new.changes
    assert made(Student(), model, rows.X_train, rows.y_train)


def test_texts_that_stay_sparse_are_one_sentence():
    rows = tiny.table("binary")
    X = rows.X_train["city"].fillna("").rename("city")
    model = make_pipeline(
        make_column_transformer((HashingVectorizer(n_features=2**18), "city"), sparse_threshold=1),
        GradientBoostingClassifier(n_estimators=2),
    )
    strategy = HistogramBoosting()
    model.set_params(columntransformer__sparse_threshold=1.0).fit(X.to_frame(), rows.y_train)
    with pytest.raises(ValueError, match=r"^HistogramBoosting: .* put TruncatedSVD before it\.$|reduce them first"):
        list(
            strategy.candidates(
                model, pd.concat([X.to_frame()] * 5), pd.concat([rows.y_train] * 5), np.random.default_rng(0)
            )
        )


@pytest.mark.parametrize("library", ["lightgbm", "xgboost"])
def test_gaps_and_categories_go_to_other_libraries(library):
    pytest.importorskip(library)
    rows = tiny.table("multiclass", False)
    X = rows.X_train.assign(city=rows.X_train["city"].astype("category"))
    (new,) = made(OtherLibrary(package=library), HistGradientBoostingClassifier(max_iter=3), X, rows.y_train)
    assert new.model.predict_proba(X).shape == (120, 3)
    assert "choose the other one" in OtherLibrary(package=library).skip(new.model) or library == "xgboost"


def test_names_that_libraries_refuse_are_kept_from_them():
    pytest.importorskip("lightgbm")
    rows = tiny.table("binary", True)
    X = rows.X_train.rename(columns={"age": "my age [y]"})
    for new in made(OtherLibrary(), GradientBoostingClassifier(n_estimators=3), X, rows.y_train):
        assert list(new.model.feature_names_in_) == list(X)


@pytest.mark.parametrize("kind", ["tree", "linear", "network"])
def test_students_take_gaps_and_categories(kind):
    rows = tiny.table("multiclass", False)
    X = rows.X_train.assign(city=rows.X_train["city"].astype("category"))
    (new,) = made(Student(kinds=kind), HistGradientBoostingClassifier(max_iter=3), X, rows.y_train)
    assert new.model.predict_proba(X).shape == (120, 3)


def test_searches_targets_and_calibration_are_opened():
    rows, values = tiny.table("binary", True), tiny.table("regression", True)
    search = GridSearchCV(make_pipeline(StandardScaler(), SVC()), {"svc__C": [5.0]}, cv=2)
    new = made(LinearKernel(steps=1), search, rows.X_train, rows.y_train)[0]
    assert innermost(new.model).C == 5.0 and type(new.model).__name__ == "Pipeline"
    target = TransformedTargetRegressor(make_pipeline(StandardScaler(), SVR()), transformer=StandardScaler())
    new = made(LinearKernel(steps=1), target, values.X_train, values.y_train)[0]
    assert type(new.model).__name__ == "TransformedTargetRegressor" and new.choice["validation_score"][0] > 0.5
    calibrated = CalibratedClassifierCV(make_pipeline(StandardScaler(), SVC()), cv=2)
    new = made(LinearKernel(steps=1), calibrated, rows.X_train, rows.y_train)[0]
    assert hasattr(new.model, "predict_proba") and "LinearSVC" in new.changes


def test_rows_that_cannot_be_shared_out_are_one_sentence():
    rows = tiny.table("binary", True)
    model = GradientBoostingClassifier(n_estimators=2).fit(rows.X_train, rows.y_train)
    for strategy in (HistogramBoosting(), Student()):
        with pytest.raises(ValueError, match=r"needs at least 20 learning rows.*bring more rows\.$"):
            list(strategy.candidates(model, rows.X_train[:10], rows.y_train[:10], np.random.default_rng(0)))


def test_what_does_not_apply_says_what_does():
    rows = tiny.table("binary", True)
    labels_only = SVC(kernel=lambda a, b: a @ b.T).fit(rows.X_train, rows.y_train)
    assert "refit the model with one of them" in LinearKernel().skip(labels_only)
    assert "CalibratedClassifierCV" in Student().skip(labels_only)
    assert "this is a SVC: try Student" in HistogramBoosting().skip(labels_only)
