"""Refitting on new rows, judged by rows that the refitted model has not seen."""

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.tree import DecisionTreeClassifier

from optimizers.advise.relation import Mean, folds, out_of_fold, relation


def rows(n, seed, turned=False):
    rng = np.random.default_rng(seed)
    X = pd.DataFrame(rng.normal(size=(n, 3)), columns=list("abc"))
    score = X["b"] if turned else X["a"]
    return X, pd.Series(np.where(score + rng.normal(0, 0.5, n) > 0, "yes", "no"))


def found(turned, seed=1, model=None):
    X, y = rows(600, 0)
    model = (model or LogisticRegression()).fit(X, y)
    return relation(model, X, y, *rows(400, seed, turned), 0, lambda _: None)


def test_every_row_is_held_out_once_with_its_class_in_each_fold():
    X, y = rows(203, 0)
    parts = folds(LogisticRegression().fit(X, y), y, 0)
    assert sorted(np.concatenate(parts)) == list(range(203))
    assert all(abs((y.iloc[p] == "yes").mean() - (y == "yes").mean()) < 0.05 for p in parts)


def test_a_turned_rule_gains_most_on_recent_rows():
    seen = found(turned=True)
    assert seen.gain("recent").low > 0.2 and seen.recent_over_every().low > 0 and seen.problem == ""


def test_an_unchanged_rule_gains_nothing():
    gains = [found(turned=False, seed=s).gain("every") for s in range(3, 15)]
    assert np.mean([g.low > 0 for g in gains]) < 0.1


def test_a_model_that_learns_by_heart_is_not_fooled_by_its_own_rows():
    seen = found(turned=False, model=DecisionTreeClassifier(random_state=0))
    assert not seen.gain("recent").low > 0


def test_out_of_fold_losses_are_those_of_unseen_rows():
    X, y = rows(400, 0)
    y = pd.Series(np.random.default_rng(5).permutation(y))
    assert out_of_fold(DecisionTreeClassifier(random_state=0).fit(X, y), X, y, 0).mean() == pytest.approx(0.5, abs=0.1)


def test_a_mean_of_one_row_has_no_interval():
    assert np.isnan(Mean.of(np.ones(1)).low)
