"""The estimator inside is found, sees the rows it was fitted on, and is put back without touching the original."""

import numpy as np
import pytest
from sklearn.compose import TransformedTargetRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from optimizers.inside import inside, why_not

from .cases import classifier_case, regressor_case

X, y = classifier_case().X_train, classifier_case().y_train
MODELS = {
    "plain": LogisticRegression(),
    "pipeline": make_pipeline(StandardScaler(), LogisticRegression()),
    "nested": make_pipeline(StandardScaler(), make_pipeline("passthrough", LogisticRegression())),
    "search": GridSearchCV(
        make_pipeline(StandardScaler(), LogisticRegression()), {"logisticregression__C": [1, 2]}, cv=2
    ),
}


@pytest.mark.parametrize("name", MODELS)
def test_the_innermost_estimator_answers_as_the_whole_model(name):
    model = MODELS[name].fit(X, y)
    opened = inside(model)
    assert isinstance(opened.estimator, LogisticRegression)
    assert np.array_equal(opened.estimator.predict(opened.rows(X)), model.predict(X))


@pytest.mark.parametrize("name", MODELS)
def test_another_estimator_takes_its_place_and_the_original_stays(name):
    model = MODELS[name].fit(X, y)
    opened, before = inside(model), model.predict(X)
    stump = DecisionTreeClassifier(max_depth=1).fit(opened.rows(X), y)
    swapped = opened.wrapped(stump)
    assert np.array_equal(swapped.predict(X), stump.predict(opened.rows(X)))
    assert np.array_equal(model.predict(X), before) and type(swapped) is (
        type(model) if name != "plain" else type(stump)
    )


def test_a_transformed_target_is_transformed_for_the_estimator_inside():
    case = regressor_case()
    model = TransformedTargetRegressor(LinearRegression(), func=np.arcsinh, inverse_func=np.sinh)
    opened = inside(model.fit(case.X_train, case.y_train))
    assert opened.targets(case.y_train) == pytest.approx(np.arcsinh(case.y_train).to_numpy())
    stump = DecisionTreeRegressor(max_depth=1).fit(opened.rows(case.X_train), opened.targets(case.y_train))
    expected = np.sinh(stump.predict(case.X_train))
    assert opened.wrapped(stump).predict(case.X_train) == pytest.approx(expected)


def test_a_model_of_several_outputs_says_why_not():
    from sklearn.multioutput import MultiOutputClassifier

    twice = np.c_[y, y]
    assert "one output" in why_not(MultiOutputClassifier(LogisticRegression()).fit(X, twice))
    assert why_not(MODELS["pipeline"].fit(X, y)) == ""
