"""What only training used goes; every prediction stays, bit for bit."""

import numpy as np
import pytest
from sklearn.ensemble import ExtraTreesClassifier, GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import ElasticNetCV, SGDClassifier
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from optimizers.inside import inside
from optimizers.measure import model_bytes, size_kib
from optimizers.prune.training_leftovers import TrainingLeftovers
from sandbox.guard import load_model
from tests import tiny

MODELS = {
    "network": ("multiclass", MLPClassifier((30,), max_iter=5)),
    "early stopping": ("binary", MLPClassifier((30,), max_iter=5, early_stopping=True)),
    "sgd network": ("regression", MLPRegressor(hidden_layer_sizes=(30,), max_iter=5, solver="sgd")),
    "boosting": ("binary", GradientBoostingClassifier(n_estimators=3, subsample=0.5)),
    "forest": ("multiclass", RandomForestClassifier(20, oob_score=True)),
    "weighted forest": ("multiclass", RandomForestClassifier(5, class_weight="balanced")),
    "weighted trees": ("binary", ExtraTreesClassifier(5, bootstrap=True, class_weight="balanced")),
    "cross-validated": ("regression", ElasticNetCV(cv=2)),
    "averaging": ("binary", SGDClassifier(average=True)),
}


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.filterwarnings("ignore")
def test_predictions_stay_and_the_file_shrinks(name):
    task, recipe = MODELS[name]
    rows = tiny.table(task, numbers=True)
    model = make_pipeline(StandardScaler(), recipe.set_params(random_state=0)).fit(rows.X_train, rows.y_train)
    before = model_bytes(model)
    (candidate,) = TrainingLeftovers().candidates(model, rows.X_train, rows.y_train, np.random.default_rng(0))
    again = load_model(model_bytes(candidate.model)).model
    for method in ("predict", "predict_proba", "decision_function"):
        if hasattr(model, method):
            assert np.array_equal(getattr(again, method)(rows.X_test), getattr(model, method)(rows.X_test))
    assert size_kib(candidate.model) < size_kib(model) and model_bytes(model) == before
    candidate.model.fit(rows.X_train, rows.y_train)


@pytest.mark.filterwarnings("ignore")
def test_a_large_network_keeps_a_quarter_of_its_file_and_goes_on_learning():
    rows = tiny.table("multiclass", numbers=True)
    for early, least in ((True, 2.9), (False, 3.5)):
        model = MLPClassifier((100, 50), max_iter=3, early_stopping=early).fit(rows.X_train, rows.y_train)
        (candidate,) = TrainingLeftovers().candidates(model, rows.X_train, rows.y_train, np.random.default_rng(0))
        assert size_kib(model) / size_kib(candidate.model) >= least
    lean = candidate.model.set_params(early_stopping=False)
    first = lean.coefs_[0].copy()
    lean.partial_fit(rows.X_train, rows.y_train)
    assert not np.array_equal(first, lean.coefs_[0]) and np.isfinite(lean.predict_proba(rows.X_test)).all()


def test_a_model_without_leftovers_is_skipped():
    assert "keeps nothing" in TrainingLeftovers().skip(tiny.fitted("tree").model)
    assert "keeps nothing" in TrainingLeftovers().skip(tiny.fitted("forest").model)
    assert "keeps nothing" in TrainingLeftovers().skip(inside(tiny.fitted("pipeline").model).estimator)


def test_a_forest_leaves_the_weights_of_its_rows_behind():
    rows = tiny.table("binary", numbers=True)
    weight = np.linspace(1, 2, len(rows.y_train))
    model = RandomForestClassifier(3, random_state=0).fit(rows.X_train, rows.y_train, sample_weight=weight)
    (candidate,) = TrainingLeftovers().candidates(model, rows.X_train, rows.y_train, np.random.default_rng(0))
    assert size_kib(model) - size_kib(candidate.model) > weight.nbytes / 1024
    assert np.array_equal(candidate.model.predict_proba(rows.X_test), model.predict_proba(rows.X_test))


def test_leftovers_go_from_every_member_of_a_vote():
    from sklearn.ensemble import VotingClassifier
    from sklearn.linear_model import LogisticRegression

    rows = tiny.table("binary", numbers=True)
    network = MLPClassifier((30,), max_iter=3, random_state=0)
    model = VotingClassifier([("network", network), ("linear", LogisticRegression())], voting="soft")
    with pytest.warns(Warning, match="iterations"):
        model.fit(rows.X_train, rows.y_train)
    assert TrainingLeftovers().skip(model) == ""
    (candidate,) = TrainingLeftovers().candidates(model, rows.X_train, rows.y_train, np.random.default_rng(0))
    assert size_kib(candidate.model) < 0.6 * size_kib(model)
    assert np.array_equal(candidate.model.predict_proba(rows.X_test), model.predict_proba(rows.X_test))
