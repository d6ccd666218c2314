"""A small stream whose concept turns round in the middle, and what plays on it."""

import numpy as np
import pandas as pd
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from optimizers.case import Case
from optimizers.experiment import Experiment
from optimizers.playing import step_outputs
from optimizers.world import future


def stream(n, turn, rng, classes=True):
    """`n` rows; from row `turn` on the sign of the relation is the other one."""
    X = pd.DataFrame(rng.normal(size=(n, 3)), columns=list("abc"))
    v = X["a"] * np.where(np.arange(n) < turn, 1, -1) + rng.normal(0, 0.3, n)
    return X, pd.Series(np.where(v > 0, "yes", "no")) if classes else v


def turning(n_steps=6, rows=40, turn=3, model=None, classes=True):
    """(case, experiment): judging rows in their own order; the concept turns at the beginning of a step."""
    rng = np.random.default_rng(7)
    X, y = stream(80, 80, rng, classes)
    tree = DecisionTreeClassifier if classes else DecisionTreeRegressor
    model = (tree(max_depth=3, random_state=0) if model is None else model).fit(X, y)
    return Case("turning", model, X, y, *stream(n_steps * rows, turn * rows, rng, classes)), Experiment(
        n_steps=n_steps, timeline="rows"
    )


def candidate_of(policy, case):
    (made,) = policy.candidates(case.model, case.X_train, case.y_train, np.random.default_rng(0))
    return made


def played(policy, case, experiment, world=None):
    """(candidate, its answers to each step) of one policy."""
    candidate = candidate_of(policy, case)
    needs = "labels" if case.task == "classification" else "values"
    return candidate, step_outputs(candidate, case, world or future(case, experiment), needs)
