"""Tables of mixed columns read directly: what each step makes of every kind of value, or a sentence."""

import numpy as np
import pytest
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.impute import KNNImputer, SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    MinMaxScaler,
    OneHotEncoder,
    OrdinalEncoder,
    StandardScaler,
    TargetEncoder,
)

from optimizers.deploy.direct import DirectPredictor, direct
from optimizers.deploy.models.columns import FEW_ROWS
from optimizers.deploy.verify import EQUAL, verified
from tests import tiny

TABLE = tiny.table("multiclass")
NUMBERS, TEXTS = ["age", "income", "rate"], ["city", "member"]
KNOWING = dict(handle_unknown="use_encoded_value", unknown_value=-1)
ENCODERS = {
    "one hot": OneHotEncoder(handle_unknown="ignore"),
    "one hot, refusing": OneHotEncoder(sparse_output=False),
    "first dropped": OneHotEncoder(drop="first", handle_unknown="ignore", sparse_output=False),
    "if binary": OneHotEncoder(drop="if_binary", handle_unknown="ignore"),
    "rare ones together": OneHotEncoder(min_frequency=30, handle_unknown="infrequent_if_exist", sparse_output=False),
    "numbered": OrdinalEncoder(**KNOWING),
    "numbered, gaps too": OrdinalEncoder(encoded_missing_value=-2, **KNOWING),
    "by target": TargetEncoder(random_state=0),
    "filled first": make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore")),
    "constant first": make_pipeline(SimpleImputer(strategy="constant", fill_value="?"), OrdinalEncoder(**KNOWING)),
    "scaled after": make_pipeline(OneHotEncoder(sparse_output=False), StandardScaler()),
}
STRANGE = {
    "unseen": lambda X: X.assign(city="Rome"),
    "missing": lambda X: X.assign(city=np.array([np.nan] * len(X), dtype=object)),
    "gaps": lambda X: X.assign(income=np.nan),
    "objects": lambda X: X.astype(object),
    "categories": lambda X: X.assign(city=X["city"].astype("category")),
    "narrow": lambda X: X.astype({"rate": np.float32, "income": np.float32}),
}


def fitted(encoder, last, columns=("city",)):
    numeric = make_pipeline(SimpleImputer(), StandardScaler())
    front = make_column_transformer((numeric, NUMBERS), (encoder, list(columns)), remainder="drop")
    return make_pipeline(front, last).fit(TABLE.X_train, TABLE.y_train)


