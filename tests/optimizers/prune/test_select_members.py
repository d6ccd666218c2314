"""Members of bags and votes: those that stay are the old ones, and the best are found."""

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import BaggingClassifier, BaggingRegressor, VotingClassifier, VotingRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from optimizers.measure import model_bytes
from optimizers.prune.select_members import SelectMembers, answers, with_some
from sandbox.guard import load_model
from tests import tiny

tree = DecisionTreeClassifier(random_state=0)
line = LogisticRegression(max_iter=500)
MODELS = {
    "bag": ("multiclass", BaggingClassifier(tree, 5, max_features=3, oob_score=True, random_state=0)),
    "bagged machines": ("binary", BaggingClassifier(SVC(), 3, random_state=0)),
    "bagged values": ("regression", BaggingRegressor(DecisionTreeRegressor(), 5, random_state=0)),
    "votes": ("multiclass", VotingClassifier([("t", tree), ("gone", "drop"), ("l", line)], voting="soft")),
    "voted values": ("regression", VotingRegressor([("t", DecisionTreeRegressor()), ("l", LinearRegression())])),
}  # fmt: skip


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.filterwarnings("ignore")
def test_the_kept_members_answer_together(name):
    task, recipe = MODELS[name]
    rows = tiny.table(task, numbers=True)
    model = recipe.fit(rows.X_train, rows.y_train)
    before, each = model_bytes(model), answers(model, rows.X_test)
    whole = model.predict_proba(rows.X_test) if hasattr(model, "predict_proba") else model.predict(rows.X_test)[:, None]
    assert each.mean(axis=0) == pytest.approx(whole, abs=1e-5)
    found = list(SelectMembers().candidates(model, rows.X_train, rows.y_train, np.random.default_rng(0)))
    n_all = len(model.estimators_)
    assert [c.label for c in found] == [f"{n} of {n_all} members" for n in range(n_all, 0, -1)]
    assert np.array_equal(found[0].model.predict(rows.X_test), model.predict(rows.X_test))
    for candidate in found:
        again = load_model(model_bytes(candidate.model)).model
        assert np.array_equal(again.predict(rows.X_test), candidate.model.predict(rows.X_test))
        assert {id(one) for one in candidate.model.estimators_} <= {id(one) for one in model.estimators_}
        assert len(model_bytes(candidate.model)) <= len(before)
    assert model_bytes(model) == before
    if hasattr(model, "estimators_samples_"):  # they are drawn anew from the seeds that are kept
        some = with_some(model, np.array([1, 2]))
        assert all(map(np.array_equal, some.estimators_samples_, model.estimators_samples_[1:3]))


def test_the_best_member_stays_last():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(400, 3))
    y = (X[:, 0] > 0).astype(int)
    model = VotingClassifier([(f"m{i}", DecisionTreeClassifier(max_depth=1)) for i in range(3)], voting="soft").fit(
        X, y
    )
    for i in (0, 2):  # two that guess
        model.estimators_[i] = DecisionTreeClassifier(max_depth=1).fit(X, rng.integers(0, 2, 400))
    assert SelectMembers().skip(model) == ""
    found = list(SelectMembers().candidates(model, pd.DataFrame(X), pd.Series(y), rng))
    assert found[-1].label == "1 of 3 members" and found[-1].model.estimators_ == [model.estimators_[1]]
    assert list(found[-1].model.named_estimators_) == ["m1"] and [n for n, _ in found[-1].model.estimators] == ["m1"]


def test_votes_that_do_not_average_and_lone_members_are_skipped():
    rows = tiny.table("binary", numbers=True)
    for recipe in (VotingClassifier([("t", tree)]), VotingClassifier([("t", tree)], voting="soft", weights=[2])):
        assert "average without weights" in SelectMembers().skip(recipe.fit(rows.X_train, rows.y_train))
    assert "has one only" in SelectMembers().skip(BaggingClassifier(tree, 1).fit(rows.X_train, rows.y_train))
