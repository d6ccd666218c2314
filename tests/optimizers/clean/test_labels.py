"""Suspects against labels that were flipped on purpose; bad input is a sentence or works."""

import json
import pickle
from functools import cache

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder
from sklearn.svm import LinearSVC

from optimizers.clean.confident import confident_joint
from optimizers.clean.labels import label_noise
from optimizers.clean.overlap import EITHER, NOISE, NOTHING, OVERLAP
from optimizers.clean.unseen import bagged, folds
from tests import tiny

from .noisy import blobs, f1


def linear():
    return LogisticRegression(max_iter=500)


@cache
def noisy():
    X, y, wrong, _ = blobs()
    return label_noise(linear().fit(X, y), X, y), wrong, y


def test_flipped_labels_are_found_and_ranked():
    noise, wrong, y = noisy()
    suspects = noise.suspects
    assert f1(suspects["row"], wrong) > 0.8
    assert (suspects["given"].to_numpy() == y.iloc[suspects["row"]].to_numpy()).all()
    assert suspects["margin"].is_monotonic_increasing and (suspects["given"] != suspects["likely"]).all()
    assert wrong[suspects["row"].head(10)].all()


def test_the_rate_is_near_and_its_interval_holds_the_truth():
    noise, wrong, _ = noisy()
    assert noise.rate[1] < wrong.mean() < noise.rate[2] and noise.rate[2] - noise.rate[1] < 0.15
    assert noise.verdict == NOISE and "label noise" in noise.sentence


def test_the_joint_has_every_row_and_a_share_with_its_interval():
    noise, _, y = noisy()
    totals = noise.joint.groupby("given")["count"].sum()
    assert totals.to_dict() == y.value_counts().to_dict()
    assert ((noise.joint["low"] <= noise.joint["share"]) & (noise.joint["share"] <= noise.joint["high"])).all()


def test_facts_are_plain_json():
    facts, frames = noisy()[0].to_wire()
    assert json.loads(json.dumps(facts)) == facts and set(frames) == {"suspects", "joint"}


def test_clean_labels_show_no_noise():
    X, y, _, _ = blobs(share=0, spread=0.6)
    noise = label_noise(linear().fit(X, y), X, y)
    assert noise.verdict == NOTHING and noise.rate[0] < 0.01 and len(noise.suspects) == 0


def test_overlapping_classes_are_not_called_noise():
    rng = np.random.default_rng(0)
    X = pd.DataFrame(rng.normal(size=(1000, 3)))
    y = pd.Series((X[0] + rng.normal(scale=0.4, size=1000) > 0).astype(int))
    noise = label_noise(linear().fit(X.to_numpy(), y), X, y)
    assert noise.verdict == OVERLAP and "overlapping classes" in noise.sentence
    mixed = y.where(rng.random(1000) > 0.05, 1 - y)
    assert label_noise(linear().fit(X.to_numpy(), mixed), X, mixed).verdict == EITHER


def test_the_confident_joint_against_a_slow_loop():
    rng = np.random.default_rng(2)
    p, y = rng.dirichlet(np.ones(3), 60), rng.integers(0, 3, 60)
    slow = np.zeros((3, 3), dtype=int)
    for row, given in zip(p, y):
        above = [k for k in range(3) if row[k] >= p[y == k, k].mean() - 1e-6]
        if above:
            slow[given, above[0] if len(above) == 1 else row.argmax()] += 1
    np.fill_diagonal(slow, slow.diagonal().clip(min=1))
    assert (confident_joint(p, y) == slow).all()


def test_a_forest_is_judged_out_of_bag_unless_a_step_before_learns_from_the_labels():
    X, y, wrong, _ = blobs()
    forest = RandomForestClassifier(10, random_state=0)
    assert bagged(forest) and not bagged(make_pipeline(SelectKBest(k=2), forest)) and not bagged(linear())
    noise = label_noise(forest.fit(X, y), X, y)
    assert "out of bag" in noise.how and f1(noise.suspects["row"], wrong) > 0.75
    chosen = label_noise(make_pipeline(SelectKBest(k=3), forest).fit(X, y), X, y)
    assert "each fifth" in chosen.how


