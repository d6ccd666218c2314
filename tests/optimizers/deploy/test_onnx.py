"""ONNX exports: offered where they answer alike; known silent faults are caught."""

import sys

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_iris, make_classification
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.ensemble import (
    GradientBoostingClassifier,
    HistGradientBoostingClassifier,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import TunedThresholdClassifierCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC
from sklearn.tree import DecisionTreeClassifier

from optimizers.deploy.models.to_onnx import INSTALL, file_of, onnx_bytes, onnx_model
from optimizers.deploy.onnx_runtime import OnnxRuntime
from optimizers.deploy.verify import verified
from tests.optimizers.strategy_models import MODELS, made

pytest.importorskip("skl2onnx")
pytest.importorskip("onnxruntime")
pytestmark = pytest.mark.filterwarnings("ignore")

VALUES, SIDES = make_classification(600, 6, weights=[0.8], flip_y=0.1, random_state=0)
X, y = pd.DataFrame(VALUES, columns=list("abcdef")), pd.Series(np.array(["no", "yes"])[SIDES])


def offered(model, **settings):
    found = OnnxRuntime(**settings).candidates(model, X, y, np.random.default_rng(0))
    return next(found).model


@pytest.mark.parametrize(
    "model",
    [
        LogisticRegression(),
        LinearSVC(),
        make_pipeline(StandardScaler(), LogisticRegression()),
        DecisionTreeClassifier(max_depth=6, random_state=0),
        RandomForestClassifier(15, max_depth=6, random_state=0),
    ],
    ids=lambda m: type(m).__name__,
)
def test_what_answers_alike_is_offered(model):
    model.fit(X, y)
    export = offered(model)
    assert np.array_equal(export.predict(X), model.predict(X)) and list(export.classes_) == ["no", "yes"]
    for method in ("predict_proba", "decision_function"):
        if hasattr(export, method):
            np.testing.assert_allclose(getattr(export, method)(X), getattr(model, method)(X), rtol=1e-4, atol=1e-4)
    assert hasattr(export, "predict_proba") == hasattr(model, "predict_proba")


@pytest.mark.parametrize("model", [Ridge(), RandomForestRegressor(8, random_state=0)], ids=str)
def test_values_too(model):
    model.fit(X, VALUES[:, 0] * 50 + SIDES)
    np.testing.assert_allclose(offered(model).predict(X), model.predict(X), rtol=1e-4)


def test_a_tuned_threshold_is_dropped_and_caught():
    model = TunedThresholdClassifierCV(LogisticRegression(), scoring="f1", cv=3).fit(X, SIDES)
    checked = verified(model, onnx_model(model, X), X)
    assert not checked.passed and "labels change on rows as given" in checked.said
    with pytest.raises(ValueError, match=r"OnnxRuntime is not offered. .* labels change"):
        offered(model)


def test_the_doubled_logit_of_a_binary_discriminant_is_caught():
    model = LinearDiscriminantAnalysis().fit(X, y)
    checked = verified(model, onnx_model(model, X), X)
    assert not checked.passed and "values differ by up to 0." in checked.said
    odds = np.log(onnx_model(model, X).predict_proba(X[:5])[:, 1] / model.predict_proba(X[:5])[:, 1])
    assert np.abs(odds).max() > 0.01


def single(n=3000):
    """Rows that single precision holds."""
    return pd.DataFrame(np.random.default_rng(1).normal(0, 1, (n, 6)).astype(np.float32), columns=list("abcdef"))


@pytest.mark.parametrize("n_trees", [4, 16, 20, 60])
@pytest.mark.parametrize("n_classes", [2, 3])
def test_a_forests_ties_go_the_way_they_go_in_the_original(n_trees, n_classes):
    labels = np.digitize(VALUES[:, 0] + VALUES[:, 1] ** 2, [0.5, 2][: n_classes - 1])
    model, rows = RandomForestClassifier(n_trees, random_state=0).fit(X, labels), single()
    top = np.sort(model.predict_proba(rows), axis=1)
    export = onnx_model(model, X)
    assert (top[:, -1] - top[:, -2] < 1e-9).sum() > 5
    assert np.array_equal(export.predict(rows), model.predict(rows))
    np.testing.assert_allclose(export.predict_proba(rows), model.predict_proba(rows), atol=n_trees * 2.0**-24 + 1e-6)


def test_rounded_votes_break_all_ties_of_twenty_trees_and_that_is_counted_not_refused(monkeypatch):
    model, rows = RandomForestClassifier(20, random_state=0).fit(X, y), single()
    monkeypatch.setattr("optimizers.deploy.models.to_onnx.exact_votes", lambda made: None)
    export, tied = onnx_model(model, X), np.abs(model.predict_proba(rows)[:, 0] - 0.5) < 1e-9
    assert np.array_equal(export.predict(rows) != model.predict(rows), tied) and tied.mean() > 0.01
    export._refuses_missing = True
    checked = verified(model, export, X)
    mixed = checked.table.set_index("rows").loc["columns mixed"]
    assert checked.passed and mixed["n_changed"] == mixed["n_tied"] > 10 and ", at ties" in checked.said


def test_boosted_trees_keep_their_weights():
    model = GradientBoostingClassifier(n_estimators=5, random_state=0).fit(X, y)
    np.testing.assert_allclose(onnx_model(model, X).predict_proba(X), model.predict_proba(X), atol=1e-5)


def test_missing_values_go_elsewhere_in_a_converted_tree_and_are_refused():
    model = DecisionTreeClassifier(max_depth=6, random_state=0).fit(X, y)
    assert "missing values" in verified(model, onnx_model(model, X), X).said
    export = offered(model)
    with pytest.raises(ValueError, match="Row 0, column c is missing"):
        export.predict(X.assign(c=np.nan))
    assert verified(model, export, X).said.endswith("It refuses missing values.")


def test_a_pipeline_of_doubles_does_not_convert_and_ours_takes_floats():
    from skl2onnx import to_onnx
    from skl2onnx.common.data_types import DoubleTensorType

    gaps = X.mask(np.random.default_rng(0).random(X.shape) < 0.1)
    model = make_pipeline(SimpleImputer(), StandardScaler(), LogisticRegression()).fit(gaps, y)
    with pytest.raises(Exception, match=r"Imputer|NOT_IMPLEMENTED|INVALID_GRAPH"):
        import onnxruntime

        raw = to_onnx(model, initial_types=[("X", DoubleTensorType([None, 6]))]).SerializeToString()
        onnxruntime.InferenceSession(raw, providers=["CPUExecutionProvider"])
    assert verified(model, onnx_model(model, gaps), gaps).passed


def test_no_converter_is_one_sentence():
    model = MODELS["bag_of_trees"]()[0]
    odd = make_pipeline(LinearDiscriminantAnalysis(), model).fit(*load_iris(return_X_y=True))
    from sklearn.model_selection import FixedThresholdClassifier

    unknown = FixedThresholdClassifier(LogisticRegression(), threshold=0.3).fit(X, y)
    with pytest.raises(
        ValueError, match=r"not offered: FixedThresholdClassifier cannot be written as ONNX: .*\.$"
    ) as why:
        offered(unknown)
    assert "\n" not in str(why.value) and len(str(why.value)) < 400 and odd is not None


def test_without_the_packages_one_sentence_names_them(monkeypatch):
    model = LogisticRegression().fit(X, y)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert OnnxRuntime().skip(model) == INSTALL
    monkeypatch.setitem(sys.modules, "skl2onnx", None)
    with pytest.raises(ValueError, match="pip install skl2onnx onnxruntime"):
        onnx_bytes(model, X)


def test_double_thresholds_of_histogram_boosting_do_not_fit_into_single_ones():
    model = HistGradientBoostingClassifier(max_iter=5, random_state=0).fit(X, y)
    nodes = np.concatenate([tree.nodes for stage in model._predictors for tree in stage])
    cuts = nodes["num_threshold"][nodes["is_leaf"] == 0]
    assert np.mean(cuts != cuts.astype(np.float32)) > 0.9  # between the two, rows would go the other way
    assert "the direct predictor and treelite compare as it does" in OnnxRuntime().skip(model)


def test_other_libraries_are_skipped():
    assert "is none of them" in OnnxRuntime().skip(object())


def test_mixed_columns_come_by_name():
    fitted = MODELS["pipeline"]()
    try:
        export = made(OnnxRuntime(), fitted)[0].model
    except ValueError as why:  # gaps in text are answered otherwise: refused, in a sentence
        assert str(why).startswith("OnnxRuntime is not offered")
    else:
        assert list(export.feature_names_in_) == list(fitted.table.X_test)


def test_its_file_is_what_onnxruntime_takes_anywhere():
    import onnxruntime

    model = LogisticRegression().fit(X, y)
    session = onnxruntime.InferenceSession(file_of(offered(model)), providers=["CPUExecutionProvider"])
    assert np.array_equal(session.run(None, {"X": VALUES.astype(np.float32)})[0], model.predict(X))
    with pytest.raises(ValueError, match="this is a LogisticRegression"):
        file_of(model)
