"""The gain is not the leak: cleaning before cross-validation flatters, cleaning inside the folds does not."""

import json

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import cross_val_score
from sklearn.tree import DecisionTreeClassifier

from optimizers.clean.gain import cleaning_gain, keepers, told
from optimizers.clean.labels import label_noise
from optimizers.clean.overlap import NOISE, OVERLAP
from optimizers.clean.resampled import corrected_interval
from optimizers.metrics import METRICS

from .noisy import blobs


def test_cleaning_first_shows_a_gain_of_many_points_that_is_not_there_and_we_do_not():
    X, y, _, _ = blobs(400, 0.2)
    X_fresh, _, _, true = blobs(3000, 0.2, seed=9)
    model = LogisticRegression(max_iter=500).fit(X, y)
    kept = keepers(label_noise(model, X, y), y)
    leaked = cross_val_score(model, X.iloc[kept], y.iloc[kept]).mean() - cross_val_score(model, X, y).mean()
    cleaned = clone(model).fit(X.iloc[kept], y.iloc[kept])
    truth = cleaned.score(X_fresh, true) - model.score(X_fresh, true)
    found = cleaning_gain(model, X, y)
    assert leaked > truth + 0.1
    assert abs(found.gain[0] - truth) < 0.03 and found.gain[1] <= truth <= found.gain[2] + 0.02
    assert not found.recommended


def test_a_tree_that_learned_wrong_labels_by_heart_gains_and_cleaning_is_recommended():
    X, y, _, _ = blobs(400, 0.2)
    found = cleaning_gain(DecisionTreeClassifier(random_state=0).fit(X, y), X, y)
    assert found.recommended and found.gain[1] > 0.05 and found.cleaned > found.plain
    assert list(found.frame["repeat"]) == [0] * 5 + [1] * 5 and 0.1 < found.share_dropped < 0.3
    facts, frames = found.to_wire()
    assert json.loads(json.dumps(facts)) == facts and list(frames) == ["splits"]
    assert "without changing its sign" in found.sentence


def test_clean_labels_are_left_alone():
    X, y, _, _ = blobs(150, 0.0)
    found = cleaning_gain(LogisticRegression(max_iter=500).fit(X, y), X, y, metric="balanced_accuracy")
    assert not found.recommended and found.metric == "balanced_accuracy"


def test_a_gain_that_comes_from_overlapping_classes_is_no_reason_to_clean():
    splits = pd.DataFrame({"plain": 0.8, "cleaned": 0.84, "difference": np.linspace(0.03, 0.05, 10)})
    splits = splits.assign(n_train=80, n_dropped=8)
    noise, overlap = (told(METRICS["accuracy"], splits.assign(verdict=v)) for v in (NOISE, OVERLAP))
    assert noise.recommended and "worth it" in noise.sentence
    assert not overlap.recommended and "regularize" in overlap.sentence and overlap.gain == noise.gain


def test_a_regressor_is_scored_in_units_of_its_target():
    rng = np.random.default_rng(4)
    X = pd.DataFrame(rng.normal(size=(120, 2)), columns=list("ab"))
    y = pd.Series(3 * X["a"] + rng.normal(scale=0.3, size=120))
    y.iloc[:8] += 20
    found = cleaning_gain(Ridge().fit(X, y), X, y)
    assert found.metric == "mae" and found.gain[0] > 0 and "target units" in found.sentence


def test_progress_is_told_and_few_rows_are_one_sentence():
    X, y, _, _ = blobs(60)
    model, seen = LogisticRegression().fit(X, y), []
    cleaning_gain(model, X, y, on_progress=seen.append)
    assert [p["done"] for p in seen] == list(range(10)) and {p["of"] for p in seen} == {10}
    with pytest.raises(ValueError, match="needs at least 50 learning rows"):
        cleaning_gain(model, X[:40], y[:40])


def test_the_corrected_interval_is_wider_than_the_naive_one():
    differences = np.array([0.01, 0.03, 0.02, 0.0, 0.04])
    value, low, high = corrected_interval(differences, 0.25)
    naive = 2.776 * differences.std(ddof=1) / np.sqrt(5)
    assert value == pytest.approx(0.02) and (high - low) / 2 == pytest.approx(
        naive * np.sqrt(5 * (1 / 5 + 0.25)), rel=1e-3
    )
