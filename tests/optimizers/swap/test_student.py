"""Students against what they must reproduce."""

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import GradientBoostingClassifier, HistGradientBoostingClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.model_selection import cross_val_score

from optimizers.swap import HistogramBoosting, Student
from optimizers.swap.more_rows import mixed
from optimizers.swap.student_effort import way
from optimizers.swap.students import student
from optimizers.swap.teaching import lesson, soft
from tests import tiny


@pytest.mark.parametrize("task", ["binary", "multiclass"])
def test_a_student_of_a_linear_teacher_is_the_teacher(task):
    rows = tiny.table(task, True)
    teacher = LogisticRegression(max_iter=2000).fit(rows.X_train, rows.y_train)
    (new,) = Student(kinds="linear").candidates(teacher, rows.X_train, rows.y_train, np.random.default_rng(0))
    assert np.abs(new.model.predict_proba(rows.X_test) - teacher.predict_proba(rows.X_test)).max() < 0.01
    assert new.choice["fidelity"][0] > 0.98 and "LogisticRegression(C=1000.0" in new.changes


def test_a_student_of_linear_values_is_the_teacher():
    rows = tiny.table("regression", True)
    teacher = LinearRegression().fit(rows.X_train, rows.y_train)
    (new,) = Student(kinds="linear").candidates(teacher, rows.X_train, rows.y_train, np.random.default_rng(0))
    assert new.model.predict(rows.X_test) == pytest.approx(teacher.predict(rows.X_test), abs=0.01)
    assert new.choice["fidelity"][0] > 0.999


def test_soft_rows_stand_for_the_probabilities():
    rng = np.random.default_rng(0)
    given = rng.dirichlet([0.3, 0.3, 0.3], size=50)
    places, labels, weights = soft(given)
    again = np.zeros_like(given)
    again[places, labels] = weights
    assert np.abs(again - given).max() <= 1e-3
    never = soft(np.array([[1.0, 0.0], [1.0, 0.0]]))
    assert set(never[1]) == {0, 1}, "a class that is never likely is still known"


def test_mixed_rows_lie_between_their_parents_and_keep_their_types():
    X = tiny.table("binary").X_train.assign(city=lambda t: t["city"].astype("category"), day=pd.Timestamp("2020-01-01"))
    new = mixed(X, 500, np.random.default_rng(0))
    assert (new.dtypes == X.dtypes).all() and len(new) == 500
    assert new["age"].between(X["age"].min(), X["age"].max()).all() and new["rate"].nunique() > 400
    assert set(new["city"].dropna()) == set(X["city"].dropna()) and 0 < new["income"].isna().mean() < 0.15
    assert mixed(X, 5, np.random.default_rng(1)).equals(mixed(X, 5, np.random.default_rng(1)))


def generated(n, seed=0):
    rng = np.random.default_rng(seed)
    X = pd.DataFrame(rng.normal(size=(n, 6)), columns=list("abcdef"))
    odds = 2 * np.sin(2 * X["a"]) + X["b"] * X["c"] + 0.5 * X["d"]
    return X, pd.Series(np.where(rng.random(n) < 1 / (1 + np.exp(-2 * odds)), "yes", "no"))


def test_histograms_score_as_the_original_within_noise():
    X, y = generated(1200)
    model = GradientBoostingClassifier(n_estimators=40, random_state=0).fit(X, y)
    (new,) = HistogramBoosting().candidates(model, X, y, np.random.default_rng(0))
    _, low, high = new.choice["validation_score"]
    assert low <= cross_val_score(model, X, y, cv=3).mean() <= high
    far, truth = generated(4000, 1)
    assert abs((new.model.predict(far) == truth).mean() - (model.predict(far) == truth).mean()) < 0.03


def test_a_taught_tree_beats_one_of_its_size_that_learned_the_labels():
    from sklearn.tree import DecisionTreeClassifier

    X, y = generated(600)
    far, _ = generated(4000, 1)
    teacher = HistGradientBoostingClassifier(max_iter=60, random_state=0).fit(X, y)
    strategy = Student(kinds="tree", size=24, extra=5.0)
    (new,) = strategy.candidates(teacher, X, y, np.random.default_rng(0))
    alone = DecisionTreeClassifier(max_leaf_nodes=24, random_state=0).fit(X, y)
    own = (new.model.predict(far) == teacher.predict(far)).mean()
    assert own > (alone.predict(far) == teacher.predict(far)).mean()
    value, low, high = new.choice["fidelity"]
    assert low < value < high and abs(value - own) < 0.1
    assert f"It labels {value:.1%} of unseen rows as its teacher does" in new.because


def test_a_refitted_teacher_has_seen_learning_rows_alone():
    X, y = generated(200)
    everything = HistGradientBoostingClassifier(max_iter=5, random_state=0).fit(*generated(800))
    learned = [
        next(
            Student(kinds="tree", teacher=t).candidates(everything, X, y, np.random.default_rng(0))
        ).model.predict_proba(X)
        for t in ("as uploaded", "recipe refitted")
    ]
    assert not np.array_equal(*learned)


@pytest.mark.parametrize("name", ["boosted", "pipeline"])
def test_the_changes_are_code_that_teaches_a_student(name):
    model, rows, _ = tiny.fitted(name)
    (new,) = Student(kinds="linear", extra=0.0).candidates(model, rows.X_train, rows.y_train, np.random.default_rng(0))
    kept = [line for line in new.changes.split("\n")[2:] if line[:2] != "@@"]
    teaching = kept[next(i for i, line in enumerate(kept) if line.startswith("+probabilities")) :]
    of = lesson(model, rows.X_train, 0, np.random.default_rng(0))
    path = way(model, student("linear", of.seen(), 8, False, 0))
    assert teaching[-1] == f"+model.fit(X.iloc[rows], teacher.classes_[labels], {path}=weights)"
    room = {"teacher": model, "X": rows.X_train, "model": new.model.__class__(new.model.steps)}
    exec("\n".join(line[1:] for line in teaching), room)
    assert np.abs(room["model"].predict_proba(rows.X_test) - new.model.predict_proba(rows.X_test)).max() < 0.02