def assert_alike(model, found, X, tolerance=0.0):
    """The same answers for many rows, few and one; refused where the original refuses."""
    for n in (len(X), FEW_ROWS, 1):
        try:
            expected = model.predict_proba(X[:n])
        except ValueError:
            with pytest.raises(ValueError):
                found.predict_proba(X[:n])
        else:
            np.testing.assert_allclose(found.predict_proba(X[:n]), expected, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("name", ENCODERS)
def test_encoders_of_a_forest_give_the_same_bits(name):
    columns = TEXTS if name in ("one hot", "if binary", "numbered") else ["city"]
    model = fitted(ENCODERS[name], RandomForestClassifier(6, random_state=0), columns)
    found = direct(model)
    assert type(found).__name__ == "TreesClassifier"
    assert_alike(model, found, TABLE.X_test)
    for change in STRANGE.values():
        assert_alike(model, found, change(TABLE.X_test.copy()))
    assert verified(model, found, TABLE.X_train).verdict == EQUAL


@pytest.mark.parametrize("name", ["one hot", "numbered, gaps too", "scaled after"])
def test_a_linear_model_to_the_last_digits(name):
    model = fitted(ENCODERS[name], LogisticRegression(max_iter=500))
    for change in STRANGE.values():
        assert_alike(model, direct(model), change(TABLE.X_test.copy()), 1e-12)


def test_columns_passed_on_dropped_and_put_in_another_order():
    front = make_column_transformer(
        (MinMaxScaler(), ["rate"]), (OrdinalEncoder(**KNOWING), ["city"]), ("drop", ["income"]),
        remainder="passthrough",
    )  # fmt: skip
    model = make_pipeline(front, RandomForestClassifier(6, random_state=0)).fit(TABLE.X_train, TABLE.y_train)
    assert type(direct(model)).__name__ == "TreesClassifier"
    assert_alike(model, direct(model), TABLE.X_test)
    with pytest.raises(ValueError, match="The columns differ"):
        direct(model).predict(TABLE.X_test[TABLE.X_test.columns[::-1]])


def test_arrays_by_place():
    X = np.c_[np.random.default_rng(0).normal(size=(90, 2)), np.arange(90) % 3]
    front = make_column_transformer((StandardScaler(), [1, 0]), (OneHotEncoder(handle_unknown="ignore"), slice(2, 3)))
    model = make_pipeline(front, RandomForestClassifier(5, random_state=0)).fit(X, np.arange(90) % 2)
    assert_alike(model, direct(model), X)
    assert_alike(model, direct(model), np.where(X == 2, 7, X))


def test_an_encoder_alone_and_a_search_around_it():
    X = TABLE.X_train[["city", "member"]].astype(str)
    model = make_pipeline(OneHotEncoder(handle_unknown="ignore"), LogisticRegression())
    found = GridSearchCV(model, {"logisticregression__C": [0.1, 1]}, cv=2).fit(X, TABLE.y_train)
    assert type(direct(found)).__name__ == "LogisticClassifier"
    assert_alike(found, direct(found), X.assign(city="Rome"), 1e-12)


def test_histogram_boosting_behind_columns():
    front = make_column_transformer((OrdinalEncoder(**KNOWING), ["city"]), remainder="passthrough")
    model = make_pipeline(front, HistGradientBoostingClassifier(max_iter=8, random_state=0))
    model.fit(TABLE.X_train, TABLE.y_train)
    assert type(direct(model)).__name__ == "HistClassifier"
    for change in (STRANGE["gaps"], STRANGE["unseen"]):
        assert_alike(model, direct(model), change(TABLE.X_test.copy()))


def test_a_missing_category_that_is_unknown_is_refused_as_the_original_does():
    X = TABLE.X_train.dropna().assign(city=lambda X: X["city"].astype(object))
    front = make_column_transformer((OneHotEncoder(), ["city"]), ("passthrough", ["age"]))
    model = make_pipeline(front, LogisticRegression()).fit(X, TABLE.y_train[X.index])
    with pytest.raises(ValueError, match=r"Row 0, column 3 holds a category that the model has never seen\."):
        direct(model).predict(X.assign(city=None))


@pytest.mark.parametrize(
    "odd",
    [
        make_pipeline(KNNImputer(), StandardScaler()),
        make_pipeline(SimpleImputer(add_indicator=True), StandardScaler()),
        make_pipeline(SimpleImputer(), FunctionTransformer(np.log1p)),
    ],
    ids=["neighbours", "indicator", "function"],
)
def test_other_steps_leave_the_model_alone_to_be_replaced(odd):
    model = make_pipeline(make_column_transformer((odd, NUMBERS)), LogisticRegression())
    model.fit(TABLE.X_train, TABLE.y_train)
    assert not DirectPredictor().skip(model) and type(direct(model)) is type(model)


def test_weights_and_sparse_arithmetic_too():
    for front in (
        make_column_transformer((OneHotEncoder(), ["city"]), ("passthrough", ["age"]), sparse_threshold=1.0),
        make_pipeline(OneHotEncoder()),
    ):
        model = make_pipeline(front, StandardScaler(with_mean=False), LogisticRegression())
        X = TABLE.X_train if hasattr(front, "transformers") else TABLE.X_train[["city"]]
        model.fit(X, TABLE.y_train)
        assert type(direct(model)) is type(model)
