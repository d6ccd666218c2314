"""What is carried over arrives, what is not is said."""

import numpy as np
import pytest
from sklearn import ensemble, neighbors, neural_network, svm
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from optimizers.inside import inside
from optimizers.swap import (
    HistogramBoosting,
    LinearForNetwork,
    LinearKernel,
    OtherLibrary,
    OtherTrees,
    TreesForNeighbours,
)
from tests import tiny


def swapped(strategy, model, task="binary"):
    rows = tiny.table(task, True)
    model.fit(rows.X_train, rows.y_train)
    assert strategy.skip(model) == ""
    found = strategy.candidates(model, rows.X_train, rows.y_train, np.random.default_rng(0))
    return {c.label: c for c in found}


def settings(candidate):
    return inside(candidate.model).estimator.get_params()


def test_boosting_arrives_on_histograms():
    old = ensemble.GradientBoostingClassifier(
        n_estimators=7, learning_rate=0.3, max_depth=4, max_leaf_nodes=6, subsample=0.5, max_features=2
    )
    (new,) = swapped(HistogramBoosting(), make_pipeline(StandardScaler(), old)).values()
    got = settings(new)
    expected = {"max_iter": 7, "learning_rate": 0.3, "max_depth": 4, "max_leaf_nodes": 6, "max_features": 0.4}
    assert {k: got[k] for k in expected} == expected and got["early_stopping"] is False
    assert "No counterpart: subsample=0.5." in new.because and "max_iter=7 (was n_estimators=7)" in new.because
    assert new.cost["fit_rows"] == 120 and new.cost["fit_s"] > 0
    value, low, high = new.choice["validation_score"]
    assert low < value < high and new.choice["n_tried"][0] == 2


def test_losses_of_values_arrive():
    old = ensemble.GradientBoostingRegressor(n_estimators=5, loss="quantile", alpha=0.8, n_iter_no_change=3)
    (new,) = swapped(HistogramBoosting(), old, "regression").values()
    got = settings(new)
    assert (got["loss"], got["quantile"], got["early_stopping"], got["n_iter_no_change"]) == ("quantile", 0.8, True, 3)
    huber = ensemble.GradientBoostingRegressor(n_estimators=5, loss="huber")
    (new,) = swapped(HistogramBoosting(), huber, "regression").values()
    assert "The loss 'huber' is replaced by the default." in new.because


def test_forests_share_what_they_share():
    old = ensemble.RandomForestClassifier(6, max_depth=3, min_samples_leaf=2, class_weight="balanced_subsample")
    found = swapped(OtherTrees(), old)
    got = settings(found["ExtraTreesClassifier"])
    assert (got["n_estimators"], got["max_depth"], got["min_samples_leaf"]) == (6, 3, 2)
    assert got["class_weight"] == "balanced_subsample" and got["bootstrap"] is False
    boosted = found["HistGradientBoostingClassifier"]
    assert settings(boosted)["class_weight"] == "balanced" and "n_estimators=6" in boosted.because


def test_kernels_arrive_in_the_sketch():
    model = make_pipeline(StandardScaler(), svm.SVC(C=3.0, class_weight="balanced"))
    found = swapped(LinearKernel(n_components=20, steps=1), model)
    assert settings(found["LinearSVC"])["C"] == 3.0 and settings(found["LinearSVC"])["class_weight"] == "balanced"
    sketch = found["Nystroem and LinearSVC"].model.steps[-1][1].steps[0][1]
    assert sketch.n_components == 20 and sketch.gamma == pytest.approx(model[-1]._gamma)


def test_probabilities_stay():
    model = make_pipeline(StandardScaler(), svm.SVC(kernel="linear"))
    assert not hasattr(swapped(LinearKernel(), model)["LinearSVC"].model, "predict_proba")
    with pytest.warns(FutureWarning):
        found = swapped(LinearKernel(), make_pipeline(StandardScaler(), svm.SVC(probability=True)))
    assert all(hasattr(c.model, "predict_proba") for c in found.values()) and len(found) == 2


def test_penalties_of_networks_arrive():
    network = neural_network.MLPClassifier((4,), alpha=0.5, max_iter=5)
    (new,) = swapped(LinearForNetwork(weakest=0.5), make_pipeline(StandardScaler(), network)).values()
    assert settings(new)["C"] == 2.0 and "hidden_layer_sizes=(4,)" in new.because
    network = neural_network.MLPRegressor(hidden_layer_sizes=(4,), alpha=0.5, max_iter=5)
    (new,) = swapped(LinearForNetwork(weakest=0.5), network, "regression").values()
    assert settings(new)["alpha"] == 0.5


def test_neighbours_become_leaves():
    (new,) = swapped(
        TreesForNeighbours(n_trees=5), neighbors.KNeighborsRegressor(6, weights="distance"), "regression"
    ).values()
    assert settings(new)["min_samples_leaf"] in (1, 6) and 'No counterpart: weights="distance".' in new.because


def test_other_libraries_take_over():
    pytest.importorskip("lightgbm"), pytest.importorskip("xgboost")
    old = ensemble.GradientBoostingClassifier(n_estimators=7, learning_rate=0.3, max_depth=4, subsample=0.5)
    found = swapped(OtherLibrary(), old)
    light, extreme = settings(found["LGBMClassifier"]), inside(found["XGBClassifier"].model).estimator
    assert (light["n_estimators"], light["learning_rate"], light["num_leaves"], light["subsample"]) == (7, 0.3, 16, 0.5)
    got = extreme.estimators[0][1].get_params()  # text labels: in a vote of one, which codes them
    assert (got["n_estimators"], got["learning_rate"], got["max_depth"], got["subsample"]) == (7, 0.3, 4, 0.5)
    assert set(found["XGBClassifier"].model.predict(tiny.table("binary", True).X_test)) == {"no", "yes"}


def test_absent_libraries_say_how_to_get_them(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    model = tiny.fitted("forest").model
    assert OtherLibrary().skip(model) == "lightgbm and xgboost are not installed here: pip install lightgbm xgboost."
    assert OtherLibrary(package="xgboost").skip(model).endswith("pip install xgboost.")