def test_a_model_without_probabilities_is_judged_by_a_forest_and_says_so():
    X, y, wrong, _ = blobs(200)
    noise = label_noise(LinearSVC().fit(X, y), X, y)
    assert "gives no probabilities" in noise.how and noise.by == "forest" and f1(noise.suspects["row"], wrong) > 0.7


def test_the_same_seed_gives_the_same_and_the_model_stays():
    X, y, _, _ = blobs(150)
    search = GridSearchCV(GaussianNB(), {"var_smoothing": [1e-9, 1e-3]}).fit(X, y)
    before = pickle.dumps(search)
    first, second = label_noise(search, X, y, seed=3), label_noise(search, X, y, seed=3)
    assert first.suspects.equals(second.suspects) and pickle.dumps(search) == before


def test_folds_share_out_every_class():
    y = np.repeat([0, 1, 2], [50, 7, 1])
    fold = folds(y, 0)
    counts = pd.crosstab(fold, y)
    assert (counts[0] == 10).all() and counts[1].between(1, 2).all() and len(counts) == 5


def test_values_far_off_are_suspects():
    rng = np.random.default_rng(4)
    X = pd.DataFrame(rng.normal(size=(300, 3)), columns=list("abc"))
    y = pd.Series(3 * X["a"] + rng.normal(scale=0.3, size=300))
    y.iloc[[7, 90, 200]] += [9, -9, 7]
    for model in (Ridge(), RandomForestRegressor(30, random_state=0)):
        noise = label_noise(model.fit(X, y), X, y)
        assert set(noise.suspects["row"].head(3)) == {7, 90, 200} and noise.verdict == "outlying values"
        assert len(noise.suspects) < 9 and noise.joint.empty and "times the spread" in noise.rule


def test_a_class_too_rare_to_judge_is_left_out_and_said():
    X, y, _, _ = blobs(100)
    y = y.where(y.index > 1, "eel")
    noise = label_noise(linear().fit(X, y), X, y)
    assert "eel" not in set(noise.suspects["given"]) | set(noise.suspects["likely"]) | set(noise.joint["given"])
    assert noise.notes == ("1 class with fewer than 5 learning rows is not judged.",)


@pytest.mark.parametrize("names", [(True, False), (1, 0), (2.0, 1.0), ("b", "a")])
def test_labels_of_any_kind_come_back_as_they_are(names):
    X, y, wrong, _ = blobs(100, 0.1, 2, names=names)
    for labels in (y.infer_objects(), y.astype("category")):
        noise = label_noise(GaussianNB().fit(X, y.tolist()), X, labels)
        assert set(noise.suspects["likely"]) <= set(names) and f1(noise.suspects["row"], wrong) > 0.6


def test_fifty_classes_missing_values_and_sparse_columns_work():
    X, y, wrong, _ = blobs(500, 0.1, 50, spread=0.1, names=None)
    assert f1(label_noise(GaussianNB().fit(X, y), X, y).suspects["row"], wrong) > 0.6
    rows = tiny.table("binary")
    assert rows.X_train.isna().any().any()
    label_noise(tiny.fitted("pipeline").model, rows.X_train, rows.y_train)
    text = pd.DataFrame({"city": rows.X_train["city"].fillna("none"), "age": rows.X_train["age"].astype(str)})
    sparse = make_pipeline(OneHotEncoder(handle_unknown="ignore"), linear()).fit(text, rows.y_train)
    assert label_noise(sparse, text, rows.y_train).n_rows == 120


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda X, y: (X[:15], y[:15]), "needs at least 20 learning rows"),
        (lambda X, y: (X, y.where(y == "ant", "ant")), "hold one class only"),
        (lambda X, y: (X, y.mask(y.index < 3)), "3 learning rows without a label"),
        (lambda X, y: (X, y.where(y.index < 3, "ant")), "two classes of at least 5"),
        (lambda X, y: (X.mask(X > 3), y), "LogisticRegression could not be refitted.*NaN"),
    ],
)
def test_bad_input_is_one_sentence(change, sentence):
    X, y, _, _ = blobs(60)
    model = linear().fit(X, y)
    with pytest.raises(ValueError, match=sentence) as refused:
        label_noise(model, *change(X, y), by="model")
    assert "\n" not in str(refused.value) and str(refused.value).endswith(".")
