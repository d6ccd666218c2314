"""Boosting truncated: the first stages answer as the staged predictions of the whole say."""

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import (
    AdaBoostClassifier,
    AdaBoostRegressor,
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
)

from optimizers.prune import TruncateBoosting
from sandbox.guard import load_model
from tests import tiny

from ..strategy_models import joblib_bytes, made

MODELS = {
    "gradient": ("multiclass", GradientBoostingClassifier(n_estimators=6, subsample=0.7, random_state=0)),
    "gradient regressor": ("regression", GradientBoostingRegressor(n_estimators=6, random_state=0)),
    "hist": ("multiclass", HistGradientBoostingClassifier(max_iter=6, early_stopping=True, random_state=0)),
    "hist regressor": ("regression", HistGradientBoostingRegressor(max_iter=6)),
    "ada": ("multiclass", AdaBoostClassifier(n_estimators=6, random_state=0)),
    "ada regressor": ("regression", AdaBoostRegressor(n_estimators=6, random_state=0)),
}


@pytest.mark.filterwarnings("ignore:X does not have valid feature names")  # AdaBoost, about its own trees
@pytest.mark.parametrize("name", list(MODELS))
def test_each_candidate_is_a_stage_of_the_whole(name):
    task, model = MODELS[name]
    rows = tiny.table(task, True)
    fitted = tiny.Fitted(model.fit(rows.X_train, rows.y_train), rows, task)
    staged = list(model.staged_predict(rows.X_test))
    for candidate in made(TruncateBoosting(n_sizes=50), fitted):
        n = int(candidate.label.split()[0])
        for found in (candidate.model, load_model(joblib_bytes(candidate.model)).model):
            assert np.array_equal(found.predict(rows.X_test), staged[n - 1])
    assert n == 1


@pytest.mark.parametrize("task", ["binary", "multiclass", "regression"])
def test_xgboost(task):
    xgboost = pytest.importorskip("xgboost")
    rows = tiny.table(task, True)
    kind = xgboost.XGBRegressor if task == "regression" else xgboost.XGBClassifier
    y = rows.y_train if task == "regression" else np.unique(rows.y_train, return_inverse=True)[1]
    model = kind(n_estimators=6, max_depth=2, n_jobs=1).fit(rows.X_train, y)
    fitted = tiny.Fitted(model, rows._replace(y_train=pd.Series(y)), task)
    for candidate in made(TruncateBoosting(n_sizes=6), fitted):
        n = int(candidate.label.split()[0])
        wanted = model.predict(rows.X_test, iteration_range=(0, n))
        for found in (candidate.model, load_model(joblib_bytes(candidate.model)).model):
            assert np.array_equal(found.predict(rows.X_test), wanted)
    assert n == 1 and model.get_booster().num_boosted_rounds() == 6


@pytest.mark.parametrize("task", ["binary", "multiclass", "regression"])
def test_lightgbm(task):
    lightgbm = pytest.importorskip("lightgbm")
    rows = tiny.table(task, True)
    kind = lightgbm.LGBMRegressor if task == "regression" else lightgbm.LGBMClassifier
    model = kind(n_estimators=6, n_jobs=1, verbose=-1).fit(rows.X_train, rows.y_train)
    for candidate in made(TruncateBoosting(n_sizes=6), tiny.Fitted(model, rows, task)):
        n = int(candidate.label.split()[0])
        wanted = model.predict(rows.X_test, num_iteration=n)
        for found in (candidate.model, load_model(joblib_bytes(candidate.model)).model):
            assert np.array_equal(found.predict(rows.X_test), wanted)
    assert n == 1 and model.booster_.current_iteration() == 6
