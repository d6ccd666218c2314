"""Boosted models of fewer stages: nothing kept out changes nothing, and refined leaves lose less."""

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import (
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
)
from sklearn.metrics import log_loss

from optimizers.prune import CutAndRefineBoosting
from optimizers.prune.base import PruningRows
from optimizers.prune.boosted_trees import averaged
from optimizers.prune.cut_boosting import CutBoosting
from optimizers.prune.refining import refined, unbounded
from optimizers.prune.stage_order import slopes
from sandbox.guard import load_model
from tests import tiny

from ..strategy_models import joblib_bytes, made

MODELS = {
    "gradient": ("binary", GradientBoostingClassifier(n_estimators=6, max_depth=2)),
    "gradient of three classes": ("multiclass", GradientBoostingClassifier(n_estimators=6, subsample=0.7)),
    "gradient from zero": ("multiclass", GradientBoostingClassifier(n_estimators=4, init="zero")),
    "gradient regressor": ("regression", GradientBoostingRegressor(n_estimators=6, learning_rate=0.3)),
    "hist": ("binary", HistGradientBoostingClassifier(max_iter=6, class_weight="balanced")),
    "hist of three classes": ("multiclass", HistGradientBoostingClassifier(max_iter=6, early_stopping=True)),
    "hist regressor": ("regression", HistGradientBoostingRegressor(max_iter=6)),
}


def fitted(name):
    task, model = MODELS[name]
    rows = tiny.table(task, True)
    return model.set_params(random_state=0).fit(rows.X_train, rows.y_train), rows, task


def opened(model, rows, by="gain"):
    X, y = rows.X_train, rows.y_train.to_numpy()
    return CutBoosting.of(model, PruningRows(X[:90], y[:90], X[90:], y[90:]), by, np.random.default_rng(0))


def margins(model, X):
    return model._raw_predict(X if hasattr(model, "_predictors") else np.ascontiguousarray(X, np.float32))


@pytest.mark.parametrize("name", MODELS)
def test_all_stages_with_all_leaves_are_the_model(name):
    model, rows, _ = fitted(name)
    cut = opened(model, rows)
    assert sorted(cut.order) == list(range(len(cut.trees)))
    part = cut.part(len(cut.trees), 1000)
    leaves = [
        stage[k].value[cuts[k].leaves] for k in range(len(cut.trees[0])) for stage, cuts in zip(cut.trees, part.cuts)
    ]
    values = np.concatenate(leaves)[:, None] / cut.scale
    assert cut.scale * part.choose.total(values) == pytest.approx(margins(model, rows.X_train[90:]), abs=1e-3)
    assert margins(cut.rebuilt(part, values), rows.X_test) == pytest.approx(margins(model, rows.X_test))


@pytest.mark.parametrize("name", MODELS)
def test_refined_leaves_end_up_in_the_model_and_lose_less_where_they_were_taught(name):
    model, rows, _ = fitted(name)
    cut = opened(model, rows, "first")
    part = cut.part(3, 4)
    values = refined(part.values, part.fit, part.fit, cut.link, unbounded)
    assert part.fit.loss(values, cut.link) < part.fit.loss(part.values.astype(np.float32), cut.link)
    new = cut.rebuilt(part, values.astype(float))
    assert margins(new, rows.X_train[:90]) == pytest.approx(cut.scale * part.fit.total(values), rel=1e-3, abs=1e-3)
    if hasattr(model, "classes_") and "balanced" not in repr(model):
        slow = log_loss(rows.y_train[:90], new.predict_proba(rows.X_train[:90]))
        assert part.fit.loss(values, cut.link) == pytest.approx(slow, rel=1e-3)


def test_slopes_are_what_small_steps_of_the_loss_say():
    model, rows, _ = fitted("gradient of three classes")
    cut = opened(model, rows)
    lesson, total = cut.part(2, 4).fit, np.random.default_rng(0).normal(size=(90, 3))
    slope, bend = slopes(lesson, total, cut.link)
    step = np.zeros((90, 3))
    step[:, 1] = 1e-4
    above, at, below = (cut.link.loss(cut.link.answer(total + t), lesson.truth)[:, 0] for t in (step, 0, -step))
    assert slope[:, 1] == pytest.approx((above - below) / 2e-4, abs=1e-4)
    assert bend[:, 1] == pytest.approx((above - 2 * at + below) / 1e-8, abs=1e-3)


def test_inner_nodes_hold_the_mean_of_the_leaves_below():
    left, right = np.array([1, -1, 3, -1, -1]), np.array([2, -1, 4, -1, -1])
    value = averaged(left, right, np.array([6, 2, 4, 1, 3]), np.array([9.0, 1, 9, 2, 6]))
    assert value.tolist() == [22 / 6, 1, 5, 2, 6]


def test_categories_and_missing_values_go_the_same_way():
    rng = np.random.default_rng(0)
    X = pd.DataFrame({"c": rng.integers(0, 8, 300), "x": rng.normal(size=300), "d": rng.integers(0, 5, 300)})
    y = pd.Series(np.isin(X["c"], [1, 4, 6]) ^ (X["x"] > 0.5))
    X.loc[::7, "x"] = np.nan
    model = HistGradientBoostingClassifier(max_iter=8, categorical_features=["c", "d"], random_state=0).fit(X, y)
    given = tiny.Fitted(model, tiny.Table(X, y, X, y), "binary")
    cut = CutBoosting.of(model, PruningRows(X, y.to_numpy(), X, y.to_numpy()), "gain", rng)
    part = cut.part(4, 5)
    new = cut.rebuilt(part, part.values)
    assert margins(new, X) == pytest.approx(part.fit.total(part.values), abs=1e-4)
    for candidate in made(CutAndRefineBoosting(n_sizes=3), given):
        again = load_model(joblib_bytes(candidate.model)).model
        assert np.array_equal(again.predict_proba(X), candidate.model.predict_proba(X))


def test_what_it_cannot_refine_is_said():
    rows = tiny.table("regression", True)
    for model in (GradientBoostingRegressor(loss="huber"), HistGradientBoostingRegressor(loss="absolute_error")):
        assert "use TruncateBoosting" in CutAndRefineBoosting().skip(model.fit(rows.X_train, rows.y_train))
    bound = HistGradientBoostingRegressor(monotonic_cst=[1, 0, 0, 0, 0], max_iter=2)
    assert "monotonic_cst" in CutAndRefineBoosting().skip(bound.fit(rows.X_train, rows.y_train))
