"""Refitting a recipe: weights reach the estimator inside, and what goes wrong is one line."""

import numpy as np
import pytest
from sklearn.compose import TransformedTargetRegressor
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.model_selection import GridSearchCV
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from optimizers.refit import CannotFit, first_line, refit, weights_name
from tests import tiny

NAMES = {
    "sample_weight": Ridge(),
    "ridge__sample_weight": make_pipeline(FunctionTransformer(), Ridge()),
    "pipeline__ridge__sample_weight": make_pipeline(
        FunctionTransformer(), make_pipeline(FunctionTransformer(), Ridge())
    ),
}
WRAPPED = [
    *NAMES.items(),
    ("ridge__sample_weight", GridSearchCV(NAMES["ridge__sample_weight"], {"ridge__alpha": [1.0]}, cv=2)),
    ("ridge__sample_weight", TransformedTargetRegressor(NAMES["ridge__sample_weight"])),
    ("sample_weight", TransformedTargetRegressor()),
    ("", make_pipeline(StandardScaler(), KNeighborsRegressor())),
]


@pytest.fixture(scope="module")
def rows():
    table = tiny.table("regression", numbers=True)
    return table.X_train.to_numpy(), table.y_train.to_numpy()


@pytest.mark.parametrize(("name", "model"), WRAPPED)
def test_the_name_of_the_weights_is_that_of_the_innermost_estimator(name, model):
    assert weights_name(model) == name


@pytest.mark.parametrize("model", [m for name, m in WRAPPED if name and not isinstance(m, GridSearchCV)])
def test_rows_of_no_weight_are_as_if_they_were_not_there(model, rows):
    X, y = rows
    kept = np.arange(len(y)) % 3 > 0
    weighted = refit(model, X, y, 0, kept.astype(float)).predict(X)
    assert np.allclose(weighted, refit(model, X[kept], y[kept], 0).predict(X))


def test_the_model_that_is_given_stays_as_it_is(rows):
    X, y = rows
    model = LinearRegression().fit(X, y)
    before = model.coef_.copy()
    refit(model, X[:50], y[:50], 0)
    assert np.array_equal(model.coef_, before)


def test_what_cannot_be_fitted_says_why_on_one_line(rows):
    X, y = rows
    with pytest.raises(CannotFit, match=r"^Input y contains NaN$"):
        refit(Ridge(), X, np.where(y > y.mean(), np.nan, y), 0)


@pytest.mark.parametrize(
    ("error", "said"),
    [(ValueError("No.\nMore."), "No"), (KeyError(), "KeyError"), (ValueError("x" * 500), "x" * 150)],
)
def test_the_first_line_fits_into_a_sentence(error, said):
    assert first_line(error) == said
