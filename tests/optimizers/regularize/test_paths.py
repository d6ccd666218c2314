"""Whole paths give the same models as fits from nothing, one by one."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.compose import TransformedTargetRegressor
from sklearn.ensemble import GradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.linear_model import ElasticNet, Lasso, LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from optimizers.regularize.coefficients import coefficient_path
from optimizers.regularize.paths import fitted_path
from optimizers.regularize.settings import Settled
from optimizers.regularize.whole_paths import WHOLE
from tests import tiny

RECIPES = [
    (Lasso(tol=1e-8), "alpha", [0.01, 0.1, 1.0]),
    (ElasticNet(tol=1e-8, fit_intercept=False), "alpha", [0.01, 1.0]),
    (Ridge(), "alpha", [1e-3, 1.0, 1e4]),
    (Ridge(fit_intercept=False), "alpha", [1.0, 1e4]),
    (LogisticRegression(tol=1e-8, max_iter=5000), "C", [100.0, 1.0, 0.01]),
    (GradientBoostingClassifier(random_state=0, subsample=0.7, max_depth=2), "n_estimators", [9, 4, 1]),
    (HistGradientBoostingRegressor(random_state=0), "max_iter", [9, 4]),
]


@pytest.mark.parametrize(("model", "name", "values"), RECIPES, ids=lambda v: type(v).__name__)
@pytest.mark.parametrize("in_pipeline", [False, True])
def test_a_whole_path_is_what_cold_fits_give(model, name, values, in_pipeline, monkeypatch):
    rows = tiny.table("binary" if hasattr(model, "predict_proba") else "regression", True)
    X, y = rows.X_train, rows.y_train.to_numpy()
    recipe = make_pipeline(StandardScaler().set_output(transform="pandas"), clone(model)) if in_pipeline else model
    settings = [Settled({name: v}) for v in values]
    quick = fitted_path(recipe, settings, X, y)
    monkeypatch.setattr("optimizers.regularize.paths.WHOLE", {})
    for fast, slow, value in zip(quick, fitted_path(recipe, settings, X, y), values):
        own = fast[-1] if in_pipeline else fast
        assert getattr(own, name) == value and own.get_params() == (slow[-1] if in_pipeline else slow).get_params()
        assert own.n_features_in_ == 5 and list(own.feature_names_in_) == list(X)
        say = "predict_proba" if hasattr(slow, "predict_proba") else "predict"
        assert np.allclose(getattr(fast, say)(X), getattr(slow, say)(X), rtol=1e-4, atol=1e-4)


def test_a_whole_path_is_really_taken(monkeypatch):
    """Otherwise the comparison above compares cold fits with cold fits."""
    calls = []
    for kind, (name, whole) in dict(WHOLE).items():
        monkeypatch.setitem(WHOLE, kind, (name, lambda *a, whole=whole: calls.append(whole(*a)) or calls[-1]))
    for model, name, values in RECIPES:
        rows = tiny.table("binary" if hasattr(model, "predict_proba") else "regression", True)
        fitted_path(model, [Settled({name: v}) for v in values], rows.X_train, rows.y_train.to_numpy())
    assert len(calls) == len(RECIPES) and all(calls)


def test_one_setting_that_cannot_be_fitted_leaves_the_others():
    rows = tiny.table("binary", True)
    found = fitted_path(LogisticRegression(), [Settled({"C": c}) for c in (1.0, -1.0)], rows.X_train, rows.y_train)
    assert hasattr(found[0], "coef_") and isinstance(found[1], ValueError)


def test_sparse_rows_and_transformed_targets_are_fitted_one_by_one():
    from scipy.sparse import csr_matrix

    rows = tiny.table("regression", True)
    X, y = csr_matrix(rows.X_train.to_numpy()), rows.y_train.to_numpy()
    for fitted in fitted_path(Lasso(), [Settled({"alpha": a}) for a in (0.1, 1.0)], X, y):
        assert fitted.predict(X).shape == (len(y),)
    target = TransformedTargetRegressor(make_pipeline(StandardScaler(), Ridge()), func=np.log, inverse_func=np.exp)
    found = fitted_path(target, [Settled({"alpha": a}) for a in (0.1, 1e3)], rows.X_train, y)
    assert [f.regressor_[-1].alpha for f in found] == [0.1, 1e3]


def test_coefficients_shrink_along_the_path_and_carry_their_names():
    fitted = tiny.fitted("pipeline")
    path = coefficient_path(fitted.model, fitted.table.X_train, fitted.table.y_train, n=6)
    assert list(path) == ["setting", "feature", "coefficient"] and path.attrs == {"parameter": "C", "log": True}
    assert any("city" in name for name in path["feature"]) and path["setting"].is_monotonic_decreasing
    size = path.assign(size=path["coefficient"] ** 2).groupby("setting")["size"].sum()
    assert size.is_monotonic_increasing
    with pytest.raises(ValueError, match="has no coefficients to follow"):
        tree = tiny.fitted("tree")
        coefficient_path(tree.model, tree.table.X_train, tree.table.y_train)


def test_coefficients_of_several_classes_are_told_apart():
    rows = tiny.table("multiclass", True)
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(rows.X_train, rows.y_train)
    path = coefficient_path(model, rows.X_train, rows.y_train, n=3)
    assert len(path) == 3 * 3 * 5 and set(path["class"]) == {"low", "mid", "high"}
    assert set(path["feature"]) == set(rows.X_train)
