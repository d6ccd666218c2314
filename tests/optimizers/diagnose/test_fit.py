"""Models that are too free, too tight or right are called so, alone and inside pipelines and searches."""

import numpy as np
import pandas as pd
import pytest
from sklearn.compose import TransformedTargetRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

import tests.tiny as tiny
from optimizers.diagnose.curves import flips
from optimizers.diagnose.fit import SETTING_COLUMNS, diagnose_fit
from optimizers.diagnose.rows import diagnosis_rows
from optimizers.diagnose.settings import along, in_use, settings
from tests.optimizers.diagnose.fit_rows import noisy_line, noisy_slope, rings, wave


def diagnosed(model, rows, **more):
    return diagnose_fit(model.fit(*rows), *rows, with_curve=False, **more)


TREE = DecisionTreeClassifier(random_state=0)
SEARCH = GridSearchCV(
    make_pipeline(StandardScaler(), KNeighborsClassifier()), {"kneighborsclassifier__n_neighbors": [1]}
)
SHRUNK = TransformedTargetRegressor(Ridge(1e6), transformer=StandardScaler())


@pytest.mark.parametrize(
    ("model", "rows", "verdict", "words"),
    [
        (TREE, noisy_line(), "overfitted", "instead of"),
        (SEARCH, noisy_line(), "overfitted", "instead of 1, which regularizes more"),
        (DecisionTreeClassifier(max_depth=1, random_state=0), rings(600), "underfitted", "max_depth = "),
        (make_pipeline(StandardScaler(), KNeighborsClassifier(150)), rings(600), "underfitted", "n_neighbors = "),
        (DecisionTreeRegressor(max_depth=1, random_state=0), wave(), "underfitted", "R2 on held-out folds"),
        (SHRUNK, noisy_slope(), "underfitted", "alpha = "),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_named_with_a_better_one(model, rows, verdict, words):
    found = diagnosed(model, rows)
    assert found.verdict == verdict and words in found.sentence, found.sentence
    name, value = found.better
    table = found.frames["settings"]
    rows = table[table["regularizer"] == name]
    row = rows[rows["setting"].astype(float).between(0.99 * value, 1.01 * value)].iloc[0]
    assert row["side"] == {"overfitted": "more", "underfitted": "less"}[verdict] and row["p"] < 0.1


def test_a_right_setting_is_kept():
    X, y = noisy_line(2000, flips=0.05)
    found = diagnosed(GaussianNB(), (X[["x0"]], y))
    assert found.verdict == "well fitted" and "Keep the settings" in found.sentence
    assert found.more_rows == 0 and found.better is None


def test_few_rows_are_inconclusive_and_more_are_asked_for():
    X, y = noisy_line(60, flips=0.2)
    found = diagnosed(make_pipeline(StandardScaler(), LogisticRegression(C=0.1)), (X[["x0", "x1"]], y))
    assert found.verdict == "inconclusive" and found.more_rows > 0 and "more rows would" in found.sentence


def test_predictions_of_chance_are_inconsistent():
    X, _ = noisy_line(200)
    y = pd.Series(np.random.default_rng(0).integers(0, 2, 200))
    found = diagnosed(LogisticRegression(C=1.0), (X, y))
    assert found.verdict == "inconsistent" and found.flips[1] > 0.25 and "bagging" in found.sentence


def test_a_model_without_a_known_regularizer_says_so_beside_its_curve():
    rows = wave(200)
    found = diagnose_fit(LinearRegression().fit(*rows), *rows)
    assert found.verdict == "unknown" and "No regularizer of LinearRegression is known" in found.sentence
    assert "From 100 to 160 rows R2" in found.sentence
    assert found.frames["validation"].empty and len(found.frames["settings"]) == 1
    assert found.frames["learning"]["n_rows"].unique().tolist() == [12, 25, 50, 100, 160]


def test_frames_hold_what_they_promise():
    told, rows = [], noisy_line(200)
    found = diagnose_fit(DecisionTreeClassifier(max_depth=3, random_state=0).fit(*rows), *rows, on_progress=told.append)
    table, learning, validation = (found.frames[k] for k in ("settings", "learning", "validation"))
    assert tuple(table) == SETTING_COLUMNS and table["side"][0] == "own" and table["difference"][0] == 0
    assert learning["part"].tolist() == ["training", "validation"] * (len(learning) // 2)
    assert learning["n_rows"].is_monotonic_increasing and (learning["low"] <= learning["mean"]).all()
    path = validation[validation["part"] == "validation"]
    assert path["place"].tolist() == list(range(len(path))) and path["own"].sum() == 1
    assert path[path["own"]]["mean"].iloc[0] == table["score"][0]
    assert [t["done"] for t in told[1:]] == list(range(1, told[-1]["of"] + 1))


def test_the_same_seed_gives_the_same_tables():
    rows = noisy_line(100)
    model = DecisionTreeClassifier().fit(*rows)
    first, second = (diagnose_fit(model, *rows, seed=5) for _ in range(2))
    assert first.sentence == second.sentence
    assert all(first.frames[k].equals(second.frames[k]) for k in first.frames)


def test_the_model_stays_as_it_is():
    rows = noisy_line(60)
    model = TREE.fit(*rows)
    before = model.tree_
    diagnose_fit(model, *rows, with_curve=False)
    assert model.tree_ is before and model.min_samples_leaf == 1


def test_flips_are_those_of_an_obvious_loop():
    model, table, _ = tiny.fitted("forest")
    rows = diagnosis_rows(model, table.X_train, table.y_train)
    answers = np.random.default_rng(0).integers(0, 3, (4, len(rows.y)))
    pairs = [(a, b) for a in range(4) for b in range(a)]
    slow = np.mean([[answers[a][i] != answers[b][i] for a, b in pairs] for i in range(len(rows.y))])
    share, low, high = flips(rows, answers)
    assert share == pytest.approx(slow) and low < share < high
    assert flips(rows, np.zeros((5, len(rows.y)))) == (0, 0, 0)


@pytest.mark.parametrize("name", tiny.recipes())
def test_settings_stand_on_both_sides_of_the_model(name):
    model = tiny.fitted(name).model
    tried = settings(model, 0)
    assert tried[0].side == "own" and 4 <= len(tried) <= 16
    for regularizer in in_use(model):
        sides = [s.side for s in along(model, regularizer, 7, 0)]
        assert sides == sorted(sides)  # the less regularized ones first
